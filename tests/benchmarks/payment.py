"""The payment check: lines a second in batches of 1,000, and one line at a time.

A provincial node knows 200,000 people, filed at 40 institutions; some are suspended or terminated. Institutions ask
over HTTP with their own keys. Beside it, on the same server: pgbench, one row by its key at a time; and with the same
granian: a Django view that returns a constant.
"""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from provinces.federation.state import Node
from tests.benchmarks.desks.people import institution_of, person
from tests.benchmarks.grounds import load, serving
from tests.benchmarks.grounds.ground import Ground, Standing
from tests.benchmarks.grounds.sampled import sampled
from tests.benchmarks.grounds.settling import settle
from tests.benchmarks.plan import Plan
from tests.benchmarks.references.pgbench import SelectOnly
from tests.benchmarks.reports.figure import Figure, Goal, Series, ratio
from tests.benchmarks.reports.sampling import Profile

_DIVISION = "310000"
_INSTITUTIONS = 40
_LINES = 1_000
_PATH = "/api/v1/payability"
_IN_FLIGHT = 4
"""Requests under way at a time, over two workers: two in work, two waiting."""


@dataclass(frozen=True, kw_only=True)
class Till:
    """A node that answers, and the requests it is asked."""

    node: Node
    batches: list[bytes]
    singles: list[bytes]


def run(ground: Ground, plan: Plan) -> Figure:
    """Measure."""
    with ground.federation([_DIVISION]) as standing:
        till = _prepare(standing, plan)
        reference = SelectOnly.prepare(ground.fresh("pgbench"))
        with _plain(ground) as port:
            standing.serve(till.node)
            verdicts = _verdicts(till)
            values = _rounds(till, port, reference, plan, ground)
            standing.stop(till.node, "web")
        profiles = _profiles(standing, till)
    batched, selects, single, constant = values
    lines = ratio("lines / pgbench", batched, selects)
    singles = ratio("single-line requests / constant view", single, constant)
    return Figure(
        name="payment",
        title=f"payment check over HTTP, {plan.people:,} people",
        measured=(batched, single),
        references=(selects, constant),
        ratios=(lines, singles),
        goals=(
            Goal(text="lines in batches of 1,000, of pgbench's selects", wanted=1.0, got=lines.median),
            Goal(text="single lines, of a constant view", wanted=0.5, got=singles.median),
        ),
        profiles=profiles,
        notes=(
            f"Both servers: granian, {' '.join(serving.OPTIONS)}. The client, single-threaded, runs beside them.",
            "Verdicts in a sample of the batches: " + ", ".join(f"{name} {n:,}" for name, n in verdicts.most_common()),
        ),
    )


# --- setting up


def _prepare(standing: Standing, plan: Plan) -> Till:
    node, national = standing.province(), standing.national
    standing.serve(national)
    standing.tell(f"issues {plan.people:,} lifelong IDs")
    standing.desk(national).call(
        "tests.benchmarks.desks.at_national:issue", division=_DIVISION, first=0, count=plan.people
    )
    standing.work(node)
    settle(standing, seconds=600)
    desk = standing.desk(node)
    desk.call("tests.benchmarks.desks.at_province:record_institutions", count=_INSTITUTIONS)
    standing.tell(f"files {plan.people:,} people")
    desk.call("tests.benchmarks.desks.at_till:file_everybody", count=plan.people, institutions=_INSTITUTIONS)
    suspended = plan.people // 50
    for at, points in enumerate((10, 12, 5)):
        desk.call(
            "tests.benchmarks.desks.at_province:decide",
            first=at * suspended, count=suspended, who=at * suspended * 7, points=points,
        )  # fmt: skip
    settle(standing, seconds=600)
    standing.stop(node, "worker")
    standing.stop(national, "web")
    codes = [institution_of(_DIVISION, n, _INSTITUTIONS) for n in range(_INSTITUTIONS)]
    keys = desk.call("tests.benchmarks.desks.at_till:make_keys", codes=codes)
    rng = random.Random(20_260_302)
    batches = [_request(node, keys, rng, plan.people, _LINES) for _ in range(100)]
    singles = [_request(node, keys, rng, plan.people, 1) for _ in range(2_000)]
    return Till(node=node, batches=batches, singles=singles)


def _request(node: Node, keys: dict[str, str], rng: random.Random, people: int, lines: int) -> bytes:
    """Return a request of one institution about its own people."""
    at = rng.randrange(_INSTITUTIONS)
    code = institution_of(_DIVISION, at, _INSTITUTIONS)
    body = {
        "lines": [
            {
                "person": person(rng.randrange(people // _INSTITUTIONS) * _INSTITUTIONS + at),
                "institution": code,
                "service_on": f"2026-{rng.randrange(3, 9):02d}-{rng.randrange(1, 29):02d}",
                "emergency": rng.random() < 0.02,
                "role": "ordering",
            }
            for _ in range(lines)
        ]
    }
    headers = {"Authorization": f"Api-Key {keys[code]}", "Content-Type": "application/json"}
    return load.request("POST", _PATH, f"127.0.0.1:{node.port}", headers, json.dumps(body).encode())


@contextmanager
def _plain(ground: Ground) -> Iterator[int]:
    environment = {**os.environ, "DATABASE_URL": ground.fresh("plain")}
    with serving.serve(
        "tests.benchmarks.references.plain.wsgi:application", environment, ground.directory / "plain.log"
    ) as port:
        yield port


# --- measuring


def _rounds(
    till: Till, plain: int, reference: SelectOnly, plan: Plan, ground: Ground
) -> tuple[Series, Series, Series, Series]:
    till_port = till.node.port
    constant = load.request("POST", "/constant", f"127.0.0.1:{plain}", {"Content-Type": "application/json"}, b"{}")
    values: dict[str, list[float]] = {"batch": [], "selects": [], "single": [], "constant": []}
    for warming in (True, *[False] * plan.rounds):
        seconds = 1.0 if warming else plan.seconds
        found = {
            "batch": _LINES * _rate(till_port, till.batches, seconds),
            "selects": reference.measure(seconds),
            "single": _rate(till_port, till.singles, seconds),
            "constant": _rate(plain, [constant], seconds),
        }
        ground.tell(", ".join(f"{name} {value:,.0f}/s" for name, value in found.items()))
        for name, value in found.items() if not warming else ():
            values[name].append(value)
    return (
        Series(name="payability lines, batches of 1,000", unit="lines/s", values=tuple(values["batch"])),
        Series(name=reference.name, unit="selects/s", values=tuple(values["selects"])),
        Series(name="payability, one line a request", unit="requests/s", values=tuple(values["single"])),
        Series(name="a Django view that returns a constant", unit="requests/s", values=tuple(values["constant"])),
    )


def _verdicts(till: Till) -> Counter[str]:
    """Ask some batches before anything is measured, and read what is answered."""
    found: Counter[str] = Counter()
    for request in till.batches[:10]:
        answer = json.loads(load.once("127.0.0.1", till.node.port, request))
        assert (answer["answered"], answer["refused"]) == (_LINES, 0), answer
        found.update(line["verdict"] for line in answer["lines"])
    return found


def _rate(port: int, requests: list[bytes], seconds: float) -> float:
    found = load.run("127.0.0.1", port, requests, connections=_IN_FLIGHT, seconds=seconds)
    if found.failures:
        raise RuntimeError(f"{len(found.failures)} of {found.requests} failed: {found.failures[0]!r}")
    return found.rate


def _profiles(standing: Standing, till: Till) -> tuple[Profile, ...]:
    found = []
    for title, requests in (("batches of 1,000", till.batches), ("one line a request", till.singles)):
        with sampled(standing, till.node, requests=len(requests), title=title) as profile:
            for request in requests:
                load.once("127.0.0.1", till.node.port, request)
        found.append(profile())
    return tuple(found)
