"""What one more decision would lead to, before anybody signs it: the one answer that form, paper and program give.

Asked of all IDs of a person, as the standing is (O23): who was merged has the points of both.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from registry.packs.pack import Pack
from registry.qualification.rules import points, scoring
from registry.qualification.rules.admission import check_stated_months
from registry.qualification.rules.changes import Ahead, ahead
from registry.qualification.rules.facts import Decision, Facts, filings_with_ends
from registry.qualification.rules.joint import JointCase, joint_cases
from registry.qualification.rules.kinship import Kinship
from registry.qualification.rules.measures import RANK, Measure, kind_of, strictest
from registry.words.measures import MeasureKind
from sync.wire.refusals import Refused

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What a year comes to with one more decision: its sum and measure, before and after.

    `measure` is the strictest of the year. Its decision need not be the one asked about, which may come earlier in law;
    `own` is what that one leads to by itself and what comes before it, which its notice says.
    """

    decision: Decision
    before: int
    """Points of the year without it."""
    total: int
    measure: Measure
    own: Measure
    repairable: bool
    """Whether a repair may lower its points, as the pack of its author says (O16)."""
    counted: tuple[Decision, ...]
    """Every decision whose points count in the year, by the days of their bases."""
    authors: tuple[str, ...]
    """Every division whose points of the year count, in order."""
    other_provinces: tuple[str, ...]
    """Those whose points count in the year, and those where the person is filed, without the author."""
    joint: JointCase | None
    """Where points of several provinces cross a threshold."""
    person: str
    without: Kinship
    """What is known of the person without the decision."""
    known: Kinship
    """What is known with it."""

    @property
    def year(self) -> int:
        """Return the calendar year of the points."""
        return self.decision.decided_on.year

    def ahead(self, since: Date) -> Ahead:
        """Return how the person stands on a day without the decision, and what it changes from then on."""
        return ahead(self.without.timeline(self.person), self.known.timeline(self.person), since)

    @property
    def carried(self) -> bool:
        """Return whether the strictest measure follows from this decision, whose first day then counts."""
        return self.measure.decision == self.decision.id

    @property
    def leads_to_status(self) -> bool:
        """Return whether a suspension or termination follows."""
        return self.measure.kind is not MeasureKind.NOTICE


def foresee(whole: Kinship, person: str, decision: Decision) -> Foresight:
    """Return what a decision about a person would lead to beside what is known; nothing is stored, nothing is refused.

    A decision that is among the facts already is compared with its not being there.
    """
    without = whole.without(decision.id)
    if not whole.says(decision.id):
        whole = without.having(person, Facts(decisions=(decision,)))
    known = whole.united(person)
    counted = [each for each in points.in_force(known) if each.decided_on.year == decision.decided_on.year]
    standing = next((each for each in counted if each.id == decision.id), None)
    if standing is None:
        raise ValueError("the decision is annulled")
    measures = whole.timeline(person).measures
    measure = strictest(measures, decision.decided_on.year)
    assert measure is not None
    return Foresight(
        decision=standing,
        before=points.points_of_year(without.united(person), decision.decided_on.year, packs=whole.packs),
        total=points.points_of_year(known, decision.decided_on.year, packs=whole.packs),
        measure=measure,
        own=next(each for each in measures if each.decision == decision.id),
        repairable=any(each.id == decision.id for each in points.repairable(counted, packs=whole.packs)),
        counted=tuple(sorted(counted, key=lambda each: (each.decided_on, each.author, each.id))),
        authors=tuple(sorted({each.author for each in counted})),
        other_provinces=_others(counted, known, decision),
        joint=next((case for case in joint_cases(known, whole.packs) if case.decision == measure.decision), None),
        person=person,
        without=without,
        known=whole,
    )


def foresee_announced(whole: Kinship, person: str, decision: Decision) -> Foresight:
    """Return what a decision leads to if its notice says so: then nothing of it is unforeseen (O26)."""
    without = whole.without(decision.id)
    united = without.united(person).merge(Facts(decisions=(decision,)))
    tallies = points.tallies(points.in_force(united), points.ordered_repairs(united), whole.packs)
    told = next(kind_of(tally.total) for tally in tallies if tally.decision.id == decision.id)
    found = foresee(without, person, replace(decision, measure=told))
    if found.own.kind is told:
        return found
    return foresee(without, person, replace(decision, measure=found.own.kind))  # no new bar while one holds (O28)


def led_to_before(whole: Kinship, person: str, year: int) -> MeasureKind | None:
    """Return the strictest kind of measure that a year has led to; None where it led to nothing."""
    found = strictest(whole.timeline(person).measures, year)
    return None if found is None else found.kind


def crosses(before: MeasureKind | None, after: MeasureKind) -> bool:
    """Return whether a year comes to a stricter measure than it had before."""
    return RANK[after] > RANK[MeasureKind.NOTICE if before is None else before]


def check_announced(found: Foresight, facts: Facts, pack: Pack) -> None:
    """Refuse a decision whose notice could not say what it must: months and first day (art. 29).

    Refused too is one in a situation that repeats what nobody is known to have done (art. 25). What the author knows is
    what they are told here, so points of other divisions count. `facts` are the person's under any ID. Refused:
    `suspension_months_missing`, `suspension_months_outside`, `situation_not_repeated`, `start_missing`.
    """
    decision = found.decision
    if found.carried:
        check_stated_months(decision, found.measure.points_total, pack)
    if decision.situation and not scoring.repeats(decision, facts, pack):
        raise Refused.because("situation_not_repeated", "situations")
    if found.leads_to_status and found.carried and decision.suspension_starts_on is None:
        raise Refused.because("start_missing", "suspension_starts_on")


def _others(counted: Iterable[Decision], known: Facts, decision: Decision) -> tuple[str, ...]:
    others = {each.author for each in counted}
    others |= {each.author for each, until in filings_with_ends(known) if until is None or until > decision.decided_on}
    return tuple(sorted(others - {decision.author}))
