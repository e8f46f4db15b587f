"""Cascades: a status that follows from the institution's own (art. 34), without points; and legacy measures taken over.

The end of one may stand in its row or come in a later file with the same reference and person.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from provinces import selectors
from provinces.intake.cells import Cells, Column, Read, body, in_order
from provinces.intake.kind import PERSON_COLUMNS, Case, Key, Kind, Known, Plan, Saying, duplicate, same
from sync.outbox import Draft

COLUMNS = (
    Column(name="reference", required=True, longest=120),
    *PERSON_COLUMNS,
    Column(name="institution", longest=40),
    Column(name="status", required=True),
    Column(name="reason", longest=200),
    Column(name="basis_authority", longest=120),
    Column(name="basis_document", longest=160),
    Column(name="applied_on", read=Read.DAY, required=True),
    Column(name="notice_served_on", read=Read.DAY, optional=True),
    Column(name="lifted_on", read=Read.DAY),
)

APPLIED, LIFTED = "cascade.applied", "cascade.lifted"
_MEMBERS = ("reference", "institution", "status", "reason", "basis_authority", "basis_document", "applied_on",
            "notice_served_on")  # fmt: skip


def _check(cells: Cells) -> None:
    in_order(cells, "applied_on", "lifted_on")


def _key(case: Case) -> Key:
    return (case.cells["reference"], case.person)


def _plan(case: Case, known: Sequence[Known]) -> Plan:
    said = {"person": case.person, **body(case.cells, *_MEMBERS)}
    ends = case.cells["lifted_on"]
    found = same(APPLIED, said, known)
    if found is None:
        then = (lambda cascade: _lifted(cascade, ends)) if isinstance(ends, date) else None
        return Saying(first=(Draft(topic=APPLIED, body=said),), then=then)
    if not isinstance(ends, date):
        return duplicate(found)
    draft = _lifted(found.statement, ends)
    if end := same(LIFTED, draft.body, found.ends):
        return duplicate(end)
    return Saying(first=(draft,))


def _lifted(cascade: UUID, day: date) -> Draft:
    return Draft(topic=LIFTED, body={"cascade": str(cascade), "lifted_on": day.isoformat()})


KIND = Kind(
    name="cascades",
    columns=COLUMNS,
    about_person=True,
    check=_check,
    key=_key,
    known=selectors.known_cascades,
    plan=_plan,
)
