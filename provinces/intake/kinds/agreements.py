"""Agreements: the service agreements of this province's institutions (art. 8), and their ends before the term.

The end may be in the row or in a later file with the same institution and number.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from provinces.files.cells import Cells, Column, Read, body, in_order
from provinces.intake import earlier
from provinces.intake.kind import Key, Kind, Known, Named, Plan, ReadRow, Saying, duplicate, naming, same
from registry.institutions.models import Agreement, AgreementEnd
from registry.words.written import writings
from sync.outbox import Draft

COLUMNS = (
    Column(name="institution", required=True, longest=40),
    Column(name="number", required=True, longest=80),
    Column(name="valid_from", read=Read.DAY, required=True),
    Column(name="valid_to", read=Read.DAY, required=True),
    Column(name="ended_on", read=Read.DAY, open_end=True),
    Column(name="end_reason", longest=200),
)

RECORDED, ENDED = "agreement.recorded", "agreement.ended"


def _check(cells: Cells) -> None:
    in_order(cells, "valid_from", "valid_to")
    in_order(cells, "valid_from", "ended_on")


def _key(read_row: ReadRow) -> Key:
    return (read_row.cells["institution"], writings.number(str(read_row.cells["number"])))


def _named(read_row: ReadRow) -> Named:
    """Name the agreement that a row ends: it does not begin another under another writing."""
    return naming("number")(read_row) if read_row.cells["ended_on"] else Named()


def _plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
    said = body(read_row.cells, "institution", "number", "valid_from", "valid_to")
    ends = read_row.cells["ended_on"]
    found = same(RECORDED, said, known)
    if found is None:
        then = (lambda agreement: _ended(agreement, read_row, ends)) if isinstance(ends, date) else None
        return Saying(first=(Draft(topic=RECORDED, body=said),), then=then)
    if not isinstance(ends, date):
        return duplicate(found)
    draft = _ended(found.statement, read_row, ends)
    if end := same(ENDED, draft.body, found.ends):
        return duplicate(end)
    return Saying(first=(draft,))


def _ended(agreement: UUID, read_row: ReadRow, day: date) -> Draft:
    why = read_row.cells["end_reason"]
    said = {"agreement": str(agreement), "ended_on": day.isoformat(), **({"reason": why} if why else {})}
    return Draft(topic=ENDED, body=said)


def _known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return this province's agreements with the rows' institutions and numbers, each with its ends."""
    rows = earlier.facts(
        Agreement, author, institution__any_of={read_row.cells["institution"] for read_row in read_rows}
    )
    ends = earlier.said_of(earlier.facts(AgreementEnd, author, agreement__in=rows.values("pk")), "agreement_id")
    found: dict[Key, list[Known]] = defaultdict(list)
    for institution, number, *statement in rows.order_by("statement__seq").values_list(
        "institution", "number", *earlier.STATEMENT
    ):
        known = replace(earlier.fact(*statement, ends=ends.get(statement[0], ())), written=(number,))
        found[(institution, writings.number(number))].append(known)
    return found


KIND = Kind(
    name="agreements",
    columns=COLUMNS,
    about_person=False,
    says=(RECORDED, ENDED),
    check=_check,
    key=_key,
    known=_known,
    plan=_plan,
    named=_named,
)
