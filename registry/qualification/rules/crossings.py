"""Whether a notice foresaw what a sum leads to, and from when it holds if none did (O26).

Two provinces may score somebody without knowing of each other, and a merge may unite points: then a threshold is
crossed of which nobody was told. It holds from the day on which the last of the facts came into the log, and the author
of the decision that crossed states start and months by a fact of its own.
"""

import datetime
from collections.abc import Sequence

from registry.qualification.rules.effects import SUSPENSION_POINTS
from registry.qualification.rules.facts import Decision, Join
from registry.qualification.rules.measures import RANK, kind_of
from registry.qualification.rules.points import Tally
from registry.words.measures import MeasureKind

Date = datetime.date


def is_crossing(tally: Tally) -> bool:
    """Return whether a decision brings its year to a stricter measure than it had without it."""
    return RANK[kind_of(tally.total)] > RANK[kind_of(tally.before)]


def is_announced(tally: Tally, joins: Sequence[Join] = ()) -> bool:
    """Return whether the notice of a decision foresaw what its year's total leads to.

    It did where the decision leads to it alone, where the scores of its author do without those of others, and where it
    states it.
    """
    decision, kind = tally.decision, kind_of(tally.total)
    if RANK[kind_of(decision.points)] >= RANK[kind]:
        return True
    if RANK[kind_of(_seen(tally, joins))] >= RANK[kind]:
        return True
    return _states(decision, kind)


def first_day(tally: Tally, joins: Sequence[Join] = ()) -> Date:
    """Return the day from which what a total leads to holds."""
    if kind_of(tally.total) is MeasureKind.NOTICE or is_announced(tally, joins):
        return tally.effect_on
    logged = [each.logged_on for each in tally.summed if each.logged_on is not None]
    return max([tally.effect_on, *logged, *(join.joined_on for join in _joined(tally, joins))])


def announced_points(tally: Tally, joins: Sequence[Join] = ()) -> int | None:
    """Return the points of the suspension that a notice foresaw where its year's total terminates unforeseen.

    It was told, and holds from the effect day until the termination does: else nothing would follow from it meanwhile.
    None where the notice foresaw no suspension, or the termination.
    """
    if kind_of(tally.total) is not MeasureKind.TERMINATION or is_announced(tally, joins):
        return None
    own = max(tally.decision.points, _seen(tally, joins))
    if kind_of(own) is MeasureKind.SUSPENSION:
        return own
    return SUSPENSION_POINTS if _states(tally.decision, MeasureKind.SUSPENSION) else None


def _seen(tally: Tally, joins: Sequence[Join]) -> int:
    """Return the points that the author of a decision saw: their own of this ID, less what repairs took of the sum."""
    decision = tally.decision
    apart = set[str]()
    for join in _joined(tally, joins):
        apart |= join.other if decision.id in join.one else join.one
    lowered = sum(each.points for each in tally.summed) - tally.total
    own = (each.points for each in tally.summed if each.author == decision.author and each.id not in apart)
    return sum(own) - lowered


def _joined(tally: Tally, joins: Sequence[Join]) -> list[Join]:
    return [join for join in joins if join.across(tally.summed)]


def _states(decision: Decision, kind: MeasureKind) -> bool:
    """Return whether a notice speaks of a measure at least as strict: it names it, or gives its first day or months.

    Months are those of a suspension: who is told of months was not told of a termination.
    """
    if decision.measure is not None:
        return RANK[decision.measure] >= RANK[kind]
    if decision.suspension_months is not None:
        return kind is MeasureKind.SUSPENSION
    return decision.suspension_starts_on is not None
