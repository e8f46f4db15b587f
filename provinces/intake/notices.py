"""Notices: the handling notice of a decision was served on the institution (arts. 31, 33).

A row names the decision by authority, case number, item and person.
"""

from collections.abc import Sequence

from provinces.files.cells import Cells, Column, Read, body, in_order
from provinces.files.columns import PERSON_COLUMNS
from provinces.intake import earlier
from provinces.intake.decisions import PENALTY, decisions_of
from provinces.intake.kind import Answer, Case, Key, Kind, Known, Plan, Saying, duplicate, same
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
)

SERVED = "notice.served"


def _check(cells: Cells) -> None:
    in_order(cells, "issued_on", "served_on")


def _key(case: Case) -> Key:
    return (case.cells["basis_authority"], case.cells["case_number"], case.cells["item"], case.person)


def _plan(case: Case, known: Sequence[Known]) -> Plan:
    if not known:
        return Answer(outcome=Outcome.REFUSED, reason=reason("unknown_decision_item", "case_number"))
    members = body(case.cells, "number", "issued_on", "served_on")
    said = [(decision, {"decision": str(decision.statement), **members}) for decision in known]
    for decision, words in said:
        if notice := same(SERVED, words, decision.ends):
            return duplicate(notice)
    _, latest = said[-1]  # one that was annulled may have been replaced since: the last is meant
    return Saying(first=(Draft(topic=SERVED, body=latest),))


def _known(author: str, cases: Sequence[Case]) -> earlier.Grouped:
    """Return this province's decisions that cases name together with the person, each with its notices."""
    people = earlier.people(cases)
    rows = decisions_of(author, cases, people)
    notices = earlier.said_of(earlier.facts(NoticeServed, author, decision__in=rows.values("pk")), "decision_id")
    return earlier.grouped(rows, PENALTY, notices, people=people)


KIND = Kind(
    name="notices",
    columns=COLUMNS,
    about_person=True,
    check=_check,
    key=_key,
    known=_known,
    plan=_plan,
)
