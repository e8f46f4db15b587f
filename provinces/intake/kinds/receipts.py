"""Receipts: the person received the notice of a decision, as the institution confirms (art. 41, O39).

A row names the decision by authority, case number, item and person, and the number of the notice where it is one that
corrects another (O45); the file of notices comes first.
"""

from collections.abc import Sequence

from provinces.files.cells import Column, Read, body
from provinces.files.columns import PERSON_COLUMNS
from provinces.intake import earlier
from provinces.intake.kind import Answer, Kind, Known, Plan, ReadRow, Saying, duplicate, naming, nothing_more, same
from provinces.intake.kinds.decisions import PENALTY, WRITTEN, decisions_of, penalty_of
from registry.qualification.models import NoticeReceived
from sync.models import Outcome
from sync.outbox import Draft
from sync.wire.refusals import reason

COLUMNS = (
    Column(name="basis_authority", required=True, longest=120),
    Column(name="case_number", required=True, longest=80),
    Column(name="item", required=True, longest=40),
    *PERSON_COLUMNS,
    Column(name="received_on", read=Read.DAY, required=True),
    Column(name="document", longest=160),
    Column(name="number", longest=80),
)

RECEIVED = "notice.received"


def _plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
    if not known:
        return Answer(outcome=Outcome.REFUSED, reason=reason("unknown_decision_item", "case_number"))
    members = body(read_row.cells, "received_on", "document", "number")
    said = [(decision, {"decision": str(decision.statement), **members}) for decision in known]
    for decision, words in said:
        if receipt := same(RECEIVED, words, decision.ends):
            return duplicate(receipt)
    _, latest = said[-1]  # one that was annulled may have been replaced since: the last is meant
    return Saying(first=(Draft(topic=RECEIVED, body=latest),))


def _known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return this province's decisions that rows name together with the person, each with its receipts."""
    people = earlier.people(read_rows)
    rows = decisions_of(author, read_rows, people)
    receipts = earlier.said_of(earlier.facts(NoticeReceived, author, decision__in=rows.values("pk")), "decision_id")
    return earlier.grouped(rows, PENALTY, receipts, people=people, written=WRITTEN)


KIND = Kind(
    name="receipts",
    columns=COLUMNS,
    about_person=True,
    says=(RECEIVED,),
    check=nothing_more,
    key=penalty_of,
    known=_known,
    plan=_plan,
    named=naming(*WRITTEN),
)
