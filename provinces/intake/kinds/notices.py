"""Notices: the handling notice of a decision was served on the institution (arts. 31, 33).

A row names the decision by authority, case number, item and person, and, where the notice corrects one that was served
and did not say what stands any more, the number of that one (O45).
"""

from collections.abc import Sequence

from provinces.files.cells import Cells, Column, Read, body, in_order
from provinces.files.columns import PERSON_COLUMNS
from provinces.intake import earlier
from provinces.intake.kind import Answer, Kind, Known, Plan, ReadRow, Saying, duplicate, naming, same
from provinces.intake.kinds.decisions import PENALTY, WRITTEN, decisions_of, penalty_of
from registry.qualification.models import NoticeServed
from sync.models import Outcome
from sync.outbox import Draft
from sync.wire.refusals import reason

COLUMNS = (
    Column(name="basis_authority", required=True, longest=120),
    Column(name="case_number", required=True, longest=80),
    Column(name="item", required=True, longest=40),
    *PERSON_COLUMNS,
    Column(name="number", required=True, longest=80),
    Column(name="issued_on", read=Read.DAY, required=True),
    Column(name="served_on", read=Read.DAY, required=True),
    Column(name="corrects", longest=80),
)

SERVED = "notice.served"


def _check(cells: Cells) -> None:
    in_order(cells, "issued_on", "served_on")


def _plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
    if not known:
        return Answer(outcome=Outcome.REFUSED, reason=reason("unknown_decision_item", "case_number"))
    members = body(read_row.cells, "number", "issued_on", "served_on", "corrects")
    said = [(decision, {"decision": str(decision.statement), **members}) for decision in known]
    for decision, words in said:
        if notice := same(SERVED, words, decision.ends):
            return duplicate(notice)
    _, latest = said[-1]  # one that was annulled may have been replaced since: the last is meant
    return Saying(first=(Draft(topic=SERVED, body=latest),))


def _known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return this province's decisions that rows name together with the person, each with its notices."""
    people = earlier.people(read_rows)
    rows = decisions_of(author, read_rows, people)
    notices = earlier.said_of(earlier.facts(NoticeServed, author, decision__in=rows.values("pk")), "decision_id")
    return earlier.grouped(rows, PENALTY, notices, people=people, written=WRITTEN)


KIND = Kind(
    name="notices",
    columns=COLUMNS,
    about_person=True,
    says=(SERVED,),
    check=_check,
    key=penalty_of,
    known=_known,
    plan=_plan,
    named=naming(*WRITTEN),
)
