"""Standing as values: why a status holds, on which days, and what each decision led to."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from registry.qualification.rules.measures import Measure, iso
from registry.words.measures import ReasonKind
from registry.words.statuses import Status

Date = datetime.date

BEFORE_TERM_END = "before_term_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a status holds: points, or a cascade.

    `ends_on` is the first day on which this reason no longer holds, None while it is open. `remark` is
    `before_term_end` for a suspension that was restored before its term was over; for a cascade, the reason
    that its author stated.
    """

    kind: ReasonKind
    fact: str
    author: str
    status: Status
    rule: str
    starts_on: Date
    ends_on: Date | None
    year: int | None = None
    points_total: int | None = None
    months: int | None = None
    bar_years: int | None = None
    remark: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the reason as JSON values; dates are ISO."""
        return {
            "kind": self.kind.value,
            "fact": self.fact,
            "author": self.author,
            "status": self.status.value,
            "rule": self.rule,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": iso(self.ends_on),
            "year": self.year,
            "points_total": self.points_total,
            "months": self.months,
            "bar_years": self.bar_years,
            "remark": self.remark,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One standing, from `from_on` (None: ever) until the day before `to_on` (None: ever).

    `term_ends_on` belongs to a suspension by points, also under a stricter status; `bar_ends_on` to a
    termination by points. `term_over` says that the term, or the bar, of the present status is over, and only
    a restoration, or a new filing, is missing; `assessed` that the assessment after the bar was passed, and only
    the new filing is missing (art. 39). `pending` says that by the facts in the log alone the standing would be
    another. `objection_pending`: an objection to points or to a status is not settled on these days.
    """

    from_on: Date | None
    to_on: Date | None
    status: Status = Status.NORMAL
    term_over: bool = False
    term_ends_on: Date | None = None
    bar_ends_on: Date | None = None
    assessed: bool = False
    pending: bool = False
    objection_pending: bool = False
    reasons: tuple[Reason, ...] = ()

    def holds(self, on: Date) -> bool:
        """Return whether a day lies in the interval."""
        return (self.from_on is None or self.from_on <= on) and (self.to_on is None or on < self.to_on)

    def same_standing(self, other: "Interval") -> bool:
        """Return whether two intervals differ in nothing but their days and what is pending."""
        return (
            self.status is other.status
            and self.term_over is other.term_over
            and self.term_ends_on == other.term_ends_on
            and self.bar_ends_on == other.bar_ends_on
            and self.assessed is other.assessed
            and self.objection_pending is other.objection_pending
            and self.reasons == other.reasons
        )

    def goes_on_in(self, later: "Interval") -> bool:
        """Return whether the interval that follows at once is the same status for a reason that both have."""
        if self.status is not later.status or self.to_on is None or self.to_on != later.from_on:
            return False
        deciding = self._deciding()
        return deciding == later._deciding() or bool(deciding & later._deciding())

    def _deciding(self) -> set[tuple[ReasonKind, str]]:
        return {(reason.kind, reason.fact) for reason in self.reasons if reason.status is self.status}

    def between(self, from_on: Date | None, to_on: Date | None, *, pending: bool) -> "Interval":
        """Return the same standing for other days."""
        if from_on == self.from_on and to_on == self.to_on and pending is self.pending:
            return self
        return Interval(
            from_on=from_on,
            to_on=to_on,
            status=self.status,
            term_over=self.term_over,
            term_ends_on=self.term_ends_on,
            bar_ends_on=self.bar_ends_on,
            assessed=self.assessed,
            pending=pending,
            objection_pending=self.objection_pending,
            reasons=self.reasons,
        )

    def as_json(self) -> dict[str, object]:
        """Return the interval as JSON values; dates are ISO."""
        return {
            "from_on": iso(self.from_on),
            "to_on": iso(self.to_on),
            "status": self.status.value,
            "term_over": self.term_over,
            "term_ends_on": iso(self.term_ends_on),
            "bar_ends_on": iso(self.bar_ends_on),
            "assessed": self.assessed,
            "pending": self.pending,
            "objection_pending": self.objection_pending,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A whole run of days of one status: since when somebody is what they are, and until when.

    Intervals are cut where anything changes: a term runs out, an objection comes in. A stretch goes on over such days
    as long as the status stays and one of its reasons with it. From `from_on` (None: ever) until the day before `to_on`
    (None: nothing known ends it); `then` is the status that is certain to follow, None where none is.
    """

    from_on: Date | None
    to_on: Date | None
    then: Status | None

    def as_json(self) -> dict[str, object]:
        """Return the stretch as JSON values; dates are ISO."""
        return {"from_on": iso(self.from_on), "to_on": iso(self.to_on), "then": self.then and self.then.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All intervals, in order, covering every day exactly once; and every measure, in legal order."""

    intervals: tuple[Interval, ...]
    measures: tuple[Measure, ...]

    def on(self, date: Date) -> Interval:
        """Return the interval in which a day lies."""
        return next(interval for interval in self.intervals if interval.to_on is None or date < interval.to_on)

    def stretch_on(self, date: Date) -> Stretch:
        """Return the stretch in which a day lies."""
        return next(found for interval, found in self.stretched() if interval.to_on is None or date < interval.to_on)

    def stretched(self) -> Iterator[tuple[Interval, Stretch]]:
        """Yield each interval with the stretch that it is part of."""
        last = len(self.intervals) - 1
        begun = 0
        for at, interval in enumerate(self.intervals):
            later = None if at == last else self.intervals[at + 1]
            if later is not None and interval.goes_on_in(later):
                continue
            first, then = self.intervals[begun].from_on, None if later is None else later.status
            found = Stretch(from_on=first, to_on=interval.to_on, then=then)
            for each in self.intervals[begun : at + 1]:
                yield each, found
            begun = at + 1

    def status_on(self, date: Date) -> Status:
        """Return the status on a day."""
        return self.on(date).status

    def as_json(self) -> dict[str, object]:
        """Return the timeline as JSON values."""
        return {
            "intervals": [interval.as_json() for interval in self.intervals],
            "measures": [measure.as_json() for measure in self.measures],
        }
