"""The ratio of an institution: suspended and terminated person-times of a calendar year (art. 30).

Person-times, not people: one person counts as often as a status begins; two IDs that were merged are one person. Exact
fractions throughout; which people belong to the institution is for the caller to say.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from registry.qualification.rules.standing import Interval, Reason, Timeline
from registry.statistics.rules.ratio_rules import Denominator, RatioRules
from registry.words.measures import RatioMeasure
from registry.words.statuses import Status

Date = datetime.date

_ONE_DAY = datetime.timedelta(days=1)
_MET = (Status.SUSPENDED, Status.TERMINATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPeriod:
    """One filing at the institution: of whom, from when, until when (None: still)."""

    person: str
    opened_on: Date
    cancelled_on: Date | None = None

    def holds(self, on: Date) -> bool:
        """Return whether the filing holds on a day."""
        return self.opened_on <= on and (self.cancelled_on is None or on < self.cancelled_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledUnder:
    """A filing with the standing of the ID under which it was said: a merged person may be filed under several."""

    period: FiledPeriod
    timeline: Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Person-times of a year, of how many filed, and what follows; `share` is None where nobody was filed."""

    year: int
    suspensions: int
    terminations: int
    filed: Fraction
    share: Fraction | None
    measure: RatioMeasure | None

    @property
    def person_times(self) -> int:
        """Return how many suspensions and terminations began in the year."""
        return self.suspensions + self.terminations


def begun(filings: Collection[FiledUnder], year: int) -> list[Reason]:
    """Return why each suspension and termination of one person began in a year, on days on which a filing holds.

    That is where the qualification is lost, whoever decided (art. 34). IDs that were merged are one person.
    """
    found = []
    for day in days_of_change((each.timeline for each in filings), year):
        holding = {id(each.timeline): each.timeline for each in filings if each.period.holds(day)}
        reason = beginning(holding.values(), day)
        if reason is not None:
            found.append(reason)
    return found


def days_of_change(timelines: Iterable[Timeline], year: int) -> list[Date]:
    """Return the days of a calendar year on which anything changes in any of these timelines, in order."""
    starts = {interval.from_on for timeline in timelines for interval in timeline.intervals}
    return sorted(day for day in starts if day is not None and day.year == year)


def beginning(timelines: Collection[Timeline], on: Date) -> Reason | None:
    """Return the reason for which a suspension or termination of one person begins on a day; None where none begins.

    Several timelines are those of the IDs of one person: the strictest of them holds. One begins where the status is
    stricter than on the day before, for a reason that did not hold on any day before. So a longer term while suspended
    begins nothing, nor does the end of a stay or of a stricter status; a termination while suspended does, and so does
    what follows from points united by a merge, on the day of the merge.
    """
    holding = [timeline.on(on) for timeline in timelines]
    status = _strictest(holding)
    if status not in _MET:
        return None
    earlier = [
        [interval for interval in timeline.intervals if interval.from_on is None or interval.from_on < on]
        for timeline in timelines
    ]
    if status.strictness <= _strictest(intervals[-1] for intervals in earlier).strictness:
        return None
    known = {(reason.fact, reason.status) for intervals in earlier for each in intervals for reason in each.reasons}
    return next(
        (
            reason
            for each in holding
            for reason in each.reasons
            if reason.status is status and (reason.fact, reason.status) not in known
        ),
        None,
    )


def _strictest(intervals: Iterable[Interval]) -> Status:
    return max((interval.status for interval in intervals), key=lambda status: status.strictness, default=Status.NORMAL)


def filed(periods: Iterable[FiledPeriod], year: int, denominator: Denominator) -> Fraction:
    """Return how many people the institution had filed in a year, as the pack counts them.

    On the last day, ever in the year, or on the average of its days. Several filings of one person are one.
    """
    first, last = Date(year, 1, 1), Date(year, 12, 31)
    known = list(periods)
    if denominator is Denominator.FILED_ON_LAST_DAY:
        return Fraction(len({each.person for each in known if each.holds(last)}))
    by_person: dict[str, list[FiledPeriod]] = {}
    for each in known:
        ended_on = last if each.cancelled_on is None else min(last, each.cancelled_on - _ONE_DAY)
        if max(first, each.opened_on) <= ended_on:
            by_person.setdefault(each.person, []).append(each)
    if denominator is Denominator.FILED_EVER_IN_YEAR:
        return Fraction(len(by_person))
    days = sum(_days_filed(each, first, last) for each in by_person.values())
    return Fraction(days, (last - first).days + 1)


def _days_filed(periods: Iterable[FiledPeriod], first: Date, last: Date) -> int:
    """Return on how many days from `first` to `last` at least one of a person's filings holds."""
    count, counted_until = 0, first - _ONE_DAY
    for each in sorted(periods, key=lambda period: period.opened_on):
        start = max(each.opened_on, counted_until + _ONE_DAY)
        end = last if each.cancelled_on is None else min(last, each.cancelled_on - _ONE_DAY)
        if start <= end:
            count += (end - start).days + 1
            counted_until = end
    return count


def ratio(
    people: Iterable[Collection[FiledUnder]], periods: Iterable[FiledPeriod], year: int, rules: RatioRules
) -> Ratio:
    """Return the ratio of an institution for a year, and what follows by the pack's thresholds, if it sets any.

    `people` are the filings of each person, once, of whom something may have begun; `periods` everybody's. A threshold
    is met when it is reached.
    """
    statuses = [reason.status for filings in people for reason in begun(filings, year)]
    whole = filed(periods, year, rules.denominator)
    share = Fraction(len(statuses)) / whole if whole else None
    suspensions = statuses.count(Status.SUSPENDED)
    return Ratio(
        year=year,
        suspensions=suspensions,
        terminations=len(statuses) - suspensions,
        filed=whole,
        share=share,
        measure=measure_of(share, rules),
    )


def measure_of(share: Fraction | None, rules: RatioRules) -> RatioMeasure | None:
    """Return what a share leads to under a pack's thresholds; nothing where there is no share, or no threshold."""
    for percent, measure in (
        (rules.agreement_percent, RatioMeasure.AGREEMENT),
        (rules.settlement_percent, RatioMeasure.SETTLEMENT),
    ):
        if share is not None and percent is not None and share >= Fraction(percent, 100):
            return measure
    return None
