"""The deadlines of measures that no notice foresaw: stated, and their notice delivered and objected to (art. 31)."""

from collections.abc import Iterable, Iterator

from provinces.crossings.models import UnforeseenMeasure
from provinces.notices.selectors import clocks
from provinces.office.clocks import Clock, Day
from provinces.office.codes import Office
from registry.qualification.rules.deadlines import after
from registry.qualification.selectors import crossed
from registry.qualification.selectors.crossed import Crossing
from registry.words.deadlines import DeadlineName


def of_measure(work: UnforeseenMeasure, day: Day) -> Iterator[Clock]:
    """Yield the clocks of the notice of a measure: made, delivered, objected to."""
    yield from _of([work], clocks.gone([work.decision_id]), day)


def due(day: Day) -> Iterator[Clock]:
    """Yield the clocks of what waits to be stated, then those of what was stated."""
    for found in crossed.waiting(day.division):
        yield _of_crossing(found, day)
    gone = clocks.gone(UnforeseenMeasure.objects.order_by().values_list("decision_id", flat=True))
    works = UnforeseenMeasure.objects.select_related("decision").prefetch_related(clocks.NOTICES).order_by("pk")
    yield from _of(works, gone, day)


def _of_crossing(found: Crossing, day: Day) -> Clock:
    deadline = after(DeadlineName.NOTICE_ISSUE, found.measure.starts_on, day.calendar)
    return day.clock(found.decision, deadline, Office.AGENCY, found.decision.institution, found.person)


def _of(works: Iterable[UnforeseenMeasure], gone: frozenset[object], day: Day) -> Iterator[Clock]:
    for work in works:
        notices = sorted(work.notices.all(), key=lambda notice: notice.version)
        if not notices or work.decision_id in gone:
            yield from clocks.of_gone(notices, work.institution, work.person_id, day)
            continue
        deadline = after(DeadlineName.NOTICE_ISSUE, work.holds_from, day.calendar, done_on=notices[0].issued_on)
        yield day.clock(work, deadline, Office.AGENCY, work.institution, work.person_id)
        yield from clocks.of_notices(notices, clocks.received_of(notices), work.institution, work.person_id, day)
