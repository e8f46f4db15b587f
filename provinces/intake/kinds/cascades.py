"""Cascades: a status that follows from the institution's own (art. 34), without points; and legacy measures taken over.

The end of one may stand in its row or come in a later file with the same reference and person.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from provinces.files.cells import Cells, Column, Read, body, in_order
from provinces.intake import earlier
from provinces.intake.kind import Key, Kind, Known, Named, Plan, ReadRow, Saying, duplicate, naming, same
from provinces.intake.plain import columns_of, members_of
from registry.qualification.models import Cascade, CascadeLift
from registry.qualification.services.cascades import CascadeHandler
from registry.words.written import writings
from sync.outbox import Draft

_APPLYING = columns_of(CascadeHandler.shape, added=("notice_served_on",))
COLUMNS = (*_APPLYING, Column(name="lifted_on", read=Read.DAY, open_end=True))

APPLIED, LIFTED = "cascade.applied", "cascade.lifted"
REFERENCE = ("reference_key", "person_id")
"""Columns of a cascade by which it is found, however rows write its reference."""
_MEMBERS = members_of(_APPLYING)


def _check(cells: Cells) -> None:
    in_order(cells, "applied_on", "lifted_on")


def _key(read_row: ReadRow) -> Key:
    return (writings.number(str(read_row.cells["reference"])), read_row.person)


def _named(read_row: ReadRow) -> Named:
    """Name the status that a row ends: it does not begin another under another writing."""
    return naming("reference")(read_row) if read_row.cells["lifted_on"] else Named()


def _plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
    said = {"person": read_row.person, **body(read_row.cells, *_MEMBERS)}
    ends = read_row.cells["lifted_on"]
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


def cascades_of(author: str, read_rows: Sequence[ReadRow], people: Collection[str]) -> QuerySet[Cascade]:
    """Return this province's cascades with the references and people that rows name."""
    references = {writings.number(str(text)) for read_row in read_rows if (text := read_row.cells["reference"])}
    return earlier.facts(Cascade, author, reference_key__any_of=references, person__any_of=people)


def _known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return this province's cascades with the rows' references and people, each with its liftings."""
    people = earlier.people(read_rows)
    rows = cascades_of(author, read_rows, people)
    ends = earlier.said_of(earlier.facts(CascadeLift, author, cascade__in=rows.values("pk")), "cascade_id")
    return earlier.grouped(rows, REFERENCE, ends, people=people, written=("reference",))


KIND = Kind(
    name="cascades",
    columns=COLUMNS,
    about_person=True,
    says=(APPLIED, LIFTED),
    check=_check,
    key=_key,
    known=_known,
    plan=_plan,
    named=_named,
)
