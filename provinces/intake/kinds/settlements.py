"""Settlements of objections (art. 44): upheld, changed or annulled.

A row names what was objected to, as an objection does, and settles every objection to it that is open: all or none.
"""

from collections.abc import Sequence
from dataclasses import replace

from provinces.files.cells import Column, Read, body
from provinces.files.columns import PERSON_COLUMNS
from provinces.intake import earlier
from provinces.intake.kind import Answer, Key, Kind, Known, Plan, ReadRow, Saying, duplicate, same
from provinces.intake.kinds.objections import TARGET_COLUMNS, check_target, known_objected, target_key, target_named
from registry.qualification.models import ObjectionSettlement
from sync.models import Outcome
from sync.outbox import Draft
from sync.wire.refusals import reason

COLUMNS = (
    *TARGET_COLUMNS,
    *PERSON_COLUMNS,
    Column(name="outcome", required=True, longest=10),
    Column(name="settled_on", read=Read.DAY, required=True),
    Column(name="points", read=Read.WHOLE),
    Column(name="suspension_months", read=Read.WHOLE),
    Column(name="document", required=True, longest=160),
    Column(name="reason", longest=500),
)

SETTLED = "objection.settled"


def _plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
    if not known:
        return Answer(outcome=Outcome.REFUSED, reason=reason("unknown_objection_target", "reference"))
    members = body(read_row.cells, "outcome", "settled_on", "points", "suspension_months", "document", "reason")
    said = [(objection, {"objection": str(objection.statement), **members}) for objection in known]
    open_ = [words for objection, words in said if not objection.ends]
    if not open_:
        ends = [end for objection, words in said if (end := same(SETTLED, words, objection.ends))]
        if ends:
            return duplicate(ends[0])
        open_ = [said[-1][1]]  # refused as settled before
    return Saying(first=tuple(Draft(topic=SETTLED, body=words) for words in open_))


def _known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return the objections to the decisions and cascades that rows name, each with its settlements."""
    found: dict[Key, Sequence[Known]] = {}
    for key, targets in known_objected(author, read_rows).items():
        objections = [replace(one, written=target.written) for target in targets for one in target.ends]
        if objections:
            found[key] = objections
    ids = {objection.statement for objections in found.values() for objection in objections}
    settled = earlier.said_of(earlier.facts(ObjectionSettlement, author, objection__any_of=ids), "objection_id")
    return {
        key: [replace(each, ends=tuple(settled.get(each.statement, ()))) for each in objections]
        for key, objections in found.items()
    }


KIND = Kind(
    name="settlements",
    columns=COLUMNS,
    about_person=True,
    says=(SETTLED,),
    check=check_target,
    key=target_key,
    known=_known,
    plan=_plan,
    named=target_named,
)
