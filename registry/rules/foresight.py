"""What one more decision would lead to, before anybody signs it."""

import dataclasses
import datetime
from dataclasses import dataclass

from registry.codes.measures import MeasureKind
from registry.packs.book import PackBook
from registry.rules import points
from registry.rules.facts import Decision, Facts, enrolled
from registry.rules.joint import JointCase, joint_cases
from registry.rules.measures import RANK, Measure
from registry.rules.timeline import timeline

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What a year comes to with a decision and without it.

    `measure_before` is the strictest measure of the year without it, None for none. The other members describe
    the strictest measure with it: its decision need not be the new one, which may come earlier in law.
    """

    year: int
    points_before: int
    points_after: int
    measure_before: MeasureKind | None
    measure_after: MeasureKind
    decision: str
    starts_on: Date
    months: int | None
    term_ends_on: Date | None
    bar_years: int | None
    bar_ends_on: Date | None
    other_provinces: tuple[str, ...]
    """Those whose points count in the year, and those where the person is filed, without the author."""
    joint: JointCase | None

    @property
    def crosses(self) -> bool:
        """Return whether the decision leads to a stricter measure than the year has without it."""
        before = MeasureKind.NOTICE if self.measure_before is None else self.measure_before
        return RANK[self.measure_after] > RANK[before]


def foresee(facts: Facts, packs: PackBook, decision: Decision) -> Foresight:
    """Return what a decision would lead to beside the facts known; nothing is stored, nothing is refused.

    A decision that is among the facts already is compared with its not being there.
    """
    year = decision.decided_on.year
    without = dataclasses.replace(facts, decisions=tuple(each for each in facts.decisions if each.id != decision.id))
    within = dataclasses.replace(without, decisions=(*without.decisions, decision))
    before = _strictest(without, packs, year)
    after = _strictest(within, packs, year)
    if after is None:
        raise ValueError("the decision is annulled")
    others = {each.author for each in points.in_force(within) if each.decided_on.year == year}
    others |= {each.author for each, until in enrolled(facts) if until is None or until > decision.decided_on}
    cases = {case.decision: case for case in joint_cases(within, packs)}
    return Foresight(
        year=year,
        points_before=points.points_of_year(without, year, packs=packs),
        points_after=points.points_of_year(within, year, packs=packs),
        measure_before=None if before is None else before.kind,
        measure_after=after.kind,
        decision=after.decision,
        starts_on=after.starts_on,
        months=after.months,
        term_ends_on=after.term_ends_on,
        bar_years=after.bar_years,
        bar_ends_on=after.bar_ends_on,
        other_provinces=tuple(sorted(others - {decision.author})),
        joint=cases.get(after.decision),
    )


def _strictest(facts: Facts, packs: PackBook, year: int) -> Measure | None:
    """Return the strictest measure of a year; of several the last in legal order."""
    found = [measure for measure in timeline(facts, packs).measures if measure.year == year]
    return max(reversed(found), key=lambda measure: RANK[measure.kind], default=None)
