"""Intake to log: signed statements a second that national accepts from one province, in batches of 500.

The statements are signed beforehand; sending is one signed request after another, as a province does it. Beside it, on
the same server and with the same granian: an unsigned endpoint of Django REST framework that stores the same decisions
in one plain table, asked in the same way.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

from provinces.federation.state import Node
from tests.benchmarks.desks import people
from tests.benchmarks.desks.desk import Desk
from tests.benchmarks.grounds import serving
from tests.benchmarks.grounds.ground import Ground, Standing
from tests.benchmarks.grounds.load import Kept, request
from tests.benchmarks.grounds.sampled import sampled
from tests.benchmarks.grounds.settling import settle
from tests.benchmarks.plan import Plan
from tests.benchmarks.reports.figure import Figure, Goal, Series, ratio
from tests.benchmarks.reports.sampling import Profile

DIVISION = "520000"
BATCH = 500
_TOPICS = ("decision.issued", "filing.opened")
_SIGNATURES = "signatures (Ed25519)"


def run(ground: Ground, plan: Plan) -> Figure:
    """Measure."""
    with ground.federation([DIVISION]) as standing:
        desk = prepare(standing, standing.province(), people_count=plan.statements * (plan.rounds + 2))
        values: dict[str, list[float]] = {topic: [] for topic in (*_TOPICS, "plain")}
        with _plain(ground) as port:
            for number in range(-1, plan.rounds):  # the first warms up
                at = (1 + number) * plan.statements
                found = {topic: _signed(desk, topic, at, plan.statements) for topic in _TOPICS}
                found["plain"] = _unsigned(port, at, plan.statements)
                ground.tell(", ".join(f"{name} {value:,.0f}/s" for name, value in found.items()))
                for name, value in found.items() if number >= 0 else ():
                    values[name].append(value)
        costs = desk.call("tests.benchmarks.desks.at_province:check_signatures", count=plan.statements)
        profile = _profile(standing, desk, (1 + plan.rounds) * plan.statements, plan)
    return _figure(plan, values, costs, profile)


def _figure(plan: Plan, values: dict[str, list[float]], costs: dict[str, float], profile: Profile) -> Figure:
    decisions = Series(name="decisions accepted", unit="statements/s", values=tuple(values["decision.issued"]))
    filings = Series(name="filings accepted", unit="statements/s", values=tuple(values["filing.opened"]))
    plain = Series(name="plain DRF endpoint, same decisions", unit="rows/s", values=tuple(values["plain"]))
    return Figure(
        name="intake",
        title=f"intake to log, batches of {BATCH}",
        measured=(decisions, filings),
        references=(plain,),
        ratios=(ratio("decisions / plain", decisions, plain), ratio("filings / plain", filings, plain)),
        goals=(Goal(text="decisions a second", wanted=2_000, got=decisions.median),),
        profiles=(profile,),
        notes=(
            f"Checking signatures is {profile.share(_SIGNATURES):.0%} of national's time; verifying one statement "
            f"takes {costs['verify'] * 1e6:.0f} µs, parsing it {costs['parse'] * 1e6:.0f} µs.",
        ),
        facts={
            "share_of_signature_checking": profile.share(_SIGNATURES),
            "seconds_per_statement": costs,
            "verify_times_rate": costs["verify"] * decisions.median,
        },
    )


def prepare(standing: Standing, node: Node, *, people_count: int) -> Desk:
    """Have national running, people issued and the province's institutions accepted; return the province's desk."""
    national = standing.national
    standing.serve(national)
    issuing = standing.desk(national)
    standing.tell(f"issues {people_count:,} lifelong IDs")
    issuing.call("tests.benchmarks.desks.at_national:issue", division=node.division, first=0, count=people_count)
    desk = standing.desk(node)
    standing.work(node)
    settle(standing, only=[node], seconds=300)
    desk.call("tests.benchmarks.desks.at_province:record_institutions", count=1)
    settle(standing, only=[node], seconds=60)
    standing.stop(node, "worker")
    return desk


def _signed(desk: Desk, topic: str, first: int, count: int) -> float:
    """Return statements a second."""
    place = desk.call("tests.benchmarks.desks.at_province:sign_ahead", topic=topic, first=first, count=count)["first"]
    answer = desk.call("tests.benchmarks.desks.at_province:send", first=place, count=count, batch=BATCH)
    if answer["outcomes"] != {"accepted": count}:
        raise RuntimeError(f"not all of {count} {topic} were accepted: {answer}")
    return count / sum(answer["seconds"])


# --- the plain endpoint


@contextmanager
def _plain(ground: Ground) -> Iterator[int]:
    environment = {**os.environ, "DATABASE_URL": ground.fresh("plain")}
    make_table = [sys.executable, "-m", "tests.benchmarks.references.plain"]
    subprocess.run(make_table, env=environment, cwd=serving.ROOT, check=True)
    with serving.serve(
        "tests.benchmarks.references.plain.wsgi:application", environment, ground.directory / "plain.log"
    ) as port:
        yield port


def _unsigned(port: int, first: int, count: int) -> float:
    """Return rows a second, sent as the signed ones are: the body is made and sent while the clock runs."""
    rows = [people.decision(DIVISION, n, who=n) for n in range(first, first + count)]
    with Kept("127.0.0.1", port) as kept:
        started = time.perf_counter()
        for some in batched(rows, BATCH):
            answer = json.loads(kept.ask(_post(port, some)))
            assert answer == {"stored": len(some)}, answer
        return count / (time.perf_counter() - started)


def _post(port: int, rows: Sequence[Any]) -> bytes:
    headers = {"Content-Type": "application/json"}
    return request("POST", "/decisions", f"127.0.0.1:{port}", headers, json.dumps(rows).encode())


# --- where the time goes


def _profile(standing: Standing, desk: Desk, first: int, plan: Plan) -> Profile:
    """Have national answer in one process that is sampled."""
    national = standing.national
    standing.stop(national, "web")
    place = desk.call(
        "tests.benchmarks.desks.at_province:sign_ahead", topic="decision.issued", first=first, count=plan.statements
    )["first"]
    with sampled(standing, national, requests=plan.statements // BATCH, title="national takes decisions") as profile:
        desk.call("tests.benchmarks.desks.at_province:send", first=place, count=plan.statements, batch=BATCH)
    return profile()
