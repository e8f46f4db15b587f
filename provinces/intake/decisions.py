"""Decisions: points for one person on one penalty or agreement handling (arts. 23-27 of the procedure)."""

from provinces import selectors
from provinces.intake.cells import Cells, Column, Read, body, in_order
from provinces.intake.kind import PERSON_COLUMNS, Case, Key, Kind, once

COLUMNS = (
    Column(name="case_number", required=True, longest=80),
    Column(name="item", required=True, longest=40),
    *PERSON_COLUMNS,
    Column(name="institution", required=True, longest=40),
    Column(name="basis_kind"),
    Column(name="basis_authority", longest=120),
    Column(name="basis_document", longest=160),
    Column(name="legal_basis", longest=40),
    Column(name="decided_on", read=Read.DAY, required=True),
    Column(name="degree", required=True),
    Column(name="points", read=Read.WHOLE, required=True),
    Column(name="ground"),
    Column(name="ground_reason", longest=300),
    Column(name="situation", longest=40, optional=True),
    Column(name="reached"),
    Column(name="conduct_from", read=Read.DAY),
    Column(name="conduct_to", read=Read.DAY),
    Column(name="notice_issued_on", read=Read.DAY, optional=True),
    Column(name="notice_served_on", read=Read.DAY),
    Column(name="measure", optional=True),
    Column(name="suspension_months", read=Read.WHOLE),
    Column(name="suspension_starts_on", read=Read.DAY),
)

_MEMBERS = tuple(column.name for column in COLUMNS if column not in PERSON_COLUMNS)


def _check(cells: Cells) -> None:
    in_order(cells, "conduct_from", "conduct_to")
    in_order(cells, "conduct_from", "decided_on")
    in_order(cells, "decided_on", "notice_issued_on")
    in_order(cells, "decided_on", "notice_served_on")
    in_order(cells, "notice_issued_on", "notice_served_on")


def _key(case: Case) -> Key:
    return (case.cells["basis_authority"], case.cells["case_number"], case.cells["item"], case.person)


def _body(case: Case) -> dict[str, object]:
    return {"person": case.person, **body(case.cells, *_MEMBERS)}


KIND = Kind(
    name="decisions",
    columns=COLUMNS,
    about_person=True,
    check=_check,
    key=_key,
    known=selectors.known_decisions,
    plan=once("decision.issued", _body),
)
