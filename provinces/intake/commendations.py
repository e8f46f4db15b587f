"""Commendations: clean and careful service that was commended (art. 32)."""

from provinces import selectors
from provinces.intake.cells import Column, Read, body
from provinces.intake.kind import PERSON_COLUMNS, Case, Key, Kind, nothing_more, once

COLUMNS = (
    *PERSON_COLUMNS,
    Column(name="institution", longest=40),
    Column(name="title", required=True, longest=120),
    Column(name="awarded_on", read=Read.DAY, required=True),
    Column(name="document", longest=160),
)


def _key(case: Case) -> Key:
    return (case.person, case.cells["title"], case.cells["awarded_on"])


def _body(case: Case) -> dict[str, object]:
    return {"person": case.person, **body(case.cells, "institution", "title", "awarded_on", "document")}


KIND = Kind(
    name="commendations",
    columns=COLUMNS,
    about_person=True,
    check=nothing_more,
    key=_key,
    known=selectors.known_commendations,
    plan=once("commendation.recorded", _body),
)
