"""Filings: a person at an institution from a day on; the day of cancellation may be in the row or in a later file."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from provinces.files.cells import Cells, Column, Read, body, in_order
from provinces.intake import earlier
from provinces.intake.kind import Key, Kind, Known, Plan, ReadRow, Saying, duplicate, same
from provinces.intake.plain import columns_of
from registry.qualification.models import Filing, FilingCancellation
from registry.qualification.services.filings import FilingHandler
from sync.outbox import Draft
from sync.wire.refusals import Reason

_DAYS = (
    Column(name="opened_on", read=Read.DAY, required=True),
    Column(name="cancelled_on", read=Read.DAY, open_end=True),
)
_FILING = ("institution", "opened_on")
COLUMNS = (
    *columns_of(
        FilingHandler.shape,
        # Whether it is a new filing after a termination follows from the person's standing, not from the row.
        instead={"opened_on": _DAYS, "refiling": ()},
        added=[name for name in FilingHandler.shape.names if name not in ("institution", "role")],
    ),
    Column(name="cancellation_reason", longest=20, optional=True),
)
DESCRIBING = tuple(name for name in FilingHandler.shape.names if name not in ("person", *_FILING, "refiling"))
"""What a row says of a filing beside person, institution and first day; a later row need not repeat it."""

OPENED, CANCELLED = "filing.opened", "filing.cancelled"


def _check(cells: Cells) -> None:
    in_order(cells, "opened_on", "cancelled_on")


def _key(read_row: ReadRow) -> Key:
    return (read_row.person, read_row.cells["institution"], read_row.cells["opened_on"])


def _plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
    found = _found(read_row, known)
    ends = read_row.cells["cancelled_on"]
    if found is None:
        return _opening(read_row, refiling=False)
    if not isinstance(ends, date):
        return duplicate(found)
    draft = _cancelled(found.statement, read_row, ends)
    if end := same(CANCELLED, draft.body, found.ends):
        return duplicate(end)
    return Saying(first=(draft,))


def _found(read_row: ReadRow, known: Sequence[Known]) -> Known | None:
    """Return the filing that says the same as a row, in what the row says of it."""
    said = body(read_row.cells, *DESCRIBING)
    return next((each for each in known if same(OPENED, {**each.body, **said}, [each])), None)


def _opening(read_row: ReadRow, *, refiling: bool) -> Saying:
    ends = read_row.cells["cancelled_on"]

    def as_refiling(why: Reason) -> Saying | None:
        # Whether it is a new filing after a termination follows from the person's standing, not from the row.
        return _opening(read_row, refiling=True) if why.code == "refiling_required" and not refiling else None

    return Saying(
        first=(_opened(read_row, refiling=refiling),),
        then=(lambda filing: _cancelled(filing, read_row, ends)) if isinstance(ends, date) else None,
        instead=as_refiling,
    )


def _opened(read_row: ReadRow, *, refiling: bool) -> Draft:
    said = body(read_row.cells, *_FILING, *DESCRIBING)
    return Draft(topic=OPENED, body={"person": read_row.person, **said, "refiling": refiling})


def _cancelled(filing: UUID, read_row: ReadRow, day: date) -> Draft:
    why = read_row.cells["cancellation_reason"]
    said = {"filing": str(filing), "cancelled_on": day.isoformat(), **({"reason": why} if why else {})}
    return Draft(topic=CANCELLED, body=said)


def _known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return this province's filings of the rows' people, each with its cancellations."""
    people = earlier.people(read_rows)
    rows = earlier.facts(
        Filing,
        author,
        person__any_of=people,
        institution__any_of={read_row.cells["institution"] for read_row in read_rows},
    )
    ends = earlier.said_of(earlier.facts(FilingCancellation, author, filing__in=rows.values("pk")), "filing_id")
    return earlier.grouped(rows, ("person_id", "institution", "opened_on"), ends, people=people)


KIND = Kind(
    name="filings",
    columns=COLUMNS,
    about_person=True,
    says=(OPENED, CANCELLED),
    check=_check,
    key=_key,
    known=_known,
    plan=_plan,
)
