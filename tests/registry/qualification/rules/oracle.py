"""The standing computed the slow way, day by day.

Written from the articles and settled points alone; it shares the facts and packs with the product, and no code.
"""

import dataclasses
import datetime
from dataclasses import dataclass, field
from typing import Any

from registry.qualification.rules.phase_in_rules import PhaseInRules
from tests.registry.qualification.rules.oracle_measures import Span, World, stayed_days
from tests.registry.qualification.rules.oracle_totals import (
    ONE_DAY,
    effect_of,
    floor_of,
    in_force,
    is_pending,
    once,
    outcomes,
    points_of_year,
    undoing,
    undone_day,
)

__all__ = [
    "ONE_DAY", "Day", "as_day", "effect_of", "everything", "floor_of", "in_force", "is_pending", "points_of_year",
    "walk",
]  # fmt: skip

MILDEST_FIRST = ("normal", "suspended", "terminated")


@dataclass
class Day:
    """What holds on one day."""

    status: str = "normal"
    term_over: bool = False
    term_ends_on: datetime.date | None = None
    bar_ends_on: datetime.date | None = None
    assessed: bool = False
    reasons: set[str] = field(default_factory=set)
    objection_pending: bool = False


def as_day(interval: Any) -> Day:
    """Return what the product says of a day, to be compared."""
    return Day(
        status=interval.status.value,
        term_over=interval.term_over,
        term_ends_on=interval.term_ends_on,
        bar_ends_on=interval.bar_ends_on,
        assessed=interval.assessed,
        reasons={reason.fact for reason in interval.reasons},
        objection_pending=interval.objection_pending,
    )


class _Story:
    """The days as some of the facts tell them. A decision stayed on a day is not there on that day (O37)."""

    def __init__(self, facts: Any, packs: Any, all_days: list[datetime.date]) -> None:
        self.facts, self.packs = facts, packs
        self.stayed_on = stayed_days(facts, packs, all_days)
        undone = [target for target, word in outcomes(facts).items() if word.outcome == "annulled"]
        self.cascades = [each for each in once(facts.cascades) if each.id not in undone]
        self.worlds: dict[frozenset[str], World] = {}

    def world(self, without: frozenset[str]) -> World:
        if without not in self.worlds:
            self.worlds[without] = World(self.facts, self.packs, self.stayed_on, without)
        return self.worlds[without]

    def on(self, today: datetime.date) -> Day:
        stayed = frozenset(target for target, days in self.stayed_on.items() if today in days)
        held = [each for each in self.world(stayed).spans if each.holds(today)]
        return _day(today, held, _cascades(self.cascades, self.facts, today))


def walk(facts: Any, packs: Any, first: datetime.date, last: datetime.date) -> dict[datetime.date, Day]:
    """Return what holds on each day. Nothing may begin before `first`.

    What reaches back does so in the person's favour only: a day before it was signed keeps the mildest of what was
    known of it since.
    """
    all_days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    reaching_back = undoing(facts)
    stories = [
        _Story(_with(facts, reaching_back[:number]), packs, all_days) for number in range(len(reaching_back) + 1)
    ]
    targets = {each.id for each in in_force(facts)} | {each.id for each in stories[-1].cascades}
    objected = [each.target for each in facts.objections if each.target in targets]
    days = {}
    for today in all_days:
        signed = sum(undone_day(each) <= today for each in reaching_back)
        told = [story.on(today) for story in reversed(stories[signed:])]
        days[today] = min(told, key=lambda each: MILDEST_FIRST.index(each.status))
        days[today].objection_pending = any(is_pending(each, facts, today) for each in objected)
        if days[today].status == "normal" and not _covered(facts, packs, today):
            days[today].status = "not_covered"
    return days


def everything(facts: Any, packs: Any, first: datetime.date, last: datetime.date) -> World:
    """Return what follows from all facts, with no decision left out for a stay."""
    all_days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    return World(facts, packs, stayed_days(facts, packs, all_days), frozenset())


def _with(facts: Any, reaching_back: list[Any]) -> Any:
    kept = {each.id for each in reaching_back}
    return dataclasses.replace(
        facts,
        annulments=tuple(each for each in facts.annulments if each.id in kept),
        settlements=tuple(each for each in facts.settlements if each.id in kept),
    )


def _covered(facts: Any, packs: Any, today: datetime.date) -> bool:
    filed = [
        each
        for each in facts.phase_in_filings
        if each.opened_on <= today
        and not any(end.filing == each.id and end.cancelled_on <= today for end in facts.cancellations)
    ]
    if not filed:
        return True
    for each in filed:
        since = packs.for_(each.author, today)[PhaseInRules].by_category.get(each.category)
        if since is None or since <= today:
            return True
    return False


def _cascades(cascades: list[Any], facts: Any, today: datetime.date) -> dict[str, str]:
    holding = {}
    for cascade in cascades:
        start = max(cascade.applied_on, floor_of(cascade, "applied_on"))
        lifted = any(lift.cascade == cascade.id and lift.lifted_on <= today for lift in facts.cascade_lifts)
        if start <= today and not lifted:
            holding[cascade.id] = str(cascade.status)
    return holding


def _day(today: datetime.date, held: list[Span], cascades: dict[str, str]) -> Day:
    suspended = [each for each in held if not each.terminates]
    terminated = [each for each in held if each.terminates]
    day = Day(reasons={each.decision.id for each in held} | set(cascades))
    if suspended:
        day.term_ends_on = max(each.term_end(today) for each in suspended)
    if terminated:
        day.bar_ends_on = max(each.term_end(today) for each in terminated)
    if terminated or "terminated" in cascades.values():
        day.status = "terminated"
        end = day.bar_ends_on
    elif suspended or cascades:
        day.status = "suspended"
        end = day.term_ends_on
    else:
        end = None
    day.term_over = end is not None and end <= today and day.status not in cascades.values()
    day.assessed = day.status == "terminated" and day.term_over and all(each.assessed(today) for each in terminated)
    return day
