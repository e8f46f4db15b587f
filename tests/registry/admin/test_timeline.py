"""The drawing: every day drawn once, every shape with its sentence, nothing that a policy would forbid."""

import datetime
import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.career.admin import timeline
from registry.career.admin.timeline import Interval, Mark, Words
from registry.doors.admin import columns

Date = datetime.date
TODAY = Date(2026, 3, 1)
WORDS = Words(title="Timeline of X", description="Suspended from March on.", today="today")
SVG = "{http://www.w3.org/2000/svg}"


def interval(from_on: Date, to_on: Date | None, status: str = "suspended", **more: bool) -> Interval:
    return Interval(
        from_on=from_on,
        to_on=to_on,
        status=status,
        term_over=more.get("term_over", False),
        pending=more.get("pending", False),
        label=status,
        sentence=f"{status} <from> {from_on}",
    )


def mark(on: Date, kind: str = "decision", text: str = "5") -> Mark:
    return Mark(on=on, kind=kind, text=text, sentence=f"{kind} on {on}")


NORMAL = interval(Date(2020, 1, 1), None, "normal")


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314


def bands(root: ElementTree.Element) -> list[tuple[float, float, str]]:
    return [
        (float(rect.get("x", 0)), float(rect.get("width", 0)), rect.get("class", ""))
        for rect in root.iter(f"{SVG}rect")
        if "pq-band " in rect.get("class", "")
    ]


def test_what_a_reader_is_told_without_seeing() -> None:
    root = parsed(timeline.draw([interval(Date(2025, 3, 1), None)], [mark(Date(2025, 3, 1))], today=TODAY, words=WORDS))
    assert root.get("role") == "img"
    names = [root.find(f".//*[@id='{one}']").text for one in root.get("aria-labelledby", "").split()]  # type: ignore[union-attr]
    assert names == ["Timeline of X", "Suspended from March on."]
    titles = [one.text for one in root.iter(f"{SVG}title")]
    assert "suspended <from> 2025-03-01" in titles
    assert "decision on 2025-03-01" in titles


@pytest.mark.parametrize(
    ("one", "classes"),
    [
        pytest.param(interval(Date(2025, 1, 1), None), "pq-band pq-band-suspended", id="suspended"),
        pytest.param(interval(Date(2025, 1, 1), None, "terminated"), "pq-band pq-band-terminated", id="terminated"),
        pytest.param(
            interval(Date(2025, 1, 1), None, pending=True), "pq-band pq-band-suspended pq-band-pending", id="pending"
        ),
    ],
)
def test_colour_is_a_class(one: Interval, classes: str) -> None:
    root = parsed(timeline.draw([one], [], today=TODAY, words=WORDS))
    assert [css for _x, _width, css in bands(root)] == [classes]


def test_a_term_that_is_over_is_hatched_as_well() -> None:
    drawn = timeline.draw([interval(Date(2025, 1, 1), None, term_over=True)], [], today=TODAY, words=WORDS)
    assert 'fill="url(#pq-hatch)"' in drawn
    assert "pq-hatched" not in timeline.draw([interval(Date(2025, 1, 1), None)], [], today=TODAY, words=WORDS)


def test_nothing_runs_and_nothing_is_fetched() -> None:
    drawn = timeline.draw([interval(Date(2025, 1, 1), None)], [mark(Date(2025, 1, 1))], today=TODAY, words=WORDS)
    assert not re.search(r"style=|<script|<style|href=|\son[a-z]+=|http", drawn)


def test_text_from_outside_stays_text() -> None:
    evil = Mark(on=TODAY, kind="decision", text="<b>", sentence="<script>alert(1)</script>")
    assert "<script>" not in timeline.draw([], [evil], today=TODAY, words=WORDS)


def test_marks_of_one_day_do_not_cover_each_other() -> None:
    root = parsed(timeline.draw([], [mark(TODAY), mark(TODAY, "restoration", "✓")], today=TODAY, words=WORDS))
    circles = [(one.get("cx"), one.get("cy")) for one in root.iter(f"{SVG}circle")]
    assert len(set(circles)) == 2


def test_an_end_in_centuries_does_not_squeeze_the_rest() -> None:
    drawn = timeline.draw([interval(Date(2025, 1, 1), Date(9999, 12, 31))], [], today=TODAY, words=WORDS)
    assert ">2031<" in drawn
    assert ">2040<" not in drawn


DAYS = st.dates(min_value=Date(1990, 1, 1), max_value=Date(2080, 12, 31))


@st.composite
def standings(draw: st.DrawFn) -> list[Interval]:
    days = sorted(draw(st.lists(DAYS, min_size=2, max_size=9, unique=True)))
    spans = [interval(start, end) for start, end in zip(days[::2], days[1::2], strict=False)]
    if draw(st.booleans()):
        spans.append(interval(days[-1] + datetime.timedelta(days=1), None, "terminated"))
    return spans


@given(standings(), st.lists(DAYS, max_size=12), DAYS)
def test_every_day_is_drawn_once(spans: list[Interval], on: list[Date], today: Date) -> None:
    begin = min([today, *on, *(one.from_on for one in spans)])
    whole = timeline.filled(spans, from_on=begin, normal=NORMAL)
    assert whole[0].from_on == begin
    assert whole[-1].to_on is None
    assert all(one.to_on == other.from_on for one, other in itertools.pairwise(whole))
    assert [one for one in whole if one.status != "normal"] == spans
    root = parsed(timeline.draw(whole, [mark(day) for day in on], today=today, words=WORDS))
    shapes = bands(root)
    assert len(shapes) == len(whole)
    assert all(x >= 0 and x + width <= timeline.WIDTH for x, width, _css in shapes)
    assert len(list(root.iter(f"{SVG}circle"))) == len(on)


def test_columns_say_their_values() -> None:
    drawn = columns.draw(
        [
            columns.Column(name="2024", value=15, sentence="2024: 15 points."),
            columns.Column(name="2025", value=0, sentence="2025: 0 points."),
        ],
        title="Points by year",
        thresholds=[columns.Threshold(value=12, name="12")],
    )
    root = parsed(drawn)
    assert root.get("aria-label") == "Points by year. 2024: 15 points. 2025: 0 points."
    heights = [float(rect.get("height", 0)) for rect in root.iter(f"{SVG}rect")]
    assert heights == [columns.PLOT_HEIGHT, 0]
