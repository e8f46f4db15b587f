"""What holds of a person by points and cascades: as a whole, and as it is while some scores are stayed (O10, O37)."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence

from registry.packs.book import PackBook
from registry.qualification.rules import endings, objections, points
from registry.qualification.rules.effects import known_from
from registry.qualification.rules.facts import Cascade, Decision, Facts, distinct
from registry.qualification.rules.measures import RULES, Measure
from registry.qualification.rules.objections import NOTHING_PENDING, Windows
from registry.qualification.rules.spans import Span, as_measure, meanwhile, spans, stated_on
from registry.qualification.rules.standing import BEFORE_TERM_END, Interval, Reason
from registry.words.measures import MeasureKind, ReasonKind
from registry.words.statuses import Status

Date = datetime.date

CASCADE_RULE = "医保办发〔2024〕34号 art. 34"
EVER = (Interval(from_on=None, to_on=None),)

_STATUS = {MeasureKind.SUSPENSION: Status.SUSPENDED, MeasureKind.TERMINATION: Status.TERMINATED}


class Held:
    """A measure or cascade that holds for some time, with the part of its reason that does not change by the day."""

    __slots__ = ("end", "reason", "span", "start", "status")

    def __init__(self, reason: Reason, span: Span | None = None) -> None:
        self.reason = reason
        self.span = span
        self.start = reason.starts_on
        self.end = reason.ends_on
        self.status = reason.status


def life(
    decisions: Sequence[Decision],
    facts: Facts,
    packs: PackBook,
    stayed: Mapping[str, Windows] = NOTHING_PENDING,
) -> tuple[list[Held], tuple[Measure, ...]]:
    """Return the measures that hold by points, and what each decision led to, in the order in which they add up."""
    if not decisions:
        return [], ()
    repairs = points.ordered_repairs(facts) if facts.repairs else []
    found = spans(points.tallies(decisions, repairs, packs), facts, repairs, packs, stayed)
    held = endings.close([*meanwhile(found, facts), *found], decisions, facts, repairs, packs)
    last = {span.decision.id: span for span in held}  # what held meanwhile comes first, and gives way
    measures = [as_measure(last.get(span.decision.id, span), held) for span in found]
    return [Held(_reason(span), span) for span in held], tuple(measures)


def cascades(facts: Facts, standing: Iterable[Cascade]) -> list[Held]:
    """Return the cascades that ever hold: each from its day, if that is not over yet, until its earliest lift (O15)."""
    lifted: dict[str, Date] = {}
    for lift in facts.cascade_lifts:
        lifted[lift.cascade] = min(lift.lifted_on, lifted.get(lift.cascade, lift.lifted_on))
    found = []
    for cascade in standing:
        start, end = max(cascade.applied_on, known_from(cascade)), lifted.get(cascade.id)
        if end is None or start < end:
            found.append(Held(_cascade_reason(cascade, start, end)))
    return found


def standing_cascades(facts: Facts) -> Collection[Cascade]:
    """Return the cascades that no settlement annulled."""
    if facts.settlements:
        annulled = objections.annulled(facts)
        return [cascade for cascade in distinct(facts.cascades) if cascade.id not in annulled]
    return list(distinct(facts.cascades))


def intervals(held: list[Held]) -> Sequence[Interval]:
    """Return the intervals between the days on which something begins, ends, or is shortened."""
    if not held:
        return EVER
    held = sorted(held, key=lambda each: (-each.status.strictness, each.start, each.reason.kind, each.reason.fact))
    changes = sorted({day for each in held for day in _changes(each)})
    found = [Interval(from_on=None, to_on=changes[0])]
    for from_on, to_on in zip(changes, [*changes[1:], None], strict=True):
        active = [each for each in held if each.start <= from_on and (each.end is None or from_on < each.end)]
        for interval in _standing(active, from_on, to_on):
            append(found, interval)
    return found


def append(found: list[Interval], interval: Interval) -> None:
    """Add an interval after the last, or make the last one longer where the standing is the same."""
    last = found[-1] if found else None
    if last is not None and interval.pending is last.pending and interval.same_standing(last):
        found[-1] = last.between(last.from_on, interval.to_on, pending=last.pending)
    else:
        found.append(interval)


def _changes(held: Held) -> Iterable[Date]:
    yield held.start
    if held.end is not None:
        yield held.end
    span = held.span
    if span is None:
        return
    yield from (repair.granted_on for repair, _ in span.repairs if repair.granted_on > span.start)
    yield from (moved_on for moved_on, _ in span.lowered)
    yield from (day for window in span.stays for day in window if day is not None)
    if span.assessed_on is not None:
        yield span.assessed_on
    if span.stated is not None and stated_on(span.stated) > span.start:
        yield stated_on(span.stated)


def _standing(active: Sequence[Held], from_on: Date, to_on: Date | None) -> list[Interval]:
    """Return one standing, or two where a term or bar ends in between. `active` comes strictest first."""
    if not active:
        return [Interval(from_on=from_on, to_on=to_on)]
    status = active[0].status
    reasons = tuple([each.reason for each in active])
    suspensions = [each.span for each in active if each.span and each.status is Status.SUSPENDED]
    bars = [each.span for each in active if each.span and each.status is Status.TERMINATED]
    term_ends_on = max((span.term_end(from_on) for span in suspensions), default=None)
    bar_ends_on = max((span.term_end(from_on) for span in bars), default=None)
    over_on = bar_ends_on if status is Status.TERMINATED else term_ends_on
    if any(each.span is None and each.status is status for each in active):
        over_on = None  # a cascade of the same strictness has no term
    assessed = bool(bars) and all(span.assessed_on is not None and span.assessed_on <= from_on for span in bars)
    days = [(from_on, to_on)]
    if over_on is not None and from_on < over_on and (to_on is None or over_on < to_on):
        days = [(from_on, over_on), (over_on, to_on)]
    return [
        Interval(
            from_on=first,
            to_on=last,
            status=status,
            term_over=(over := over_on is not None and over_on <= first),
            term_ends_on=term_ends_on,
            bar_ends_on=bar_ends_on,
            assessed=over and assessed and status is Status.TERMINATED,
            reasons=reasons,
        )
        for first, last in days
    ]


def _reason(span: Span) -> Reason:
    suspended = span.kind is MeasureKind.SUSPENSION
    early = span.restored and span.end is not None and span.end < span.term_end()
    return Reason(
        kind=ReasonKind.POINTS,
        fact=span.decision.id,
        author=span.decision.author,
        status=_STATUS[span.kind],
        rule=RULES[span.kind],
        starts_on=span.start,
        ends_on=span.end,
        year=span.year,
        points_total=span.total,
        months=span.counted(None)[1] if suspended else None,
        bar_years=None if suspended else span.bar_years,
        remark=BEFORE_TERM_END if early else None,
    )


def _cascade_reason(cascade: Cascade, starts_on: Date, ends_on: Date | None) -> Reason:
    return Reason(
        kind=ReasonKind.CASCADE,
        fact=cascade.id,
        author=cascade.author,
        status=Status(cascade.status),
        rule=CASCADE_RULE,
        starts_on=starts_on,
        ends_on=ends_on,
        remark=cascade.reason,
    )
