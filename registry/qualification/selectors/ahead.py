"""What further facts would change for somebody on any day to come: read, computed, and nothing stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.packs.book import PackBook
from registry.qualification.rules import changes, procedure
from registry.qualification.rules.changes import Ahead
from registry.qualification.rules.facts import Facts, Settlement
from registry.qualification.rules.points import points_of_year
from registry.qualification.selectors.kinship import kinship
from registry.words.remedies import ObjectionOutcome
from sync.wire.refusals import Refused


def ahead(person: str, more: Facts, *, since: date) -> Ahead:
    """Return how a person stands on a day, and what further facts would change from then on."""
    known = kinship([person])
    return changes.ahead(known.timeline(person), known.having(person, more).timeline(person), since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One way in which an objection to points may be settled, and what it would lead to."""

    outcome: ObjectionOutcome
    points: int | None
    """Points after a change."""
    total: int
    """Points of the year then."""
    ahead: Ahead


def endings(person: str, decision: str, objection: str, *, on: date) -> list[Ending]:
    """Return what each outcome of an objection to a decision would lead to on a day: upheld, each change, annulled.

    Changes that would be refused are left out. Months that a change may state are not varied: they come on top. Nothing
    where the decision is not in force.
    """
    known = kinship([person])
    united = known.united(person)
    most = procedure.bounds(decision, united, known.packs)
    if most is None:
        return []
    year = next(each.decided_on.year for each in united.decisions if each.id == decision)
    before = known.timeline(person)
    found = []
    for outcome, points in _outcomes(most.points):
        settled = Settlement(id="foreseen", objection=objection, outcome=outcome, settled_on=on, points=points)
        if not _is_allowed(settled, united, known.packs):
            continue
        then = known.having(person, Facts(settlements=(settled,)))
        found.append(
            Ending(
                outcome=outcome,
                points=points,
                total=points_of_year(then.united(person), year, packs=known.packs),
                ahead=changes.ahead(before, then.timeline(person), on),
            )
        )
    return found


def _is_allowed(settled: Settlement, facts: Facts, packs: PackBook) -> bool:
    try:
        procedure.check_settlement(settled, facts, packs, reason="foreseen")
    except Refused:
        return False
    return True


def _outcomes(points: int) -> Iterator[tuple[ObjectionOutcome, int | None]]:
    yield ObjectionOutcome.UPHELD, None
    for fewer in range(points - 1, 0, -1):
        yield ObjectionOutcome.CHANGED, fewer
    yield ObjectionOutcome.ANNULLED, None
