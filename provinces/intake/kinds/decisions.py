"""Decisions: points for one person on one penalty or agreement handling (arts. 23-27 of the procedure)."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from provinces.files.cells import Cells, in_order
from provinces.intake import earlier
from provinces.intake.kind import ReadRow
from provinces.intake.plain import plain
from registry.qualification.models import Decision
from registry.qualification.services.decisions import DecisionHandler

PENALTY = ("basis_authority", "case_number", "item", "person_id")
"""Columns of a decision by which rows of other files name it."""


def _check(cells: Cells) -> None:
    in_order(cells, "conduct_from", "conduct_to")
    in_order(cells, "conduct_from", "decided_on")
    in_order(cells, "decided_on", "basis_received_on")
    in_order(cells, "decided_on", "notice_issued_on")
    in_order(cells, "basis_received_on", "notice_issued_on")
    in_order(cells, "decided_on", "notice_served_on")
    in_order(cells, "notice_issued_on", "notice_served_on")


def decisions_of(author: str, read_rows: Sequence[ReadRow], people: Collection[str]) -> QuerySet[Decision]:
    """Return this province's decisions with the rows' numbers and people."""
    numbers = {read_row.cells["case_number"] for read_row in read_rows if read_row.cells["case_number"] is not None}
    return earlier.facts(Decision, author, case_number__any_of=numbers, person__any_of=people)


KIND = plain(
    "decisions",
    topic="decision.issued",
    shape=DecisionHandler.shape,
    key=("basis_authority", "case_number", "item", "person"),
    by=("case_number", "person"),
    first=("case_number", "item"),
    added=("situation", "notice_issued_on", "measure", "basis_received_on"),
    check=_check,
)
