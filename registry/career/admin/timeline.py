"""A person's standing, drawn: a band of coloured intervals over an axis of years, decisions above it, today as a line.

The drawing is SVG inside the page: no script, no style attribute, colours by class (so that they follow
light and dark), and hatching beside colour, so that nothing is told by colour alone. Every shape carries
its sentence as a title, and the whole is described for those who do not see it. Words come in from outside,
in the reader's language.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Date = datetime.date

WIDTH = 1000
MARGIN = 16
LEVEL = 26  # height of one row of marks
LEVELS = 3
BAND_HEIGHT = 34
AXIS_HEIGHT = 30
MARK_RADIUS = 11
NARROWEST = 3  # an interval of a few days is still a stroke one can see
MOST_LABELS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A stretch of days with one status; ``to_on`` is the first day after, None while nothing ends it."""

    from_on: Date
    to_on: Date | None
    status: str
    term_over: bool
    pending: bool
    label: str
    sentence: str

    @property
    def css(self) -> str:
        """Return the classes that colour the interval."""
        classes = [f"pq-band-{self.status}"]
        if self.pending:
            classes.append("pq-band-pending")
        return " ".join(classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that happened on a day. ``kind`` is ``decision``, ``annulled``, ``restoration`` or ``cascade``."""

    on: Date
    kind: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the drawing says, in the reader's language."""

    title: str
    description: str
    today: str


@dataclass(frozen=True, slots=True)
class _Scale:
    first: Date
    last: Date

    def x(self, day: Date) -> float:
        days = max(1, (self.last - self.first).days)
        part = (min(max(day, self.first), self.last) - self.first).days / days
        return round(MARGIN + part * (WIDTH - 2 * MARGIN), 1)

    @property
    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)


def draw(intervals: Sequence[Interval], marks: Sequence[Mark], *, today: Date, words: Words) -> SafeString:
    """Return the drawing. Days without an interval are not drawn: callers fill them in as normal."""
    scale = _scale(intervals, marks, today)
    placed = list(_placed(sorted(marks, key=lambda mark: (mark.on, mark.kind, mark.text)), scale))
    levels = 1 + max((level for _mark, level in placed), default=0)
    band_top = levels * LEVEL + 14
    height = band_top + BAND_HEIGHT + AXIS_HEIGHT
    return format_html(
        '<svg class="pq-timeline" viewBox="0 0 {} {}" role="img" aria-labelledby="pq-tl-title pq-tl-desc">'
        '<title id="pq-tl-title">{}</title><desc id="pq-tl-desc">{}</desc>{}{}{}{}{}</svg>',
        WIDTH,
        height,
        words.title,
        words.description,
        _HATCH,
        _axis(scale, band_top),
        format_html_join("", "{}", ((_band(interval, scale, band_top),) for interval in intervals)),
        format_html_join("", "{}", ((_mark(mark, level, scale, band_top),) for mark, level in placed)),
        _today(scale.x(today), band_top, words.today),
    )


_HATCH = mark_safe(
    '<defs><pattern id="pq-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="pq-hatch" x1="0" y1="0" x2="0" y2="7"/></pattern></defs>'
)


def filled(intervals: Sequence[Interval], *, from_on: Date, normal: Interval) -> list[Interval]:
    """Return intervals without gaps from a day on: between and after them the standing is normal."""
    whole: list[Interval] = []
    day: Date | None = from_on
    for interval in sorted(intervals, key=lambda one: one.from_on):
        if day is not None and interval.from_on > day:
            whole.append(_replaced(normal, day, interval.from_on))
        whole.append(interval)
        day = interval.to_on
    if day is not None:
        whole.append(_replaced(normal, day, None))
    return whole


def _replaced(normal: Interval, from_on: Date, to_on: Date | None) -> Interval:
    return Interval(
        from_on=from_on,
        to_on=to_on,
        status=normal.status,
        term_over=False,
        pending=False,
        label=normal.label,
        sentence=normal.sentence,
    )


def _scale(intervals: Sequence[Interval], marks: Sequence[Mark], today: Date) -> _Scale:
    days = [today, *(mark.on for mark in marks)]
    for interval in intervals:
        days.append(interval.from_on)
        if interval.to_on is not None:
            days.append(interval.to_on)
    first, last = min(days), max(days)
    # An interval said to end in centuries must not squeeze everything else into one stroke.
    last = min(last, Date(max(today.year, max((mark.on.year for mark in marks), default=0)) + 5, 12, 31))
    return _Scale(Date(first.year, 1, 1), Date(min(last.year, 9998) + 1, 1, 1))


def _axis(scale: _Scale, band_top: int) -> SafeString:
    years = list(scale.years)
    step = max(1, -(-len(years) // MOST_LABELS))
    bottom = band_top + BAND_HEIGHT
    lines = format_html_join(
        "",
        '<line class="pq-grid" x1="{0}" x2="{0}" y1="4" y2="{1}"/>',
        ((scale.x(Date(year, 1, 1)), bottom + 6) for year in years[::step]),
    )
    shown = [year for year in years[::step] if year < scale.last.year]
    labels = format_html_join(
        "",
        '<text class="pq-axis" x="{}" y="{}">{}</text>',
        ((scale.x(Date(year, 1, 1)) + 5, bottom + 20, year) for year in shown),
    )
    return format_html("<g>{}{}</g>", lines, labels)


def _band(interval: Interval, scale: _Scale, top: int) -> SafeString:
    left = scale.x(interval.from_on)
    right = scale.x(interval.to_on) if interval.to_on is not None else float(WIDTH - MARGIN)
    width = round(max(NARROWEST, right - left), 1)
    label = _fitting(interval.label, width)
    return format_html(
        '<g><title>{}</title><rect class="pq-band {}" x="{}" y="{}" width="{}" height="{}"/>{}{}</g>',
        interval.sentence,
        interval.css,
        left,
        top,
        width,
        BAND_HEIGHT,
        _hatched(left, top, width) if interval.term_over else "",
        format_html(
            '<text class="pq-band-label pq-label-{}" x="{}" y="{}">{}</text>',
            interval.status,
            left + 6,
            top + BAND_HEIGHT / 2 + 4.5,
            label,
        )
        if label
        else "",
    )


def _hatched(left: float, top: int, width: float) -> SafeString:
    return format_html(
        '<rect class="pq-hatched" x="{}" y="{}" width="{}" height="{}" fill="url(#pq-hatch)"/>',
        left,
        top,
        width,
        BAND_HEIGHT,
    )


def _fitting(label: str, width: float) -> str:
    needed = sum(13.5 if ord(character) > 0x2E7F else 7.2 for character in label) + 12
    return label if needed <= width else ""


def _placed(marks: Sequence[Mark], scale: _Scale) -> Iterator[tuple[Mark, int]]:
    """Put marks that would cover each other on different levels, as far as there are levels."""
    last_on_level = [float("-inf")] * LEVELS
    for mark in marks:
        x = scale.x(mark.on)
        free = [level for level, taken in enumerate(last_on_level) if x - taken >= 2 * MARK_RADIUS + 2]
        level = free[0] if free else min(range(LEVELS), key=lambda one: last_on_level[one])
        last_on_level[level] = x
        yield mark, level


def _mark(mark: Mark, level: int, scale: _Scale, band_top: int) -> SafeString:
    x = scale.x(mark.on)
    y = band_top - 16 - level * LEVEL
    return format_html(
        '<g class="pq-mark pq-mark-{}"><title>{}</title>'
        '<line class="pq-stem" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle cx="{}" cy="{}" r="{}"/><text x="{}" y="{}">{}</text></g>',
        mark.kind,
        mark.sentence,
        x,
        x,
        y,
        band_top,
        x,
        y,
        MARK_RADIUS,
        x,
        y + 4,
        mark.text,
    )


def _today(x: float, band_top: int, word: str) -> SafeString:
    bottom = band_top + BAND_HEIGHT
    left = x > WIDTH - 90
    return format_html(
        '<g class="pq-today"><line x1="{0}" x2="{0}" y1="4" y2="{1}"/>'
        '<text x="{2}" y="14" text-anchor="{3}">{4}</text></g>',
        x,
        bottom + 8,
        x - 5 if left else x + 5,
        "end" if left else "start",
        word,
    )


def description(intervals: Sequence[Interval], marks: Sequence[Mark]) -> str:
    """Return the whole drawing as sentences, in the order of days."""
    events = [(interval.from_on, 1, interval.sentence) for interval in intervals]
    events += [(mark.on, 0, mark.sentence) for mark in marks]
    return " ".join(sentence for _on, _order, sentence in sorted(events))
