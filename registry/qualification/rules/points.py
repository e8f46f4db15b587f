"""Points of a calendar year: what each decision brings the sum to, less repairs (arts. 26 to 28, 38)."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from registry.packs.book import PackBook
from registry.packs.pack import Pack
from registry.qualification.rules import effects, objections
from registry.qualification.rules.effects import SUSPENSION_POINTS, TERMINATION_POINTS, Effect, known_from
from registry.qualification.rules.facts import Decision, Facts, Repair, distinct
from registry.qualification.rules.repair_rules import RepairRules
from registry.words.degrees import Reached
from registry.words.written import writings

__all__ = ["SUSPENSION_POINTS", "TERMINATION_POINTS"]

Date = datetime.date


class Tally(NamedTuple):
    """A decision in force with the points of its year up to and including it."""

    decision: Decision
    total: int
    before: int
    """The points without it, less the repairs granted until its effect day."""
    effect_on: Date
    pack: Pack
    """The pack of the decision's author, valid on the day the basis was decided."""
    summed: tuple[Decision, ...]
    """The decisions of the year up to and including it."""
    at_once: bool
    """Whether it brings 12 points about at once (O3, O33)."""
    excluded: bool
    """Whether no repair concerns it, since its case reached 12 at once (O16)."""

    @property
    def first(self) -> bool:
        """Return whether no other decision of the year comes before it."""
        return len(self.summed) == 1


def in_force(facts: Facts) -> list[Decision]:
    """Return the decisions as objections left them, by day of the basis; an annulled one never was (O22, art. 44)."""
    annulled = {annulment.decision for annulment in facts.annulments}
    decisions = [decision for decision in distinct(facts.decisions) if decision.id not in annulled]
    if facts.settlements:
        decisions = objections.settled(decisions, facts)
    if len(decisions) > 1:
        decisions.sort(key=_by_basis)
    return decisions


def tallies(decisions: Iterable[Decision], repairs: Sequence[Repair], packs: PackBook) -> list[Tally]:
    """Return each decision with the total it brings its year to: years in order, within a year as they take effect.

    A year begins at zero (O7). A repair counts for the decisions that take effect on or after the day it was granted.
    `repairs` come in order.
    """
    counted: list[Tally] = []
    for year in effects.in_order(decisions, packs):
        granted = _granted([effect.decision for effect in year], repairs, packs) if repairs else []
        for place, effect in enumerate(year, start=1):
            summed = year[:place]
            lowered = sum(points for granted_on, points in granted if granted_on <= effect.on)
            excluded = _excluded(summed)
            counted.append(
                Tally(
                    decision=effect.decision,
                    total=_less(summed, lowered, excluded),
                    before=_less(summed[:-1], lowered, _excluded(summed[:-1])) if place > 1 else 0,
                    effect_on=effect.on,
                    pack=effect.pack,
                    summed=tuple([each.decision for each in summed]),
                    at_once=_completes(effect.decision, summed),
                    excluded=effect.decision.id in excluded,
                )
            )
    return counted


def points_of_year(facts: Facts, year: int, *, packs: PackBook, on: Date | None = None) -> int:
    """Return the points of a calendar year as they were recorded on a day, or when all facts are counted.

    Never below 0; above 12 the true sum (O4).
    """
    return recorded(in_force(facts), ordered_repairs(facts), year, packs=packs, on=on)


def recorded(
    decisions: Iterable[Decision], repairs: Sequence[Repair], year: int, *, packs: PackBook, on: Date | None = None
) -> int:
    """Return the recorded sum of a year: decisions known by then, less what repairs granted by then lowered it by."""
    of_year = [decision for decision in decisions if decision.decided_on.year == year]
    known = [decision for decision in of_year if on is None or known_from(decision) <= on]
    lowered = sum(points for granted_on, points in _granted(of_year, repairs, packs) if on is None or granted_on <= on)
    summed = [effect for each in effects.in_order(known, packs) for effect in each]
    return _less(summed, lowered, _excluded(summed))


def repairable(decisions: Iterable[Decision], *, packs: PackBook) -> list[Decision]:
    """Return those of a year's decisions that a repair concerns: not those of a case that reached 12 at once (O16)."""
    summed = [effect for each in effects.in_order(decisions, packs) for effect in each]
    excluded = _excluded(summed)
    return [each.decision for each in summed if each.decision.id not in excluded]


def ordered_repairs(facts: Facts) -> list[Repair]:
    """Return the repairs in the order in which they use up caps and terms."""
    return sorted(distinct(facts.repairs), key=lambda repair: (repair.granted_on, repair.author, repair.id))


def lowered_in(
    decisions: Iterable[Decision], repairs: Sequence[Repair], year: int, *, packs: PackBook, on: Date | None = None
) -> int:
    """Return by how many points the repairs granted until a day, or all of them, lower a year."""
    of_year = [decision for decision in decisions if decision.decided_on.year == year]
    return sum(points for granted_on, points in _granted(of_year, repairs, packs) if on is None or granted_on <= on)


def _granted(decisions: Sequence[Decision], repairs: Sequence[Repair], packs: PackBook) -> list[tuple[Date, int]]:
    """Return by how many points each repair of the decisions' year lowers it, within its author's yearly cap.

    Never by more than is recorded on the day it is granted: nothing is saved up for later points (O30).
    """
    found: list[tuple[Date, int]] = []
    if not decisions:
        return found
    year, used = decisions[0].decided_on.year, 0
    for repair in repairs:
        if repair.year != year or not repair.points:
            continue
        cap = packs.for_(repair.author, repair.granted_on)[RepairRules].points_per_year
        on_record = sum(each.points for each in decisions if known_from(each) <= repair.granted_on)
        points = min(repair.points, on_record - used, repair.points if cap is None else cap - used)
        if points > 0:
            used += points
            found.append((repair.granted_on, points))
    return found


def _completes(decision: Decision, summed: Sequence[Effect]) -> bool:
    """Return whether a decision, the last of those summed, alone or with its case brings 12 about at once (O3, O33)."""
    if effects.at_once_alone(decision.points):
        return True
    if decision.reached != Reached.AT_ONCE:
        return False
    of_case = sum(each.decision.points for each in summed if _case(each.decision) == _case(decision))
    return of_case - decision.points < TERMINATION_POINTS <= of_case


def _excluded(summed: Sequence[Effect]) -> Collection[str]:
    """Return the decisions that no repair lowers: of a case that reached 12 at once, where the pack says so (O16)."""
    if sum(each.decision.points for each in summed) < TERMINATION_POINTS:
        return ()
    whole = {
        _case(each.decision)
        for place, each in enumerate(summed, start=1)
        if not effects.at_once_alone(each.decision.points) and _completes(each.decision, summed[:place])
    }
    return {
        each.decision.id
        for each in summed
        if each.pack[RepairRules].excludes_at_once
        and (effects.at_once_alone(each.decision.points) or _case(each.decision) in whole)
    }


def _less(summed: Sequence[Effect], lowered: int, excluded: Collection[str]) -> int:
    points = sum(each.decision.points for each in summed)
    if not lowered:
        return points
    return max(points - lowered, sum(each.decision.points for each in summed if each.decision.id in excluded), 0)


def _case(decision: Decision) -> tuple[str, str]:
    return decision.author, writings.number(decision.case_number)


def _by_basis(decision: Decision) -> tuple[Date, str, str, str, str]:
    return decision.decided_on, decision.author, decision.case_number, decision.item, decision.id
