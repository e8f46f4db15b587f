"""Columns over names (points by year, decisions by month), drawn as SVG inside the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PLOT_HEIGHT = 120
TOP = 22
BOTTOM = 24
MARGIN = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what stands under it, how high it is, and its sentence."""

    name: str
    value: int
    sentence: str
    css: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A line across the columns."""

    value: int
    name: str


def draw(columns: Sequence[Column], *, title: str, thresholds: Sequence[Threshold] = (), pitch: int = 56) -> SafeString:
    """Return the drawing; ``pitch`` is the room for one column in units of the drawing."""
    highest = max([1, *(column.value for column in columns), *(line.value for line in thresholds)])
    width = 2 * MARGIN + pitch * max(1, len(columns))
    sentence = " ".join(column.sentence for column in columns)
    return format_html(
        '<svg class="pq-columns" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}{}{}</svg>',
        width,
        TOP + PLOT_HEIGHT + BOTTOM,
        width,
        TOP + PLOT_HEIGHT + BOTTOM,
        f"{title}. {sentence}",
        format_html('<line class="pq-grid" x1="0" x2="{0}" y1="{1}" y2="{1}"/>', width, TOP + PLOT_HEIGHT),
        format_html_join("", "{}", ((_threshold(line, highest, width),) for line in thresholds)),
        format_html_join("", "{}", ((_column(column, index, highest, pitch),) for index, column in enumerate(columns))),
    )


def _y(value: int, highest: int) -> float:
    return round(TOP + PLOT_HEIGHT * (1 - value / highest), 1)


def _threshold(line: Threshold, highest: int, width: int) -> SafeString:
    y = _y(line.value, highest)
    return format_html(
        '<g class="pq-threshold"><line x1="0" x2="{0}" y1="{1}" y2="{1}"/><text x="2" y="{2}">{3}</text></g>',
        width,
        y,
        y - 4,
        line.name,
    )


def _column(column: Column, index: int, highest: int, pitch: int) -> SafeString:
    left = MARGIN + index * pitch + pitch * 0.2
    y = _y(column.value, highest)
    middle = round(left + pitch * 0.3, 1)
    return format_html(
        '<g class="pq-column {}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text class="pq-value" x="{}" y="{}">{}</text><text class="pq-axis-middle" x="{}" y="{}">{}</text></g>',
        column.css,
        column.sentence,
        round(left, 1),
        y,
        round(pitch * 0.6, 1),
        round(TOP + PLOT_HEIGHT - y, 1),
        middle,
        y - 5,
        column.value,
        middle,
        TOP + PLOT_HEIGHT + 16,
        column.name,
    )
