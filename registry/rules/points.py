"""Points of a calendar year: decisions in force in their legal order, less repairs (arts. 26 to 28, 38)."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from registry.codes.degrees import Reached
from registry.rules import objections
from registry.rules.facts import Decision, Facts, Repair, distinct
from registry.rules.packs import Pack, PackBook

SUSPENSION_POINTS = 9
TERMINATION_POINTS = 12


class Tally(NamedTuple):
    """A decision in force with the points of its year up to and including it."""

    decision: Decision
    total: int
    first: bool
    """Whether no other decision of the year comes before it."""
    pack: Pack
    """The pack of the decision's author, valid on the day the basis was decided."""


def in_force(facts: Facts) -> list[Decision]:
    """Return the decisions in legal order as objections left them; an annulled one was never there (O22, art. 44)."""
    annulled = {annulment.decision for annulment in facts.annulments}
    decisions = [decision for decision in distinct(facts.decisions) if decision.id not in annulled]
    if facts.settlements:
        decisions = objections.settled(decisions, facts)
    if len(decisions) > 1:
        decisions.sort(key=_order)
    return decisions


def tallies(decisions: Sequence[Decision], repairs: Sequence[Repair], packs: PackBook) -> list[Tally]:
    """Return each decision, given in legal order, with the total it brings its year to.

    A repair counts for the decisions made on or after the day it was granted.
    """
    counted: list[Tally] = []
    year, points, at_once = None, 0, 0
    for decision in decisions:
        decided_on = decision.decided_on
        pack = packs.for_(decision.author, decided_on)
        first = decided_on.year != year
        if first:
            year, points, at_once = decided_on.year, 0, 0
        points += decision.points
        if reached_at_once(decision) and pack.repair.excludes_at_once:
            at_once += decision.points
        total = points
        if repairs:
            total = _less_repairs(points, at_once, lowered(repairs, packs, decided_on.year, decided_on))
        counted.append(Tally(decision, total, first, pack))
    return counted


def points_of_year(facts: Facts, year: int, *, packs: PackBook, on: datetime.date | None = None) -> int:
    """Return the points of a calendar year as they stand on a date, or when all facts are counted.

    Never below 0; above 12 the true sum (O4).
    """
    decisions = [
        decision
        for decision in in_force(facts)
        if decision.decided_on.year == year and (on is None or decision.decided_on <= on)
    ]
    at_once = sum(
        decision.points
        for decision in decisions
        if reached_at_once(decision) and packs.for_(decision.author, decision.decided_on).repair.excludes_at_once
    )
    points = sum(decision.points for decision in decisions)
    return _less_repairs(points, at_once, lowered(ordered_repairs(facts), packs, year, on))


def reached_at_once(decision: Decision) -> bool:
    """Return whether a decision counts as 12 at once: a 12 always does, else its author says so (O3)."""
    return decision.points == TERMINATION_POINTS or decision.reached == Reached.AT_ONCE


def ordered_repairs(facts: Facts) -> list[Repair]:
    """Return the repairs in the order in which they use up the yearly cap."""
    return sorted(distinct(facts.repairs), key=lambda repair: (repair.granted_on, repair.author, repair.id))


def lowered(repairs: Sequence[Repair], packs: PackBook, year: int, on: datetime.date | None) -> int:
    """Return by how many points repairs granted until `on` lower a year, within each author's yearly cap."""
    total = 0
    for repair in repairs:
        if repair.year == year and (on is None or repair.granted_on <= on):
            cap = packs.for_(repair.author, repair.granted_on).repair.points_per_year
            total += repair.points if cap is None else max(0, min(repair.points, cap - total))
    return total


def _less_repairs(points: int, at_once: int, repaired: int) -> int:
    # What was reached at once cannot be repaired below the termination it made (O16).
    return max(points - repaired, at_once if at_once >= TERMINATION_POINTS else 0, 0)


def _order(decision: Decision) -> tuple[datetime.date, str, str, str, str]:
    return decision.decided_on, decision.author, decision.case_number, decision.item, decision.id
