"""Filings: a person at an institution from a day on; the day of cancellation may be in the row or in a later file."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from provinces import selectors
from provinces.intake.cells import Cells, Column, Read, body, in_order
from provinces.intake.kind import PERSON_COLUMNS, Case, Key, Kind, Known, Plan, Saying, duplicate, same
from sync.errors import Reason
from sync.outbox import Draft

COLUMNS = (
    *PERSON_COLUMNS,
    Column(name="institution", required=True, longest=40),
    Column(name="opened_on", read=Read.DAY, required=True),
    Column(name="cancelled_on", read=Read.DAY),
    Column(name="role", longest=40),
)

OPENED, CANCELLED = "filing.opened", "filing.cancelled"


def _check(cells: Cells) -> None:
    in_order(cells, "opened_on", "cancelled_on")


def _key(case: Case) -> Key:
    return (case.person, case.cells["institution"], case.cells["opened_on"])


def _plan(case: Case, known: Sequence[Known]) -> Plan:
    found = _found(case, known)
    ends = case.cells["cancelled_on"]
    if found is None:
        return _opening(case, refiling=False)
    if not isinstance(ends, date):
        return duplicate(found)
    draft = _cancelled(found.statement, ends)
    if end := same(CANCELLED, draft.body, found.ends):
        return duplicate(end)
    return Saying(first=(draft,))


def _found(case: Case, known: Sequence[Known]) -> Known | None:
    if case.cells["role"] is None:  # a row that ends a filing need not repeat what the person does there
        return next(iter(known), None)
    bodies = (_opened(case, refiling=refiling).body for refiling in (False, True))
    return next((found for said in bodies if (found := same(OPENED, said, known))), None)


def _opening(case: Case, *, refiling: bool) -> Saying:
    ends = case.cells["cancelled_on"]

    def as_refiling(why: Reason) -> Saying | None:
        # Whether it is a new filing after a termination follows from the person's standing, not from the row.
        return _opening(case, refiling=True) if why.code == "refiling_required" and not refiling else None

    return Saying(
        first=(_opened(case, refiling=refiling),),
        then=(lambda filing: _cancelled(filing, ends)) if isinstance(ends, date) else None,
        instead=as_refiling,
    )


def _opened(case: Case, *, refiling: bool) -> Draft:
    said = body(case.cells, "institution", "opened_on", "role")
    return Draft(topic=OPENED, body={"person": case.person, **said, "refiling": refiling})


def _cancelled(filing: UUID, day: date) -> Draft:
    return Draft(topic=CANCELLED, body={"filing": str(filing), "cancelled_on": day.isoformat()})


KIND = Kind(
    name="filings",
    columns=COLUMNS,
    about_person=True,
    check=_check,
    key=_key,
    known=selectors.known_filings,
    plan=_plan,
)
