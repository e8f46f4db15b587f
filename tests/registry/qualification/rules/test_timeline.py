"""Each settled point of the law that the engine computes, as the intervals it leads to."""

import json
from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.points import points_of_year
from registry.qualification.rules.timeline import timeline
from registry.words.dates import add_months
from registry.words.measures import Mode
from registry.words.statuses import Status
from tests.national_text import months_of_tests, with_months
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_refiling,
    a_repair,
    a_restoration,
    an_annulment,
    day,
    facts,
    story,
)


def pack(**parameters: Any) -> PackBook:
    return PackBook(
        [
            parse_pack(
                {
                    "division": "520000",
                    "version": "test",
                    "valid_from": "2025-01-01",
                    "parameters": {
                        "months": months_of_tests(),
                        **{name: {"value": value, "source": "test"} for name, value in parameters.items()},
                    },
                }
            )
        ]
    )


SERVED = {"notice_issued_on": "2025-03-07", "notice_served_on": "2025-03-10"}

STARTS = [
    pytest.param({}, DEFAULTS, "2025-03-01", id="O1: decided, no notice known"),
    pytest.param(SERVED, DEFAULTS, "2025-03-10", id="O1: default, served"),
    pytest.param(SERVED, pack(term_starts="decided_on"), "2025-03-01", id="O1: pack says decided"),
    pytest.param(SERVED, pack(term_starts="notice_issued_on"), "2025-03-07", id="O1: pack says issued"),
    pytest.param({}, pack(term_starts="notice_issued_on"), "2025-03-01", id="O1: issued, but none known"),
    pytest.param(
        SERVED | {"suspension_starts_on": "2025-04-01"},
        pack(term_starts="decided_on"),
        "2025-04-01",
        id="O1: the notice's own term wins",
    ),
]


@pytest.mark.parametrize(("dates", "packs", "starts_on"), STARTS)
def test_start_of_a_suspension(dates: dict[str, str], packs: PackBook, starts_on: str) -> None:
    assert story(facts(a_decision(9, "2025-03-01", **dates)), packs)[0] == f"{starts_on} suspended"


MONTHS = [
    pytest.param(9, None, 2, id="O2: 9, table"),
    pytest.param(10, None, 3, id="O2: 10, table"),
    pytest.param(11, None, 6, id="O2: 11, table"),
    pytest.param(9, 5, 5, id="O2: the notice's length wins"),
    pytest.param(9, 7, 2, id="O2: a length outside 1 to 6 is no length"),
    pytest.param(9, 0, 2, id="O2: nor is 0"),
]


@pytest.mark.parametrize(("points", "stated", "months"), MONTHS)
def test_length_of_a_suspension(points: int, stated: int | None, months: int) -> None:
    result = timeline(facts(a_decision(points, "2025-03-01", suspension_months=stated)), DEFAULTS)
    assert result.measures[0].months == months
    assert result.on(day("2025-03-01")).term_ends_on == add_months(day("2025-03-01"), months)


REACHED = [
    pytest.param([(12, "accumulated")], Mode.AT_ONCE, 3, id="O3: a single 12 always is at once"),
    pytest.param([(7, "accumulated"), (5, "accumulated")], Mode.ACCUMULATED, 1, id="O3: joint, accumulated"),
    pytest.param([(7, "at_once"), (5, "at_once")], Mode.AT_ONCE, 3, id="O3: joint, stated as at once"),
    pytest.param(
        [(7, "accumulated"), (5, "at_once")], Mode.AT_ONCE, 3, id="O33: said with the score that completes them"
    ),
    pytest.param([(7, "at_once"), (5, "accumulated")], Mode.ACCUMULATED, 1, id="O33: not said with it"),
    pytest.param([(10, "accumulated"), (4, "accumulated")], Mode.ACCUMULATED, 1, id="O4: 14 is 12"),
]


@pytest.mark.parametrize(("scores", "mode", "bar_years"), REACHED)
def test_how_twelve_was_reached(scores: list[tuple[int, str]], mode: Mode, bar_years: int) -> None:
    known = facts(*(a_decision(points, "2025-03-01", reached=reached, case_number="C") for points, reached in scores))
    last = timeline(known, DEFAULTS).measures[-1]
    assert (last.mode, last.bar_years) == (mode, bar_years)
    assert last.points_total == sum(points for points, _ in scores), "O4: the true sum"


STORIES = [
    pytest.param(
        [a_decision(9, "2025-03-01"), a_decision(1, "2025-04-01")],
        ["2025-03-01 suspended", "2025-04-01 suspended", "2025-06-01 suspended over"],
        id="O5: 9 and 1 more: 3 months from the first start",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01", suspension_months=6), a_decision(1, "2025-04-01")],
        ["2025-03-01 suspended", "2025-04-01 suspended", "2025-09-01 suspended over"],
        id="O5: the longer term stays",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01"), a_decision(1, "2025-04-30")],
        ["2025-03-01 suspended", "2025-04-30 suspended", "2025-06-01 suspended over"],
        id="O5: on the last day of the term still from the first start",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01"), a_decision(1, "2025-05-01")],
        ["2025-03-01 suspended", "2025-05-01 suspended", "2025-08-01 suspended over"],
        id="O5: the term is over and nobody was restored: from its own start, as after a restoration",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01"), a_decision(1, "2025-04-01"), a_decision(1, "2025-05-15")],
        [
            "2025-03-01 suspended", "2025-04-01 suspended",
            "2025-05-15 suspended", "2025-09-01 suspended over",
        ],
        id="O5: the term that was made longer counts",
    ),
    pytest.param(
        [a_decision(11, "2025-12-01"), a_decision(10, "2026-05-20")],
        ["2025-12-01 suspended", "2026-05-20 suspended", "2026-08-20 suspended over"],
        id="O7: another year's suspension has its own term, beside the one that runs",
    ),
    pytest.param(
        [a_decision(11, "2025-12-01"), a_decision(9, "2026-01-10")],
        ["2025-12-01 suspended", "2026-01-10 suspended", "2026-06-01 suspended over"],
        id="O7: the longer of both counts",
    ),
    pytest.param(
        [a_decision(10, "2025-08-13"), a_decision(10, "2026-11-16")],
        [
            "2025-08-13 suspended", "2025-11-13 suspended over",
            "2026-11-16 suspended", "2027-02-16 suspended over",
        ],
        id="O7: a year later, never restored: its own term, not one that was over before it began",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01"), a_restoration("2025-05-10"), a_decision(1, "2025-08-01")],
        [
            "2025-03-01 suspended", "2025-05-01 suspended over", "2025-05-10 normal",
            "2025-08-01 suspended", "2025-11-01 suspended over",
        ],
        id="O6: restored, then 10: a new suspension of its own",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01"), a_restoration("2025-05-10"), a_decision(1, "2025-05-10")],
        [
            "2025-03-01 suspended", "2025-05-01 suspended over",
            "2025-05-10 suspended", "2025-08-10 suspended over",
        ],
        id="O6: what starts on the day of restoration stands on its own",
    ),
    pytest.param(
        [a_decision(11, "2025-12-01")],
        ["2025-12-01 suspended", "2026-06-01 suspended over"],
        id="O7: the term runs on over the year's end",
    ),
    pytest.param(
        [a_decision(9, "2025-12-31")],
        ["2025-12-31 suspended", "2026-03-01 suspended over"],
        id="O36: the month's last day is the last day of the term",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01"), a_restoration("2025-05-10", passed=False)],
        ["2025-03-01 suspended", "2025-05-01 suspended over"],
        id="O8: an assessment that failed ends nothing",
    ),
    pytest.param(
        [a_decision(12, "2025-03-01"), a_restoration("2025-05-10")],
        ["2025-03-01 terminated", "2028-03-01 terminated over"],
        id="O8: a restoration ends no termination",
    ),
    pytest.param(
        [a_decision(10, "2025-03-01"), a_decision(4, "2025-04-01"), a_restoration("2026-04-01"),
         a_refiling("2026-04-01")],
        ["2025-03-01 suspended", "2025-04-01 terminated", "2026-04-01 normal"],
        id="O9: assessed and filed anew at the end of the bar: both end",
    ),
    pytest.param(
        [a_decision(12, "2025-03-01"), a_refiling("2028-03-01")],
        ["2025-03-01 terminated", "2028-03-01 terminated over"],
        id="O9: a new filing without a passed assessment ends nothing",
    ),
    pytest.param(
        [a_decision(12, "2025-03-01"), a_restoration("2028-02-29"), a_refiling("2028-03-01")],
        ["2025-03-01 terminated", "2028-03-01 terminated over"],
        id="O9: nor after an assessment that was made for a day before the end of the bar",
    ),
    pytest.param(
        [a_decision(12, "2025-03-01"), a_restoration("2028-03-10"), a_refiling("2028-03-20")],
        ["2025-03-01 terminated", "2028-03-01 terminated over", "2028-03-10 terminated over assessed",
         "2028-03-20 normal"],
        id="O9: assessed, then filed anew",
    ),
    pytest.param(
        [a_decision(10, "2025-03-01"), a_decision(4, "2025-04-01"), a_restoration("2026-03-31"),
         a_refiling("2026-03-31")],
        ["2025-03-01 suspended", "2025-04-01 terminated", "2026-03-31 terminated", "2026-04-01 terminated over"],
        id="O9: one day early it ends nothing",
    ),
    pytest.param(
        [a_decision(12, "2025-03-01"), a_restoration("2028-03-01"), a_refiling("2028-03-01"),
         a_decision(9, "2028-02-20")],
        [
            "2025-03-01 terminated", "2028-02-20 terminated",
            "2028-03-01 suspended", "2028-04-20 suspended over",
        ],
        id="O9: a refiling does not wipe out a suspension whose term runs",
    ),
    pytest.param(
        [a_decision(12, "2025-03-01"), a_restoration("2028-03-01"), a_refiling("2028-03-01"),
         a_decision(12, "2028-03-01")],
        ["2025-03-01 terminated", "2028-03-01 terminated", "2031-03-01 terminated over"],
        id="O9: a refiling on the day of the next termination ends nothing",
    ),
    pytest.param(
        [a_decision(9, "2025-03-01"), a_refiling("2025-03-15")],
        ["2025-03-01 suspended", "2025-05-01 suspended over"],
        id="art. 34: a refiling is no way out of a suspension",
    ),
    pytest.param(
        [a_decision(12, "2025-03-01"), a_decision(1, "2026-03-01"), a_restoration("2028-03-01"),
         a_refiling("2028-03-01")],
        ["2025-03-01 terminated", "2028-03-01 normal"],
        id="a year later points start at zero",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), STORIES)
def test_story(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known)) == expected


LOOSE = a_cascade("2025-02-01")
SHORT = a_cascade("2025-02-01")
EMPTY = a_cascade("2025-02-01")
HARD = a_cascade("2025-04-01", Status.TERMINATED)

CASCADES = [
    pytest.param([LOOSE], ["2025-02-01 suspended"], id="O15: holds until lifted"),
    pytest.param(
        [SHORT, a_lift(SHORT, "2025-05-01"), a_lift(SHORT, "2025-04-01")],
        ["2025-02-01 suspended", "2025-04-01 normal"],
        id="O15: the earliest lift counts",
    ),
    pytest.param(
        [SHORT, a_lift(SHORT, "2025-04-01"), a_lift(SHORT, "2025-05-01")],
        ["2025-02-01 suspended", "2025-04-01 normal"],
        id="O15: in whatever order they come",
    ),
    pytest.param([EMPTY, a_lift(EMPTY, "2025-02-01")], [], id="lifted on its first day: never was"),
    pytest.param(
        [a_decision(9, "2025-03-01"), HARD, a_lift(HARD, "2025-04-10"), a_restoration("2025-05-01")],
        ["2025-03-01 suspended", "2025-04-01 terminated", "2025-04-10 suspended", "2025-05-01 normal"],
        id="O14: the strictest holds, each ends for itself",
    ),
    pytest.param(
        [LOOSE, a_decision(9, "2025-03-01"), a_restoration("2025-05-01")],
        ["2025-02-01 suspended", "2025-03-01 suspended", "2025-05-01 suspended"],
        id="O14: a restoration leaves the cascade, a term that is over does not show beside it",
    ),
]


@pytest.mark.parametrize(("known", "expected"), CASCADES)
def test_cascade(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known)) == expected


def test_a_refiling_on_the_day_of_the_next_termination_leaves_both_reasons() -> None:
    first, second = a_decision(12, "2025-03-01"), a_decision(12, "2028-03-01")
    known = facts(first, second, a_refiling("2028-03-01"))
    reasons = timeline(known, DEFAULTS).on(day("2028-03-01")).reasons
    assert [reason.fact for reason in reasons] == [first.id, second.id]


def test_each_reason_is_shown_strictest_first() -> None:
    reasons = timeline(facts(a_decision(9, "2025-03-01"), HARD), DEFAULTS).on(day("2025-04-01")).reasons
    assert [(reason.kind, reason.status, reason.rule[-7:]) for reason in reasons] == [
        ("cascade", "terminated", "art. 34"),
        ("points", "suspended", "art. 29"),
    ]


def test_a_restoration_ends_only_what_it_assessed() -> None:
    early = facts(a_decision(9, "2025-03-01"), a_restoration("2025-04-01"))
    assert story(early) == ["2025-03-01 suspended", "2025-05-01 suspended over"], "the term still runs on that day"
    late = facts(
        a_decision(9, "2025-03-01"), a_restoration("2025-05-02"), a_decision(10, "2025-04-20", author="210000")
    )
    assert story(late)[-2:] == ["2025-05-02 terminated", "2026-04-20 terminated over"], "19 points, and only 9 assessed"


def test_points_as_they_stood_on_a_day() -> None:
    known = facts(a_decision(4, "2025-02-01"), a_decision(5, "2025-06-01"), a_repair("2025-07-01", points=2))
    asked = ("2025-01-31", "2025-02-01", "2025-06-01", "2025-07-01")
    assert [points_of_year(known, 2025, packs=DEFAULTS, on=day(on)) for on in asked] == [0, 4, 9, 7]


def test_the_pack_is_the_authors_and_of_the_day_of_decision() -> None:
    old = {"division": "520000", "version": "1", "valid_from": "2025-01-01",
           "parameters": {"months": {"9": {"value": 1, "source": "test"}}}}  # fmt: skip
    new = old | {"version": "2", "valid_from": "2025-07-01", "parameters": {"months": months_of_tests()}}
    packs = PackBook([parse_pack(new), parse_pack(old), with_months()])
    lengths = {
        (author, decided_on): timeline(facts(a_decision(9, decided_on, author=author)), packs).measures[0].months
        for author in ("520000", "210000")
        for decided_on in ("2024-12-31", "2025-06-30", "2025-07-01")
    }
    assert lengths == {
        ("520000", "2024-12-31"): 2,
        ("520000", "2025-06-30"): 1,
        ("520000", "2025-07-01"): 2,
        ("210000", "2024-12-31"): 2,
        ("210000", "2025-06-30"): 2,
        ("210000", "2025-07-01"): 2,
    }


def test_a_pending_decision_shows_from_the_day_it_makes_a_difference() -> None:
    known = facts(a_decision(9, "2025-03-01"), a_decision(3, "2025-04-01", position=None))
    assert [(interval.from_on, interval.pending) for interval in timeline(known, DEFAULTS).intervals] == [
        (None, False),
        (day("2025-03-01"), False),
        (day("2025-04-01"), True),
        (day("2026-04-01"), True),
    ]


def test_a_pending_annulment_shows_as_pending_normal() -> None:
    nine = a_decision(9, "2025-03-01")
    result = timeline(facts(nine, an_annulment(nine, position=None)), DEFAULTS)
    assert result.on(day("2025-03-01")).pending
    assert result.status_on(day("2025-03-01")) is Status.NORMAL
    assert not result.on(day("2025-02-28")).pending


def test_a_notice_alone_leaves_one_normal_interval() -> None:
    result = timeline(facts(a_decision(8, "2025-03-01")), DEFAULTS)
    assert [(interval.status, interval.reasons) for interval in result.intervals] == [("normal", ())]
    assert [measure.kind for measure in result.measures] == ["notice"]


def test_as_json_is_plain_json_with_iso_dates() -> None:
    known = facts(a_decision(10, "2025-03-01"), a_decision(4, "2025-04-01"), HARD)
    plain = timeline(known, DEFAULTS).as_json()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["intervals"][0] == {
        "from_on": None,
        "to_on": "2025-03-01",
        "status": "normal",
        "term_over": False,
        "term_ends_on": None,
        "bar_ends_on": None,
        "assessed": False,
        "pending": False,
        "objection_pending": False,
        "reasons": [],
    }
    assert plain["measures"][1]["bar_ends_on"] == "2026-04-01"
    assert plain["intervals"][1]["reasons"][0]["status"] == "suspended"


def test_everything_is_in_the_json() -> None:
    cascade = a_cascade("2025-02-01", id="c")
    known = facts(
        a_decision(10, "2025-03-01", id="a"), a_decision(4, "2025-04-01", id="b"), cascade,
        a_lift(cascade, "2025-02-10"), a_restoration("2026-04-01"), a_refiling("2026-04-01"),
    )  # fmt: skip
    plain = timeline(known, DEFAULTS).as_json()
    article = "医保办发〔2024〕34号 art. 29"
    assert plain["measures"] == [
        {
            "kind": "suspension", "decision": "a", "author": "520000", "year": 2025, "points_total": 10,
            "starts_on": "2025-03-01", "counts_from": "2025-03-01", "months": 3, "term_ends_on": "2025-06-01",
            "bar_years": None, "bar_ends_on": None, "mode": "single", "rule": article, "unforeseen": False,
            "ended_on": "2026-04-01",
        },
        {
            "kind": "termination", "decision": "b", "author": "520000", "year": 2025, "points_total": 14,
            "starts_on": "2025-04-01", "counts_from": "2025-04-01", "months": None, "term_ends_on": None,
            "bar_years": 1, "bar_ends_on": "2026-04-01", "mode": "accumulated", "rule": article, "unforeseen": False,
            "ended_on": "2026-04-01",
        },
    ]  # fmt: skip
    assert plain["intervals"][1] == {
        "from_on": "2025-02-01", "to_on": "2025-02-10", "status": "suspended", "term_over": False,
        "term_ends_on": None, "bar_ends_on": None, "assessed": False, "pending": False, "objection_pending": False,
        "reasons": [{
            "kind": "cascade", "fact": "c", "author": "520000", "status": "suspended",
            "rule": "医保办发〔2024〕34号 art. 34", "starts_on": "2025-02-01", "ends_on": "2025-02-10", "year": None,
            "points_total": None, "months": None, "bar_years": None, "remark": "agreement suspended",
        }],
    }  # fmt: skip
    terminated, suspended = plain["intervals"][4]["reasons"]
    assert terminated == {
        "kind": "points", "fact": "b", "author": "520000", "status": "terminated", "rule": article,
        "starts_on": "2025-04-01", "ends_on": "2026-04-01", "year": 2025, "points_total": 14, "months": None,
        "bar_years": 1, "remark": None,
    }  # fmt: skip
    assert (suspended["fact"], suspended["months"], suspended["bar_years"]) == ("a", 3, None)
    assert (plain["intervals"][4]["term_ends_on"], plain["intervals"][4]["bar_ends_on"]) == (
        "2025-06-01",
        "2026-04-01",
    )


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        pytest.param("2025-01-31", 1, "2025-02-28", id="end of a month"),
        pytest.param("2024-01-31", 1, "2024-02-29", id="leap year"),
        pytest.param("2024-02-29", 12, "2025-02-28", id="leap day, a year later"),
        pytest.param("2025-11-30", 3, "2026-02-28", id="over the year's end"),
        pytest.param("2025-03-15", 6, "2025-09-15", id="in the middle"),
        pytest.param("9999-12-01", 1, "9999-12-31", id="beyond the calendar: its last day"),
    ],
)
def test_month_arithmetic(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)
