"""What a remedy touches: which measures an assessment is about, which a repair of months shortens, and whose they are.

Points belong to the author of the decision. A term or a bar belongs to the author of the measure; another province that
files the person may end or shorten it, and then names the consent of each author (O32).
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from registry.packs.book import PackBook
from registry.qualification.rules import points
from registry.qualification.rules.effects import known_from
from registry.qualification.rules.facts import Facts, Repair, distinct
from registry.qualification.rules.measures import Measure
from registry.qualification.rules.standing import Interval, Reason, Timeline
from registry.words.measures import MeasureKind, ReasonKind
from registry.words.statuses import Status
from sync.wire.refusals import Refused

Date = datetime.date

_DAY = datetime.timedelta(days=1)


def awaiting(standing: Interval) -> tuple[Reason, ...]:
    """Return the suspensions and terminations by points that need an assessment to end (art. 39, annex 1).

    A termination whose assessment was passed needs a new filing and no further assessment.
    """
    return tuple(
        reason
        for reason in standing.reasons
        if reason.kind is ReasonKind.POINTS and not (standing.assessed and reason.status is Status.TERMINATED)
    )


def over_on(standing: Interval) -> Date | None:
    """Return the first day on which every term and bar that needs an assessment is over; None where there is none."""
    ends = [standing.term_ends_on, None if standing.assessed else standing.bar_ends_on]
    return max((end for end in ends if end is not None), default=None)


def assessed_by(timeline: Timeline, effective_on: Date) -> tuple[Reason, ...]:
    """Return what an assessment that is effective on a day is about: what holds the day before, and no more."""
    return awaiting(timeline.on(effective_on - _DAY))


def earliest_end(timeline: Timeline, effective_on: Date) -> Date | None:
    """Return from when an assessment may be effective; a repair granted on the day itself counts."""
    # What begins on the day itself is not restored by it, so that the earlier of both says when the terms are over.
    before, then = timeline.on(effective_on - _DAY), timeline.on(effective_on)
    return min((end for end in (over_on(before), over_on(then)) if end is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What becomes, by a passed assessment, of what holds on the day before it is effective."""

    ends: tuple[Reason, ...]
    awaits_filing: tuple[Reason, ...]
    """Terminations that end with the new filing, which is possible from then on."""
    goes_on: tuple[Reason, ...]


def outlook(before: Timeline, after: Timeline, effective_on: Date) -> Outlook:
    """Return what an assessment does: the timelines are those without it and with it."""
    then = after.on(effective_on)
    held = before.on(effective_on - _DAY).reasons
    left = {(reason.fact, reason.status) for reason in then.reasons}
    stays = [reason for reason in held if (reason.fact, reason.status) in left]
    filing = [
        reason
        for reason in stays
        if then.assessed and reason.kind is ReasonKind.POINTS and reason.status is Status.TERMINATED
    ]
    return Outlook(
        ends=tuple(reason for reason in held if (reason.fact, reason.status) not in left),
        awaits_filing=tuple(filing),
        goes_on=tuple(reason for reason in stays if reason not in filing),
    )


def outlived(standing: Interval, effective_on: Date) -> tuple[Reason, ...]:
    """Return what holds although it began before a passed assessment was effective: it came to be known later (O27)."""
    return tuple(
        reason
        for reason in awaiting(standing)
        if reason.starts_on < effective_on and not (reason.status is Status.TERMINATED and standing.term_over)
    )


def shortened_by(timeline: Timeline, year: int, granted_on: Date) -> tuple[Measure, ...]:
    """Return the suspensions and terminations that a repair of months is about (art. 38).

    They are those of the year whose term or bar is not over, also such as begin later (O31).
    """
    return tuple(
        measure
        for measure in timeline.measures
        if measure.year == year and measure.kind is not MeasureKind.NOTICE and not _is_over(measure, granted_on)
    )


def _is_over(measure: Measure, on: Date) -> bool:
    ends_on = measure.bar_ends_on if measure.kind is MeasureKind.TERMINATION else measure.term_ends_on
    return any(end is not None and end <= on for end in (measure.ended_on, ends_on))


def check_points(repair: Repair, facts: Facts, packs: PackBook) -> None:
    """Refuse points that another division scored: each repairs its own decisions of the year, and no more (O32).

    `facts` are the person's without this repair. Refused: `repair_out_of_scope`, `repair_above_sum`.
    """
    if not repair.points:
        return
    of_year = [
        decision
        for decision in points.in_force(facts)
        if decision.decided_on.year == repair.year and known_from(decision) <= repair.granted_on
    ]
    if all(decision.author != repair.author for decision in of_year):
        raise Refused.because("repair_out_of_scope", "person")
    scored = sum(
        decision.points for decision in points.repairable(of_year, packs=packs) if decision.author == repair.author
    )
    lowered = sum(
        each.points for each in distinct(facts.repairs) if (each.author, each.year) == (repair.author, repair.year)
    )
    if repair.points > scored - lowered:
        raise Refused.because("repair_above_sum", "points", year=repair.year, most=max(0, scored - lowered))


def check_scope(author: str, authors: Collection[str], filing: Collection[str], *, refusal: str) -> None:
    """Refuse a division that neither is the author of a measure nor files the person (O32).

    `authors` are those of the measures in question; `filing` the divisions in which the person is filed, or, filed
    nowhere, was last (O40). Refused: `restoration_out_of_scope`, `repair_out_of_scope`.
    """
    if author not in authors and author not in filing:
        raise Refused.because(refusal, "person")


def check_consent(author: str, authors: Collection[str], consent: str) -> None:
    """Refuse to end or shorten what others decided without naming their consent. Refused: `consent_missing` (O32)."""
    others = consenting(author, authors)
    if others and not consent.strip():
        raise Refused.because("consent_missing", "consent", divisions=", ".join(others))


def consenting(author: str, authors: Collection[str]) -> tuple[str, ...]:
    """Return the divisions whose consent a division needs, in order."""
    return tuple(sorted(set(authors) - {author}))
