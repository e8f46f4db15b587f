"""Settlements of objections (art. 44): upheld, changed or annulled.

A row names what was objected to, as an objection does, and settles every objection to it that is open: all or none.
"""

from collections.abc import Sequence

from provinces import selectors
from provinces.intake.cells import Column, Read, body
from provinces.intake.kind import PERSON_COLUMNS, Answer, Case, Kind, Known, Plan, Saying, duplicate, same
from provinces.intake.objections import TARGET_COLUMNS, check_target, target_key
from provinces.intake.refusals import reason
from sync.models import Outcome
from sync.outbox import Draft

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


def _plan(case: Case, known: Sequence[Known]) -> Plan:
    if not known:
        return Answer(outcome=Outcome.REFUSED, reason=reason("unknown_objection", "reference"))
    members = body(case.cells, "outcome", "settled_on", "points", "suspension_months", "document", "reason")
    said = [(objection, {"objection": str(objection.statement), **members}) for objection in known]
    open_ = [words for objection, words in said if not objection.ends]
    if not open_:
        ends = [end for objection, words in said if (end := same(SETTLED, words, objection.ends))]
        if ends:
            return duplicate(ends[0])
        open_ = [said[-1][1]]  # refused as settled before
    return Saying(first=tuple(Draft(topic=SETTLED, body=words) for words in open_))


KIND = Kind(
    name="settlements",
    columns=COLUMNS,
    about_person=True,
    check=check_target,
    key=target_key,
    known=selectors.known_settled,
    plan=_plan,
)
