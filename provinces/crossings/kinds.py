"""The kind of work of this room: measures that no notice foresaw."""

from provinces.crossings import clocks, papers
from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.noticed import NoticedKind
from provinces.office.kinds import Kind
from registry.qualification.selectors.foresight import decision_in_force


def _gone(work: UnforeseenMeasure) -> str:
    return "" if decision_in_force(work.person_id, work.decision_id) else "decision_not_in_force"


KINDS = (Kind(model=UnforeseenMeasure, clocks=clocks.of_measure, due=clocks.due),)
NOTICED = (NoticedKind(model=UnforeseenMeasure, gone=_gone, tells=papers.tells, draw=papers.draw),)
