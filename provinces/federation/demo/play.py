"""Plays the cases on a running federation: filing, the till before, decisions, the till after."""

import csv
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from provinces.federation import watch
from provinces.federation.console import Console
from provinces.federation.demo import files
from provinces.federation.demo.cases import ACTS, INSTITUTIONS, PEOPLE, SERVICE_ON, Act, Outcome
from provinces.federation.demo.doors import Door, outcome_of, status_of
from provinces.federation.demo.enforcement import Watch
from provinces.federation.errors import NodeFailedError
from provinces.federation.hands import take_in
from provinces.federation.state import Federation, Node
from registry.words.lifelong_id import normalise

Report = Callable[[str, int, int], None]

_SETTLE_WITHIN = 120.0  # seconds


@dataclass(kw_only=True)
class Result:
    """What happened to one person. Verdicts by institution, before and after; seconds of the last measure."""

    person: str
    lifelong_id: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    outcome: Outcome | None = None
    seconds: float | None = None
    through: list[str] = field(default_factory=list)
    """Statuses that held everywhere, in their order."""


class Play:
    """One performance; a context manager that closes what it opened."""

    def __init__(self, federation: Federation, report: Report) -> None:
        self._federation = federation
        self._report = report
        self._stack = ExitStack()
        self._consoles: dict[str, Console] = {}
        self._doors: dict[str, Door] = {}
        self._keys: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self.results: dict[str, Result] = {}

    def __enter__(self) -> Self:
        for node in self._federation.nodes:
            self._doors[node.division] = door = Door(node)
            self._stack.callback(door.close)
        for node in self._provinces:
            self._consoles[node.division] = self._stack.enter_context(Console(node))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def _provinces(self) -> list[Node]:
        return list(self._federation.provinces.values())

    def run(self) -> dict[str, Result]:
        """Play everything; return what became of each person."""
        self._file_people()
        self.results = {key: Result(person=key, lifelong_id=self._ids[key]) for key in PEOPLE}
        self._report("till_before", 0, 1)
        for key, verdicts in self._ask_tills().items():
            self.results[key].before = verdicts
        self._report("till_before", 1, 1)
        for number, act in enumerate(ACTS):
            self._report("acts", number, len(ACTS))
            self._do(act, number)
        self._report("acts", len(ACTS), len(ACTS))
        watch.settle(self._federation, _SETTLE_WITHIN)
        self._report("till_after", 0, 1)
        for key, verdicts in self._ask_tills().items():
            self.results[key].after = verdicts
        self._read_outcomes()
        self._report("till_after", 1, 1)
        return self.results

    def _intake(self, node: Node, kind: str, file: Path) -> list[dict[str, str]]:
        """Hand a file in; return the report. Raises `NodeFailedError` when a row is not accepted."""
        output = take_in(self._consoles[node.division], node, kind, file)
        with file.with_name(f"{file.stem}.report.csv").open(encoding="utf-8-sig", newline="") as report:
            rows = list(csv.DictReader(report))
        for row in rows:
            if row["outcome"] != "accepted":
                where = f"{node.name}, {file.name}, row {row['row']}"
                raise NodeFailedError(f"{where}: {row['outcome']}: {row['sentence'] or output}")
        return rows

    def _file_people(self) -> None:
        """Hand in institutions, people and filings in all provinces at once, and make the tills' keys."""
        nodes = self._provinces
        done = 0
        self._report("filing", 0, len(nodes))
        with ThreadPoolExecutor(max_workers=len(nodes)) as pool:
            for ids, keys in pool.map(self._file_in, nodes):
                for key, lifelong_id in ids.items():
                    if self._ids.setdefault(key, lifelong_id) != lifelong_id:
                        raise NodeFailedError(f"{PEOPLE[key].name} got two lifelong IDs")
                self._keys |= keys
                done += 1
                self._report("filing", done, len(nodes))
        watch.settle(self._federation, _SETTLE_WITHIN)

    def _file_in(self, node: Node) -> tuple[dict[str, str], dict[str, str]]:
        province, folder = node.division, node.directory / "files"
        self._intake(node, "institutions", files.institutions(folder, province))
        rows = self._intake(node, "persons", files.persons(folder, province))
        self._intake(node, "filings", files.filings(folder, province))
        people = files.people_of(province)
        ids = {person.key: normalise(row["person"]) for person, row in zip(people, rows, strict=True)}
        console = self._consoles[province]
        keys = {
            code: str(console.run_json("create_access", "--json", "--institution", code)["api_key"])
            for code, institution in INSTITUTIONS.items()
            if institution.province == province
        }
        return ids, keys

    def _ask_tills(self) -> dict[str, dict[str, str]]:
        """Ask every institution's till about everybody; verdicts by person and institution."""
        verdicts: dict[str, dict[str, str]] = {key: {} for key in PEOPLE}
        for code, institution in INSTITUTIONS.items():
            door = self._doors[institution.province]
            people = [self._ids[key] for key in PEOPLE]
            answers = door.till(code, self._keys[code], people, SERVICE_ON)
            for key in PEOPLE:
                verdicts[key][code] = answers[self._ids[key]]
        return verdicts

    def _do(self, act: Act, number: int) -> None:
        """Hand in what one province decides, and measure until every province enforces what follows."""
        node = self._federation.provinces[act.province]
        people = {one: self._ids[one] for one in act.people}
        token, door = node.officer["token"], self._doors[act.province]

        def statuses() -> dict[str, str]:
            return {one: status_of(door.standing(token, one, SERVICE_ON)) for one in people.values()}

        before = statuses()
        file = node.directory / "files" / f"act-{number + 1}.csv"
        kind = files.act(file, act)
        with Watch(self._provinces, before, SERVICE_ON) as watching:
            rows = self._intake(node, kind, file)
            # Its own node computes at once what follows; the others must come to the same.
            after = statuses()
            enforced = watching.wait({person: status for person, status in after.items() if status != before[person]})
        decided = _stored_at(node, [row["statement"] for row in rows])
        for key, row in zip(people, rows, strict=True):
            if people[key] in enforced:
                seconds = enforced[people[key]] - decided[row["statement"]]
                self.results[key].seconds = max(0.0, seconds)
                self.results[key].through.append(after[people[key]])

    def _read_outcomes(self) -> None:
        """Ask national what followed."""
        national = self._federation.national
        door, token = self._doors[national.division], national.administrator["token"]
        for key, result in self.results.items():
            standing = door.standing(token, self._ids[key], SERVICE_ON)
            result.outcome = outcome_of(standing, SERVICE_ON.year)


def _stored_at(node: Node, statements: list[str]) -> dict[str, float]:
    """Return when these statements were signed and stored at their author (seconds since 1970)."""
    assert all(re.fullmatch(r"[0-9a-f-]{36}", one) for one in statements)
    question = "SELECT id::text, extract(epoch FROM stored_at) FROM sync_statement WHERE id = ANY(%s::uuid[])"
    with psycopg.connect(node.database_url) as connection:
        return {one: float(at) for one, at in connection.execute(question, [statements]).fetchall()}
