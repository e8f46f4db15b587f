"""The cases of the demonstration are the published ones, and its files are such as intake reads."""

import csv
import json
from pathlib import Path

import pytest

from provinces.federation.demo import files, show
from provinces.federation.demo.cases import ACTS, EXPECTED, INSTITUTIONS, PEOPLE, PROVINCES, Outcome
from provinces.federation.demo.play import Result
from provinces.intake.kinds import columns_of
from registry.words.bases import LEGAL_BASES, BasisKind
from registry.words.degrees import Degree, Reached
from registry.words.divisions import belongs
from registry.words.institutions import InstitutionKind
from registry.words.persons import Category, check_document

# As the bulletins state them; the last two are nobody's bulletin.
PUBLISHED = """[
 {"id":"G1","area":"150000","persons":6,"scores":[12],"sum":12,"status":"terminated","bar_years":3},
 {"id":"G2","area":"150000","persons":2,"scores":[10],"sum":10,"status":"suspended","months":4},
 {"id":"G3","area":"210000","persons":1,"scores":[11],"sum":11,"status":"suspended","months":6},
 {"id":"G4","area":"520000","persons":1,"scores":[11],"sum":11,"status":"suspended","months":6},
 {"id":"G4","area":"520000","persons":1,"scores":[10],"sum":10,"status":"suspended","months":3},
 {"id":"G5","area":"500000","persons":1,"scores":[10,4],"sum":12,"status":"terminated","bar_years":1},
 {"id":"G6","area":"150000","persons":1,"scores":[4],"sum":4,"status":"normal"},
 {"id":"G6","area":"150000","persons":1,"scores":[5],"sum":5,"status":"normal"},
 {"id":"G6","area":"150000","persons":1,"scores":[6],"sum":6,"status":"normal"},
 {"id":"5+5","area":null,"persons":1,"scores":[5,5],"sum":10,"status":"suspended","months":3},
 {"id":"9→8","area":"500000","persons":1,"scores":[9],"sum":8,"status":"normal"}
]"""


def scores(person: str) -> tuple[list[int], set[str]]:
    own = [(act.province, one.points) for act in ACTS for one in act.decisions if one.person == person]
    return [points for _, points in own], {province for province, _ in own}


def test_the_cases_are_those_of_the_bulletins() -> None:
    rows = [row for row in json.loads(PUBLISHED) for _ in range(row["persons"])]
    assert len(rows) == len(EXPECTED) == len(PEOPLE)
    for row, expected in zip(rows, EXPECTED, strict=True):
        points, provinces = scores(expected.person)
        assert (expected.case, points) == (row["id"], row["scores"])
        assert provinces == ({row["area"]} if row["area"] else {"210000", "520000"})
        assert expected.outcome == Outcome(
            points=row["sum"], status=row["status"], months=row.get("months"), bar_years=row.get("bar_years")
        )


def test_every_word_is_one_of_the_vocabulary() -> None:
    for institution in INSTITUTIONS.values():
        assert InstitutionKind(institution.kind)
        assert belongs(institution.division, institution.province)
        assert institution.province in PROVINCES
    documents = set()
    for person in PEOPLE.values():
        assert Category(person.category)
        documents.add(check_document("passport", person.document))
    assert len(documents) == len(PEOPLE)
    for act in ACTS:
        for one in act.decisions:
            basis = LEGAL_BASES[one.legal_basis]
            assert basis.low <= one.points <= basis.high
            assert BasisKind(one.basis_kind) in basis.allowed_kinds
            assert Degree(one.degree)
            assert one.reached == "" or Reached(one.reached)
            assert INSTITUTIONS[one.institution].province == act.province
            assert one.institution in PEOPLE[one.person].filed_at


def test_several_work_in_more_than_one_province_and_shanghai_only_looks_on() -> None:
    wide = [person for person in PEOPLE.values() if len(person.filed_at) > 1]
    assert len(wide) >= 5
    assert all(act.province != "310000" for act in ACTS)
    assert any(INSTITUTIONS[code].province == "310000" for person in wide for code in person.filed_at)


def test_files_are_read_by_intake(tmp_path: Path) -> None:
    made = {
        "institutions": files.institutions(tmp_path, "150000"),
        "persons": files.persons(tmp_path, "150000"),
        "filings": files.filings(tmp_path, "150000"),
    }
    for number, act in enumerate(ACTS):
        file = tmp_path / f"act-{number}.csv"
        made[files.act(file, act)] = file
    assert set(made) == {"institutions", "persons", "filings", "decisions", "objections", "settlements"}
    for kind, file in made.items():
        assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "as office programs write it"
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            assert list(reader)
        columns = {column.name: column.optional for column in columns_of(kind)}
        assert [name for name in reader.fieldnames or () if not columns[name]] == [
            name for name, optional in columns.items() if not optional
        ]


def good(person: str) -> Result:
    """What a person comes to when all goes well."""
    (expected,) = (one for one in EXPECTED if one.person == person)
    filed = PEOPLE[person].filed_at
    after = "payable" if expected.outcome.status == "normal" else "not_payable"
    return Result(
        person=person,
        lifelong_id="",
        before={code: "payable" if code in filed else "not_filed" for code in INSTITUTIONS},
        after={code: after if code in filed else "not_filed" for code in INSTITUTIONS},
        outcome=expected.outcome,
        seconds=0.5,
        through=[*expected.through, expected.outcome.status],
    )


def test_nothing_differs_when_all_is_as_published() -> None:
    results = {key: good(key) for key in PEOPLE}
    assert show.differences(results) == []
    results["G5"].outcome = Outcome(points=14, status="terminated", bar_years=1)
    assert show.differences(results) == [], "the bulletin says that 12 is reached"
    assert show.table(results).row_count == len(PEOPLE)


@pytest.mark.parametrize(
    ("person", "wrong", "word"),
    [
        pytest.param("G1a", Outcome(points=12, status="terminated", bar_years=1), "terminated 3 y", id="a shorter bar"),
        pytest.param("G2a", Outcome(points=10, status="suspended", months=3), "suspended 4", id="another's months"),
        pytest.param("G6a", Outcome(points=4, status="suspended", months=1), "notice only", id="too severe"),
        pytest.param("X", Outcome(points=5, status="normal"), "suspended 3", id="not added up"),
        pytest.param("G5", Outcome(points=11, status="terminated", bar_years=1), "G5", id="fewer points"),
        pytest.param("G3", None, "nothing", id="no answer"),
    ],
)
def test_another_outcome_is_a_difference(person: str, wrong: Outcome | None, word: str) -> None:
    results = {key: good(key) for key in PEOPLE}
    results[person].outcome = wrong
    found = show.differences(results)
    assert found
    assert word in found[0]


def test_a_suspension_that_never_held_is_a_difference() -> None:
    results = {key: good(key) for key in PEOPLE}
    results["Y"].through = ["normal"]
    (found,) = show.differences(results)
    assert "expected suspended on the way" in found


def test_a_till_that_still_pays_is_a_difference() -> None:
    results = {key: good(key) for key in PEOPLE}
    results["X"].after["H31010000001"] = "payable"
    (found,) = show.differences(results)
    assert "上海示例医院" in found
