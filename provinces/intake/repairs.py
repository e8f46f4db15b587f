"""Repairs: points of a year lowered, or terms of that year shortened, for what somebody did to correct it (art. 38)."""

from provinces import selectors
from provinces.intake.cells import Cells, Column, Read, body, in_order
from provinces.intake.kind import PERSON_COLUMNS, Case, Key, Kind, once

COLUMNS = (
    *PERSON_COLUMNS,
    Column(name="year", read=Read.WHOLE, required=True),
    Column(name="points", read=Read.WHOLE),
    Column(name="months", read=Read.WHOLE),
    Column(name="act", required=True, longest=60),
    Column(name="applied_on", read=Read.DAY),
    Column(name="granted_on", read=Read.DAY, required=True),
    Column(name="consent", longest=160, optional=True),
    Column(name="document", longest=160),
)


def _check(cells: Cells) -> None:
    in_order(cells, "applied_on", "granted_on")


def _key(case: Case) -> Key:
    return (case.person, case.cells["year"], case.cells["act"], case.cells["granted_on"])


def _body(case: Case) -> dict[str, object]:
    said = body(case.cells, "year", "points", "months", "act", "applied_on", "granted_on", "consent", "document")
    return {"person": case.person, **said}


KIND = Kind(
    name="repairs",
    columns=COLUMNS,
    about_person=True,
    check=_check,
    key=_key,
    known=selectors.known_repairs,
    plan=once("repair.granted", _body),
)
