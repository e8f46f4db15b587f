"""Kinds of work of this room: cases, and what each person answers for in them."""

from provinces.cases.codes import CaseStep
from provinces.cases.models import Case, CaseItem
from provinces.cases.selectors import clocks
from provinces.cases.services import papers
from provinces.notices.noticed import NoticedKind
from provinces.office.kinds import Kind
from registry.qualification.selectors.foresight import decision_in_force


def _gone(item: CaseItem) -> str:
    return "" if decision_in_force(item.person_id, item.decision_id) else "decision_not_in_force"


KINDS = (
    Kind(model=Case, steps=tuple(CaseStep), clocks=clocks.of_case, due=clocks.due),
    Kind(model=CaseItem, steps=tuple(CaseStep), clocks=clocks.of_item),
)
NOTICED = (
    NoticedKind(
        model=CaseItem,
        gone=_gone,
        tells=papers.tells,
        draw=papers.draw,
        decision=lambda item: item.decision_id,
    ),
)
