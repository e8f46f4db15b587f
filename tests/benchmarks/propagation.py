"""Propagation: from a decision's acceptance at national to its enforcement at the last of 8 provinces.

A whole federation runs: every province with its web server and its worker. One province decides a termination; the
nodes' databases are asked every few milliseconds, national's for the log entry, the others' for the standing that the
till reads. Beside it, on the same server: the bare relay, eight listeners that hear a NOTIFY and commit one row each.
"""

import random
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import psycopg

from provinces.federation import assembly
from tests.benchmarks.desks import people
from tests.benchmarks.desks.desk import Desk
from tests.benchmarks.grounds.ground import Ground, Standing
from tests.benchmarks.grounds.settling import settle
from tests.benchmarks.plan import Plan
from tests.benchmarks.references.relay import Relay
from tests.benchmarks.reports.figure import Figure, Goal, Series, percentile, ratio
from tests.benchmarks.reports.sampling import Profile

_DIVISIONS = ("110000", "150000", "210000", "310000", "330000", "440000", "500000", "520000")
_AUTHOR = "520000"
_LOOK_EVERY = 0.004  # seconds
_GIVE_UP = 30.0  # seconds

_ENTRY = (
    "SELECT extract(epoch FROM s.stored_at) FROM registry_decision d JOIN sync_statement s ON s.id = d.statement_id"
    " WHERE d.person_id = %s AND s.status = 'logged'"
)
_STANDING = "SELECT 1 FROM registry_standinginterval WHERE person_id = %s AND status = 'terminated'"


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One decision on its way; instants in seconds since 1970.

    taken: when national began to take it;  seen: when it was seen in national's log;  enforced: by division
    """

    decided: float
    taken: float
    seen: float
    enforced: dict[str, float]

    @property
    def last(self) -> float:
        return max(self.enforced.values())


def run(ground: Ground, plan: Plan) -> Figure:
    """Measure."""
    with ground.federation(_DIVISIONS) as standing:
        assembly.start_processes(standing.federation, standing.supervisor, lambda *step: None)
        standing.tell("all nodes answer")
        desk = _prepare(standing, plan)
        passages: list[Passage] = []
        relayed: list[float] = []
        with Watch(standing) as watch, Relay(ground.fresh("bench"), len(_DIVISIONS)) as relay:
            for number in range(-3, plan.decisions):  # the first three warm up
                passage = _one(desk, watch, number + 3)
                time.sleep(random.uniform(0.0, 0.1))
                bare = relay.once()
                standing.tell(f"{number}: {passage.last - passage.taken:.3f} s, bare {bare:.3f} s")
                if number >= 0:
                    passages.append(passage)
                    relayed.append(bare)
        profile = _profile(standing, desk, plan)
    return _figure(passages, relayed, profile)


def _figure(passages: Sequence[Passage], relayed: Sequence[float], profile: Profile) -> Figure:
    lags = Series(name="national accepts → last province enforces", unit="s", values=_each(passages, "taken"))
    whole = Series(name="province decides → last province enforces", unit="s", values=_each(passages, "decided"))
    commit = Series(
        name="national accepts → seen in its log", unit="s", values=tuple(p.seen - p.taken for p in passages)
    )
    bare = Series(name=f"NOTIFY → {len(_DIVISIONS)} rows committed", unit="s", values=tuple(relayed))
    p50, p90, p99 = (percentile(lags.values, share) for share in (0.5, 0.9, 0.99))
    return Figure(
        name="propagation",
        title=f"{len(passages)} decisions through {len(_DIVISIONS)} provinces",
        measured=(lags, whole, commit),
        references=(bare,),
        ratios=(ratio("propagation / bare relay", lags, bare),),
        goals=(
            Goal(text="p50, seconds", wanted=0.3, got=p50, at_most=True),
            Goal(text="p99, seconds", wanted=1.0, got=p99, at_most=True),
        ),
        profiles=(profile,),
        notes=(
            f"p50 {p50:.3f} s, p90 {p90:.3f} s, p99 {p99:.3f} s, longest {lags.highest:.3f} s; "
            f"read off the databases every {_LOOK_EVERY * 1000:.0f} ms, which takes part of the same two cores.",
        ),
        facts={"p50": p50, "p90": p90, "p99": p99},
    )


def _each(passages: Sequence[Passage], since: str) -> tuple[float, ...]:
    return tuple(passage.last - getattr(passage, since) for passage in passages)


def _prepare(standing: Standing, plan: Plan) -> Desk:
    settle(standing, seconds=300)
    issuing = standing.desk(standing.national)
    count = plan.decisions + 60
    issuing.call("tests.benchmarks.desks.at_national:issue", division=_AUTHOR, first=0, count=count)
    desk = standing.desk(standing.federation.provinces[_AUTHOR])
    settle(standing, seconds=300)
    desk.call("tests.benchmarks.desks.at_province:record_institutions", count=1)
    settle(standing, seconds=60)
    return desk


def _decide(desk: Desk, number: int) -> float:
    decided = time.time()
    desk.call("tests.benchmarks.desks.at_province:decide", first=number, count=1, who=number, points=12)
    return decided


def _one(desk: Desk, watch: "Watch", number: int) -> Passage:
    return watch.follow(people.person(number), _decide(desk, number))


class Watch:
    """Connections to all databases, asked in turn; a context manager."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._stack = ExitStack()

    def __enter__(self) -> "Watch":
        federation = self._standing.federation
        self._national = self._open(federation.national.database_url)
        self._provinces = {code: self._open(node.database_url) for code, node in federation.provinces.items()}
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _open(self, url: str) -> psycopg.Connection[Any]:
        return self._stack.enter_context(psycopg.connect(url, autocommit=True, prepare_threshold=0))

    def follow(self, person: str, decided: float) -> Passage:
        """Return when the person's termination was taken by national, and enforced by whom. Raises TimeoutError."""
        taken = seen = 0.0
        enforced: dict[str, float] = {}
        while not taken or len(enforced) < len(self._provinces):
            if not taken and (row := self._national.execute(_ENTRY, [person]).fetchone()):
                taken, seen = float(row[0]), time.time()
            for code, connection in self._provinces.items():
                if code not in enforced and connection.execute(_STANDING, [person]).fetchone():
                    enforced[code] = time.time()
            if time.time() - decided > _GIVE_UP:
                raise TimeoutError(f"enforced by {sorted(enforced)} of {sorted(self._provinces)} only")
            time.sleep(_LOOK_EVERY)
        return Passage(decided=decided, taken=taken, seen=seen, enforced=enforced)


def _profile(standing: Standing, desk: Desk, plan: Plan) -> Profile:
    """Have one province follow in a process that is sampled, one decision at a time."""
    node = standing.federation.provinces[_DIVISIONS[0]]
    standing.supervisor.stop(f"{node.division} worker")
    sampled = standing.desk(node)
    sampled.call("tests.benchmarks.desks.at_follower:catch_up", sample=False)
    first, count = plan.decisions + 3, 50
    sampled.begin("tests.benchmarks.desks.at_follower:follow_sampled", entries=count)
    for number in range(first, first + count):
        _decide(desk, number)
        time.sleep(0.15)
    return Profile.read(sampled.result())
