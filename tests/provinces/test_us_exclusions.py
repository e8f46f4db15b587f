"""Real lists through intake: every row gets the answer an independent computation expects. Test input only."""

import csv
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from provinces.files.models import IntakeFile
from provinces.intake.services import intake
from registry.people.models import PersonCode
from registry.qualification.models import StandingInterval
from tests.accounts import approve
from tests.benchmarks.real_lists import independent, us_exclusions
from tests.provinces.node import CLERK, Desk

STATES = ("AK", "CT", "DC", "DE", "MA", "MS")
DATES = (date(1990, 1, 1), date(2012, 6, 30), date(2016, 1, 1), date(2026, 3, 1), date(2030, 1, 1))


@pytest.fixture
def events() -> Path:
    found = us_exclusions.find_events()
    if found is None and os.environ.get("CI"):
        pytest.fail("shared/data is missing beside the repository")
    if found is None:
        pytest.skip("shared/data is not here, as in a user's clone")
    return found


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        pytest.param("1234567893", True, id="the example of the standard"),
        pytest.param("1234567890", False, id="a wrong last digit"),
        pytest.param("", False, id="none"),
        pytest.param("1467062539|1225667264", False, id="two"),
        pytest.param("１234567893", False, id="a wide digit"),
    ],
)
def test_both_computations_know_a_valid_number(text: str, valid: bool) -> None:
    assert us_exclusions.is_npi(text) is valid
    assert independent.npi_is_valid(text) is valid


@pytest.mark.long
def test_rows_are_answered_and_people_terminated_as_computed_independently(
    desk: Desk, events: Path, tmp_path: Path
) -> None:
    with connection.cursor() as cursor:
        # Other tests leave tables with pages and, as vacuum counted them, no rows; what this one puts there nobody
        # counts before its end. The planner would expect one row and loop over thousands.
        cursor.execute("SET LOCAL enable_nestloop = off")
    rows = [row for row in independent.read(events) if row["list_state"] in STATES]
    cascades, stretches = independent.cascades(rows)
    people = independent.persons(rows, STATES)
    for files in us_exclusions.write_files(events, tmp_path, states=STATES):
        # One node plays all these provinces: what a province knew of a person the one before knew, too.
        for path, kind, expected in ((files.persons, "persons", people), (files.cascades, "cascades", cascades)):
            answers, wanted = take(desk, kind, path), expected[files.state]
            differing = [
                (number, found, want)
                for number, (found, want) in enumerate(zip(answers, wanted, strict=True), start=1)
                if found != want and not (kind == "persons" and (found, want) == ("duplicate", "accepted"))
            ]
            assert differing == []
            assert {line.split()[0] for line in take(desk, kind, path)} <= {"duplicate", "refused", "held"}
    codes = {person: f"{system}:{code}" for person, system, code in persons_and_codes()}
    for on in DATES:
        assert standing(on, codes) == independent.terminated(stretches, on)


def take(desk: Desk, kind: str, path: Path) -> list[str]:
    """Take a file in and return the answers in the words of the independent computation."""
    with path.open("rb") as file:
        taken = intake.take_file(kind, file, name=path.name, acting=CLERK, clock=timezone.now, national=desk.national)
    if taken.proposal:
        approve(taken.proposal)
        taken = replace(taken, file=IntakeFile.objects.get(proposal=taken.proposal))
    counted = taken.file
    assert counted.rows_in == counted.accepted + counted.held + counted.refused + counted.duplicate
    with path.open(encoding="utf-8", newline="") as file:
        assert counted.rows_in == sum(1 for _ in csv.DictReader(file))
    return [" ".join(filter(None, (row.outcome, row.code, row.field))) for row in taken.answers()]


def persons_and_codes() -> list[tuple[str, str, str]]:
    return list(PersonCode.objects.exclude(system="s").values_list("person_id", "system", "code"))


def standing(on: date, codes: dict[str, str]) -> set[str]:
    """Return the codes of the people whose standing on a day is terminated."""
    rows = StandingInterval.objects.filter(status="terminated", from_on__lte=on).exclude(to_on__lte=on)
    return {codes[person] for person in rows.values_list("person_id", flat=True)}
