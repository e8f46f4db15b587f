"""Institutions: what this province records of a hospital, clinic or pharmacy. A later row replaces an earlier one."""

from provinces import selectors
from provinces.intake.cells import Column, body
from provinces.intake.kind import Case, Key, Kind, nothing_more, once

COLUMNS = (
    Column(name="institution", required=True, longest=40),
    Column(name="name", required=True, longest=200),
    Column(name="kind", required=True, longest=40),
    Column(name="division", required=True, longest=6),
)


def _key(case: Case) -> Key:
    return (case.cells["institution"],)


def _body(case: Case) -> dict[str, object]:
    return {"code": case.cells["institution"], **body(case.cells, "name", "kind", "division")}


KIND = Kind(
    name="institutions",
    columns=COLUMNS,
    about_person=False,
    check=nothing_more,
    key=_key,
    known=selectors.known_institutions,
    plan=once("institution.recorded", _body),
)
