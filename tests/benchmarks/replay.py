"""Files of cascades through a whole federation: intake at every province, push, log, follow to every node.

What is asked at the end: is every row accounted for, with its reason; do all nodes have the same standings on a set of
dates; and are they the ones that follow from the files by other means.
"""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from provinces.federation import assembly
from provinces.federation.console import Console
from provinces.federation.state import Node
from tests.benchmarks.ground import Standing
from tests.benchmarks.settling import settle

type Code = tuple[str, str]
"""System and code of a person."""

OUTCOMES = ("accepted", "held", "refused", "duplicate")

# What intake accepted may still have been held or refused by national: the statement's fate is the row's.
_FATES = """
SELECT CASE WHEN r.outcome = 'accepted' AND s.status IN ('held', 'refused') THEN s.status ELSE r.outcome END,
       CASE WHEN r.outcome = 'accepted' THEN coalesce(o.code, '') ELSE r.code END,
       CASE WHEN r.outcome = 'accepted' THEN coalesce(o.field, '') ELSE r.field END,
       count(*)
  FROM provinces_intakerow r JOIN provinces_intakefile f ON f.id = r.file_id
  LEFT JOIN sync_statement s ON s.id = r.statement_id LEFT JOIN sync_outboxitem o ON o.statement_id = s.id
 WHERE f.kind = %s GROUP BY 1, 2, 3 ORDER BY 4 DESC
"""
_STANDINGS = """
SELECT person_id, status FROM registry_standinginterval
 WHERE from_on <= %(day)s AND (to_on IS NULL OR to_on > %(day)s) AND status <> 'normal' ORDER BY person_id COLLATE "C"
"""
_CODES = "SELECT system, code, person_id FROM registry_personcode"


@dataclass(frozen=True, kw_only=True)
class Account:
    """What became of the rows of one province's file: counts by outcome, and by outcome, code and field."""

    division: str
    rows_in: int
    outcomes: Mapping[str, int]
    reasons: Mapping[str, int]

    @property
    def adds_up(self) -> bool:
        return self.rows_in == sum(self.outcomes.values())


@dataclass(frozen=True, kw_only=True)
class Replay:
    """The end of a replay. `standings`: by date, then by division, the digest of all (person, status) not normal."""

    accounts: Sequence[Account]
    seconds: Mapping[str, float]
    log_size: int
    standings: Mapping[str, Mapping[str, str]]
    differences: Sequence[str]
    """Between national's standings and the expected ones, in words; empty when they are equal."""

    @property
    def same_everywhere(self) -> bool:
        return all(len(set(by_node.values())) == 1 for by_node in self.standings.values())


def replay(
    standing: Standing,
    files: Mapping[str, Sequence[tuple[str, Path, int]]],
    expected: Mapping[date, Mapping[Code, str]],
) -> Replay:
    """Take the files (division -> kind, path, rows; in this order) in, wait, and compare."""
    seconds: dict[str, float] = {}
    started = time.monotonic()
    assembly.start_processes(standing.federation, standing.supervisor, lambda *step: None)
    settle(standing, seconds=600)
    seconds["start"] = time.monotonic() - started
    started = time.monotonic()
    take_in(standing, files)
    seconds["intake"] = time.monotonic() - started
    standing.tell(f"all files taken in after {seconds['intake']:.0f} s")
    started = time.monotonic()
    size = settle(standing, seconds=3_600)
    seconds["push, log and follow after that"] = time.monotonic() - started
    accounts = [
        account(standing.federation.provinces[division], *kinds[-1][::2]) for division, kinds in sorted(files.items())
    ]
    return Replay(
        accounts=accounts,
        seconds=seconds,
        log_size=size,
        standings={
            day.isoformat(): {node.division: digest(standings(node, day)) for node in standing.federation.nodes}
            for day in expected
        },
        differences=compare(standing.national, expected),
    )


def take_in(standing: Standing, files: Mapping[str, Sequence[tuple[str, Path, int]]]) -> None:
    """Run `intake_file` at every province, all provinces at once, one file after another at each."""

    def one(division: str) -> None:
        with Console(standing.federation.provinces[division]) as console:
            for kind, path, rows in files[division]:
                summary = json.loads(console.run("intake_file", "--kind", kind, "--json", str(path)))
                if summary["rows_in"] != rows:
                    raise RuntimeError(f"{division}: {summary['rows_in']} of {rows} rows of {kind} were read")
                standing.tell(f"{division} {kind}: {rows} rows, {summary['codes']}")

    with ThreadPoolExecutor(max_workers=len(files)) as pool:
        list(pool.map(one, files))


# --- what became of it


def account(node: Node, kind: str, rows: int) -> Account:
    """Return what became of the rows of one kind at one province."""
    outcomes: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
    reasons: Counter[str] = Counter()
    with psycopg.connect(node.database_url) as connection:
        for outcome, code, field, count in connection.execute(_FATES, [kind]).fetchall():
            outcomes[outcome] += count
            if code:
                reasons[f"{outcome}: {code} ({field})" if field else f"{outcome}: {code}"] += count
    return Account(division=node.division, rows_in=rows, outcomes=outcomes, reasons=reasons)


def standings(node: Node, day: date) -> list[tuple[str, str]]:
    """Return everybody on a node who is not in normal standing on a day."""
    with psycopg.connect(node.database_url) as connection:
        return [(person, status) for person, status in connection.execute(_STANDINGS, {"day": day})]


def digest(found: Sequence[tuple[str, str]]) -> str:
    """Return SHA-256 over people and their status."""
    return hashlib.sha256("\n".join(f"{person} {status}" for person, status in found).encode()).hexdigest()


def compare(national: Node, expected: Mapping[date, Mapping[Code, str]]) -> list[str]:
    """Return, in words, where national's standings are not the expected ones."""
    with psycopg.connect(national.database_url) as connection:
        people: dict[Code, str] = {(system, code): person for system, code, person in connection.execute(_CODES)}
    differences = []
    for day, by_code in expected.items():
        wanted: dict[str, Any] = {people.get(code, f"nobody: {code}"): status for code, status in by_code.items()}
        found = dict(standings(national, day))
        for person in sorted(wanted.keys() | found.keys()):
            if wanted.get(person, "normal") != found.get(person, "normal"):
                differences.append(f"{day} {person}: expected {wanted.get(person)}, found {found.get(person)}")
    return differences
