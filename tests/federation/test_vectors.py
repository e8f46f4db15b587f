"""The national text's cases through the whole system: files in at one node, over national, out of another's doors."""

import csv
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from provinces.federation import watch
from provinces.federation.console import Console
from provinces.federation.control import Starting
from provinces.federation.hands import take_in
from provinces.federation.state import Federation, Node
from provinces.files.cells import names
from provinces.intake.kinds import columns_of
from provinces.intake.kinds import names as kinds
from registry.words.divisions import NATIONAL
from registry.words.lifelong_id import normalise
from tests.federation.vectors import ELSEWHERE, INSIDE, MORE_INSTITUTIONS, VECTORS, A, B, Cells, Row, Vector

pytestmark = [pytest.mark.federation, pytest.mark.timeout(1800)]

ROUNDS = (1, 2, 3)
SYSTEM = "vectors"


@dataclass
class Report:
    """What a row was answered."""

    outcome: str
    sentence: str


@dataclass
class World:
    """A federation into which every vector has been handed, round by round."""

    federation: Federation
    people: dict[str, str] = field(default_factory=dict)
    """Name of a vector -> lifelong ID."""
    reports: dict[tuple[str, int], Report] = field(default_factory=dict)
    """Name of a vector and number of its row -> what the row was answered."""
    keys: dict[str, str] = field(default_factory=dict)
    """Institution -> key of its till."""
    sizes: dict[int, int] = field(default_factory=dict)
    """Round -> how long the log was after it."""

    def node(self, division: str) -> Node:
        return self.federation.national if division == NATIONAL else self.federation.provinces[division]

    def hand_in(self, console: Console, province: str, kind: str, rows: list[Cells], name: str) -> list[Report]:
        """Hand in a file and return the answers to its rows."""
        place = self.node(province).directory / "vectors"
        place.mkdir(exist_ok=True)
        file, report = place / f"{name}.csv", place / f"{name}.report.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, names(columns_of(kind)), restval="")
            writer.writeheader()
            writer.writerows(rows)
        take_in(console, self.node(province), kind, file)
        with report.open(encoding="utf-8-sig", newline="") as answered:
            found = list(csv.DictReader(answered))
        self.people |= {
            row["code"]: normalise(answer["person"])
            for row, answer in zip(rows, found, strict=True)
            if kind == "persons"
        }
        return [Report(answer["code"] or answer["outcome"], answer["sentence"]) for answer in found]

    def settle(self) -> int:
        """Wait until every node has followed; return how long the log is."""
        size = watch.settle(self.federation, 60)[0].position
        assert size is not None
        return size

    def standing(self, division: str, name: str, on: str, **more: str | int) -> dict[str, Any]:
        """Read a standing at a node's own door."""
        node = self.node(division)
        token = (node.administrator if division == NATIONAL else node.officer)["token"]
        answer = requests.get(
            f"{node.base_url}/api/v1/persons/{self.people[name]}/standing", params={"on": on, **more},
            headers={"Authorization": f"Token {token}"}, timeout=30,
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def ask(self, institution: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Ask an institution's till."""
        node = self.node(f"{institution[1:3]}0000")
        answer = requests.post(
            f"{node.base_url}/api/v1/payability", json={"lines": lines}, timeout=30,
            headers={"Authorization": f"Api-Key {self.keys[institution]}"},
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        return list(answer.json()["lines"])


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Start the federation, hand everything in, and stop it in the end."""
    place = Path(tempfile.mkdtemp(prefix="payqual-vectors-"))
    place.chmod(0o755)
    try:
        with ExitStack() as stack:
            starting = stack.enter_context(Starting(place, (A, B)))
            made = World(starting.wait(lambda step, done, total: None))
            consoles = {division: stack.enter_context(Console(made.node(division))) for division in (A, B)}
            _open(made, consoles)
            for number in ROUNDS:
                with ThreadPoolExecutor(max_workers=2) as pool:
                    for done in [pool.submit(_hand_in, made, consoles[each], each, number) for each in (A, B)]:
                        done.result()
                made.sizes[number] = made.settle()
            yield made
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _open(made: World, consoles: dict[str, Console]) -> None:
    """Record institutions, make their tills' keys, and have the people known."""
    for division, institutions in MORE_INSTITUTIONS.items():
        rows = [
            {"institution": code, "name": f"示例{code}", "kind": kind, "division": division}
            for code, kind in institutions.items()
        ]
        made.hand_in(consoles[division], division, "institutions", rows, "institutions")
        made.keys[made.node(division).institution["code"]] = made.node(division).institution["api_key"]
    asked = {line.institution for vector in VECTORS for line in vector.till} - made.keys.keys()
    for code in sorted(asked):
        console = consoles[f"{code[1:3]}0000"]
        made.keys[code] = str(console.run_json("create_access", "--json", "--institution", code)["api_key"])
    rows = [
        {
            "document_kind": "passport", "document_number": f"VECTOR{vector.name[1:]:0>4}",
            "name": f"示例{vector.name}", "born_on": f"{1950 + number}-03-04", "system": SYSTEM, "code": vector.name,
        }
        for number, vector in enumerate(VECTORS)
    ]  # fmt: skip
    made.hand_in(consoles[A], A, "persons", rows, "persons")
    made.settle()


def _hand_in(made: World, console: Console, division: str, number: int) -> None:
    """Hand in a province's rows of a round, kind after kind."""
    for kind in kinds():
        mine: list[tuple[tuple[str, int], Row]] = [
            ((vector.name, at), row)
            for vector in VECTORS
            for at, row in enumerate(vector.rows)
            if (row.province, row.round, row.kind) == (division, number, kind)
        ]
        if mine:
            rows = [{**row.cells, "system": SYSTEM, "code": name} for (name, _), row in mine]
            answers = made.hand_in(console, division, kind, rows, f"{number}-{kind}")
            made.reports |= dict(zip((place for place, _ in mine), answers, strict=True))


vectors = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)


def test_every_vector_is_here_or_named_elsewhere() -> None:
    expected = {f"D{number}" for number in range(1, 31)}
    assert {vector.name for vector in VECTORS} | ELSEWHERE.keys() == expected
    assert not {vector.name for vector in VECTORS} & ELSEWHERE.keys()


@vectors
def test_what_is_handed_in_is_accepted_or_refused_with_its_reason(world: World, vector: Vector) -> None:
    answers = [world.reports[vector.name, at] for at in range(len(vector.rows))]
    assert [answer.outcome for answer in answers] == [row.outcome for row in vector.rows]
    for answer, row in zip(answers, vector.rows, strict=True):
        assert row.sentence in answer.sentence


@vectors
@pytest.mark.parametrize("division", [NATIONAL, B, A], ids=["national", "B", "A"])
def test_every_node_tells_the_same_standing(world: World, vector: Vector, division: str) -> None:
    for day, expected in vector.standing.items():
        told = world.standing(division, vector.name, day)
        assert {name: told[name] for name in expected} == expected, day
        assert not told["pending"]
    if vector.before:
        then = world.standing(division, vector.name, INSIDE, known_at=world.sizes[1])
        assert {name: then[name] for name in vector.before} == vector.before, "what was known then is kept"


@pytest.mark.parametrize(
    "vector", [each for each in VECTORS if each.till], ids=lambda vector: vector.name
)  # fmt: skip
def test_the_till_answers_by_the_day_of_service(world: World, vector: Vector) -> None:
    for line in vector.till:
        asked = {
            "person": world.people[vector.name], "institution": line.institution, "service_on": line.service_on,
            "emergency": line.emergency, "role": line.role,
        }  # fmt: skip
        (answer,) = world.ask(line.institution, [asked])
        assert (answer["verdict"], answer["reason"]) == (line.verdict, line.reason)
        assert answer["decides"] is (line.role == "ordering")
