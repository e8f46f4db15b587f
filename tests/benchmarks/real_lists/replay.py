"""Files of people and cascades through a whole federation: intake at every province, push, log, follow to every node.

What is asked at the end: is every row accounted for, with its reason; do all nodes have the same standings on a set of
dates; and are both what follows from the files by other means.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import psycopg

from provinces.federation import assembly
from provinces.federation.console import Console
from provinces.federation.hands import take_in
from provinces.federation.state import Node
from tests.benchmarks.grounds.ground import Standing
from tests.benchmarks.grounds.settling import settle
from tests.benchmarks.real_lists.us_exclusions import StateFiles

OUTCOMES = ("accepted", "held", "refused", "duplicate")
KINDS = ("persons", "cascades")

# What intake accepted may still have been held or refused by national: the statement's fate is the row's.
_FATES = """
SELECT r.number,
       CASE WHEN r.outcome = 'accepted' AND s.status IN ('held', 'refused') THEN s.status ELSE r.outcome END,
       CASE WHEN r.outcome = 'accepted' THEN coalesce(o.code, '') ELSE r.code END,
       CASE WHEN r.outcome = 'accepted' THEN coalesce(o.field, '') ELSE r.field END
  FROM provinces_intakerow r JOIN provinces_intakefile f ON f.id = r.file_id
  LEFT JOIN sync_statement s ON s.id = r.statement_id LEFT JOIN sync_outboxitem o ON o.statement_id = s.id
 WHERE f.kind = %s AND NOT f.rehearsed ORDER BY r.number
"""
_STANDINGS = """
SELECT person_id, status FROM registry_standinginterval
 WHERE from_on <= %(day)s AND (to_on IS NULL OR to_on > %(day)s) AND status <> 'normal' ORDER BY person_id COLLATE "C"
"""
_CODES = "SELECT system || ':' || code, person_id FROM registry_personcode"


@dataclass(frozen=True, kw_only=True)
class Account:
    """What became of the rows of one file, in its order: outcome, then code and field where there is a reason."""

    division: str
    state: str
    kind: str
    rows_in: int
    answers: Sequence[str]

    def count(self, outcome: str) -> int:
        """Return how many rows have this outcome."""
        return sum(answer.split()[0] == outcome for answer in self.answers)

    @property
    def reasons(self) -> Mapping[str, int]:
        """How often each answer that carries a reason was given."""
        return Counter(answer for answer in self.answers if " " in answer)

    @property
    def adds_up(self) -> bool:
        return self.rows_in == len(self.answers) == sum(map(self.count, OUTCOMES))


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A finished replay. `standings`: by date, then by division, the digest of all (person, status) not normal."""

    accounts: Sequence[Account]
    seconds: Mapping[str, float]
    log_size: int
    standings: Mapping[str, Mapping[str, str]]

    @property
    def same_everywhere(self) -> bool:
        return all(len(set(by_node.values())) == 1 for by_node in self.standings.values())


def replay(standing: Standing, files: Sequence[StateFiles], days: Collection[date], *, workers: bool = True) -> Replay:
    """Take the files in, wait until everything has reached everybody, and look.

    Without `workers` only national's web server runs; every province pushes and follows by command.
    """
    clock = _Clock(standing.tell)
    if workers:
        assembly.start_processes(standing.federation, standing.supervisor, lambda *step: None)
    else:
        standing.serve(standing.national)
    with assembly.consoles(standing.federation.provinces.values()) as consoles:
        _level(standing, consoles, workers=workers)
        clock.lap("start")
        for one in files:  # in order: of two names under one code the first that comes stays
            _take_in(consoles[one.province], standing, one, "persons")
        clock.lap("people")
        _at_once(lambda one: _take_in(consoles[one.province], standing, one, "cascades"), files)
        clock.lap("cascades")
        size = _level(standing, consoles, workers=workers)
        clock.lap("until all nodes are level")
    return Replay(
        accounts=[account(standing, one, kind) for one in files for kind in KINDS],
        seconds=clock.laps,
        log_size=size,
        standings={
            day.isoformat(): {node.division: digest(standings(node, day)) for node in standing.federation.nodes}
            for day in days
        },
    )


def _level(standing: Standing, consoles: Mapping[str, Console], *, workers: bool) -> int:
    """Have everything reach everybody; return the log's size."""
    if not workers:
        _at_once(lambda console: console.run("push"), list(consoles.values()))
        _at_once(lambda console: console.run("follow"), list(consoles.values()))
    return settle(standing, seconds=3_600 if workers else 10)


def _at_once[T](work: Callable[[T], object], on: Sequence[T]) -> None:
    with ThreadPoolExecutor(max_workers=len(on)) as pool:
        list(pool.map(work, on))


class _Clock:
    def __init__(self, tell: Callable[[str], None]) -> None:
        self.laps: dict[str, float] = {}
        self._tell = tell
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name], self._last = now - self._last, now
        self._tell(f"{name}: {self.laps[name]:.0f} s")


def _take_in(console: Console, standing: Standing, files: StateFiles, kind: str) -> None:
    node = standing.federation.provinces[files.province]
    summary = take_in(console, node, kind, getattr(files, kind))
    standing.tell(f"{files.state} as {files.province}, {kind}: {summary['rows_in']} rows, {summary['codes']}")


# --- what became of it


def account(standing: Standing, files: StateFiles, kind: str) -> Account:
    """Return what became of the rows of one file."""
    with psycopg.connect(standing.federation.provinces[files.province].database_url) as connection:
        rows = connection.execute(_FATES, [kind]).fetchall()
    return Account(
        division=files.province,
        state=files.state,
        kind=kind,
        rows_in=files.rows,
        answers=[" ".join(filter(None, answer)) for _, *answer in rows],
    )


def standings(node: Node, day: date) -> list[tuple[str, str]]:
    """Return everybody on a node who is not in normal standing on a day."""
    with psycopg.connect(node.database_url) as connection:
        return [(person, status) for person, status in connection.execute(_STANDINGS, {"day": day})]


def digest(found: Sequence[tuple[str, str]]) -> str:
    """Return SHA-256 over people and their status."""
    return hashlib.sha256("\n".join(f"{person} {status}" for person, status in found).encode()).hexdigest()


def codes(national: Node) -> dict[str, str]:
    """Return who is behind each code, `system:code`, as national's vault knows it."""
    with psycopg.connect(national.database_url) as connection:
        return dict(connection.execute(_CODES).fetchall())
