"""Decisions: points for one person on one penalty or agreement handling (arts. 23-27 of the procedure)."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from provinces.files.cells import Cells, in_order
from provinces.intake import earlier
from provinces.intake.kind import Key, ReadRow
from provinces.intake.plain import plain
from registry.qualification.models import Decision
from registry.qualification.services.decisions import DecisionHandler
from registry.words.written import writings

PENALTY = ("case_key", "item_key", "person_id")
"""Columns of a decision by which it is found, however rows of other files write it."""
WRITTEN = ("basis_authority", "case_number", "item")
"""Columns by which rows of other files name a decision, and how it is written itself."""


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
    cases = {case_of(read_row) for read_row in read_rows if read_row.cells["case_number"] is not None}
    return earlier.facts(Decision, author, case_key__any_of=cases, person__any_of=people)


def case_of(read_row: ReadRow) -> str:
    """Return the case that a row names, folded."""
    return writings.case(str(read_row.cells["basis_authority"] or ""), str(read_row.cells["case_number"] or ""))


def penalty_of(read_row: ReadRow) -> Key:
    """Return the penalty that a row names, folded."""
    return (case_of(read_row), writings.words(str(read_row.cells["item"] or "")), read_row.person)


KIND = plain(
    "decisions",
    topic="decision.issued",
    shape=DecisionHandler.shape,
    key=("basis_authority", "case_number", "item", "person"),
    by=("case_number", "person"),
    first=("case_number", "item"),
    added=("situation", "notice_issued_on", "measure", "basis_received_on"),
    check=_check,
    named=True,
)
