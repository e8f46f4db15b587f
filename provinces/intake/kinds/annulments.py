"""Annulments: decisions undone from the start, because their penalty was quashed or they were issued in error (O22).

A row names a case and an item, not a person: what falls is the penalty, and with it every decision of this province
that rests on it. A row about three people makes three statements, all of them or none.
"""

from collections.abc import Sequence

from provinces.files.cells import Column, Read, body
from provinces.intake import earlier
from provinces.intake.kind import Answer, Key, Kind, Known, Plan, ReadRow, Saying, duplicate, naming, nothing_more, same
from provinces.intake.kinds.decisions import PENALTY, WRITTEN, case_of, penalty_of
from registry.qualification.models import Annulment, Decision
from sync.models import Outcome
from sync.outbox import Draft
from sync.wire.refusals import reason

COLUMNS = (
    Column(name="case_number", required=True, longest=80),
    Column(name="item", required=True, longest=40),
    Column(name="basis_authority", required=True, longest=120),
    Column(name="annulled_on", read=Read.DAY, required=True),
    Column(name="document", required=True, longest=160),
)

ANNULLED = "decision.annulled"


def _key(read_row: ReadRow) -> Key:
    return penalty_of(read_row)[:2]


def _plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
    if not known:
        return Answer(outcome=Outcome.REFUSED, reason=reason("unknown_decision_item", "case_number"))
    members = body(read_row.cells, "annulled_on", "document")
    said = [(decision, {"decision": str(decision.statement), **members}) for decision in known]
    ends = [end for decision, words in said if (end := same(ANNULLED, words, decision.ends))]
    # Said before: then the row is about the decisions of that time, not about one that took their place since.
    before = max((end.seq for end in ends), default=None)
    open_ = [
        (decision, words) for decision, words in said if not decision.ends and (before is None or decision.seq < before)
    ]
    if ends and not open_:
        return duplicate(ends[0])
    about = open_ or said[:1]  # none open: the first is refused as annulled before
    return Saying(
        first=tuple(Draft(topic=ANNULLED, body=words) for _, words in about),
        person=about[0][0].person if len(about) == 1 else "",
    )


def _known(author: str, read_rows: Sequence[ReadRow]) -> earlier.Grouped:
    """Return this province's decisions with the rows' authority, case number and item, each with its annulments."""
    rows = earlier.facts(
        Decision,
        author,
        case_key__any_of={case_of(read_row) for read_row in read_rows},
    )
    ends = earlier.said_of(earlier.facts(Annulment, author, decision__in=rows.values("pk")), "decision_id")
    return earlier.grouped(rows, PENALTY[:2], ends, written=WRITTEN)


KIND = Kind(
    name="annulments",
    columns=COLUMNS,
    about_person=False,
    says=(ANNULLED,),
    check=nothing_more,
    key=_key,
    known=_known,
    plan=_plan,
    named=naming(*WRITTEN),
)
