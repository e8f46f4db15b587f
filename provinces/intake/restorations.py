"""Restorations: the result of assessing somebody after a suspension (art. 39). A failed assessment is a fact, too."""

from provinces import selectors
from provinces.intake.cells import Column, Read, body
from provinces.intake.kind import PERSON_COLUMNS, Case, Key, Kind, nothing_more, once

COLUMNS = (
    *PERSON_COLUMNS,
    Column(name="applied_on", read=Read.DAY, optional=True),
    Column(name="assessed_on", read=Read.DAY, required=True),
    Column(name="effective_on", read=Read.DAY, required=True),
    Column(name="passed", read=Read.FLAG, required=True),
    Column(name="consent", longest=160, optional=True),
    Column(name="document", longest=160),
)


def _key(case: Case) -> Key:
    return (case.person, case.cells["effective_on"])


def _body(case: Case) -> dict[str, object]:
    return {
        "person": case.person,
        **body(case.cells, "applied_on", "assessed_on", "effective_on", "passed", "consent", "document"),
    }


KIND = Kind(
    name="restorations",
    columns=COLUMNS,
    about_person=True,
    check=nothing_more,
    key=_key,
    known=selectors.known_restorations,
    plan=once("restoration.assessed", _body),
)
