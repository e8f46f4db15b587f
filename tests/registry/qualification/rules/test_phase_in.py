"""The phase-in (O24): not covered, never normal, until a category is covered in a division."""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.admission import check_filing
from registry.qualification.rules.timeline import timeline
from registry.words.persons import Category
from registry.words.statuses import Status
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cancellation,
    a_cascade,
    a_decision,
    a_lift,
    a_phase_in_filing,
    a_restoration,
    an_objection,
    day,
    facts,
    story,
)

NURSE, DOCTOR = Category.NURSING, Category.MEDICAL


def _pack(division: str, valid_from: str, **covered_from: str) -> Any:
    return parse_pack({
        "division": division, "version": valid_from, "valid_from": valid_from,
        "parameters": {"phase_in": {name: {"value": day, "source": "test"} for name, day in covered_from.items()}},
    } if covered_from else {"division": division, "version": valid_from, "valid_from": valid_from})  # fmt: skip


PACKS = PackBook([
    _pack("520000", "2025-01-01", nursing="2026-01-01", technical="2027-01-01"),
    _pack("520000", "2026-06-01", nursing="2026-01-01", technical="2026-09-01"),
    _pack("150000", "2025-01-01", nursing="2025-07-01"),
    _pack("150000", "2025-10-01"),
])  # fmt: skip

CASCADE = a_cascade("2025-03-01")
FILED, FILED_TOO = a_phase_in_filing(NURSE, "2025-03-01"), a_phase_in_filing(DOCTOR, "2025-05-01")
FIVE = a_decision(5, "2025-03-01")

STORIES = [
    pytest.param([a_phase_in_filing(NURSE, "2025-03-01")], ["2025-03-01 not_covered", "2026-01-01 normal"],
                 id="until the category is covered"),
    pytest.param([a_phase_in_filing(DOCTOR, "2025-03-01")], [], id="a category without a day is covered from ever"),
    pytest.param([a_phase_in_filing(NURSE, "2026-01-01")], [], id="filed on the first day"),
    pytest.param([a_phase_in_filing(NURSE, "2025-12-31")], ["2025-12-31 not_covered", "2026-01-01 normal"],
                 id="filed on the day before"),
    pytest.param([FILED, a_cancellation(FILED, "2025-05-01")], ["2025-03-01 not_covered", "2025-05-01 normal"],
                 id="no filing: normal as before"),
    pytest.param([FILED, a_cancellation(FILED, "2025-05-01"), a_cancellation(FILED, "2025-04-01"),
                  a_cancellation(FILED, "2025-06-01")],
                 ["2025-03-01 not_covered", "2025-04-01 normal"], id="the earliest cancellation counts"),
    pytest.param([FILED, a_cancellation(FILED_TOO, "2025-05-01")], ["2025-03-01 not_covered", "2026-01-01 normal"],
                 id="the cancellation of another filing"),
    pytest.param([FILED, a_cancellation(FILED, "2025-03-01")], [], id="cancelled on its first day: never was"),
    pytest.param([FILED, FILED_TOO, a_cancellation(FILED_TOO, "2025-06-01")],
                 ["2025-03-01 not_covered", "2025-05-01 normal", "2025-06-01 not_covered", "2026-01-01 normal"],
                 id="one covered filing is enough"),
    pytest.param([a_phase_in_filing(NURSE, "2025-03-01"), a_phase_in_filing(NURSE, "2025-04-01", author="150000")],
                 ["2025-03-01 not_covered", "2025-07-01 normal"], id="covered in one division is enough"),
    pytest.param([a_phase_in_filing(NURSE, "2025-03-01", author="310000")], [], id="a division without a pack"),
    pytest.param([a_phase_in_filing(Category.TECHNICAL, "2025-03-01")],
                 ["2025-03-01 not_covered", "2026-09-01 normal"], id="a later pack covers sooner"),
    pytest.param([a_phase_in_filing(NURSE, "2024-11-01")],
                 ["2025-01-01 not_covered", "2026-01-01 normal"], id="before the first pack nothing is phased in"),
    pytest.param([a_phase_in_filing(NURSE, "2025-03-01"), CASCADE, a_lift(CASCADE, "2025-04-01")],
                 ["2025-03-01 suspended", "2025-04-01 not_covered", "2026-01-01 normal"],
                 id="what is stricter holds"),
    pytest.param([a_phase_in_filing(NURSE, "2025-03-01"), a_decision(9, "2025-04-01", suspension_months=2),
                  a_restoration("2025-06-01")],
                 ["2025-03-01 not_covered", "2025-04-01 suspended", "2025-06-01 not_covered", "2026-01-01 normal"],
                 id="points count all the same"),
    pytest.param([a_phase_in_filing(NURSE, "2025-03-01"), FIVE, an_objection(FIVE, "2025-12-01")],
                 ["2025-03-01 not_covered", "2025-12-01 not_covered objected", "2026-01-01 normal objected"],
                 id="an objection shows there too"),
]  # fmt: skip


GROUPS = PackBook([
    parse_pack({"division": "520000", "version": "1", "valid_from": "2025-01-01", "parameters": {
        "phase_in": {"nursing": {"value": "2026-01-01", "source": "test"}},
        "phase_in_groups": {"source": "test", "value": [
            {"category": "nursing", "roles": ["head nurse"], "from": "2025-06-01"},
            {"category": "nursing", "places": ["520100"], "from": "2025-09-01"},
            {"category": "nursing", "places": ["520281"], "from": "2026-03-01"},
            {"category": "nursing", "places": ["520281"], "roles": ["ward nurse"], "from": "2025-12-01"},
            {"category": "medical", "roles": ["trainee", "assistant"], "from": "2025-07-01"},
            {"category": "medical", "roles": ["trainee"], "from": "2025-08-01"},
        ]},
    }, "valid_until": "2026-02-01"}),
])  # fmt: skip

IN_GROUPS = [
    pytest.param({"category": NURSE}, "2026-01-01", id="in no group: the category's day"),
    pytest.param({"category": NURSE, "role": "head nurse"}, "2025-06-01", id="a role sooner than its category"),
    pytest.param({"category": NURSE, "place": "520100"}, "2025-09-01", id="a prefecture"),
    pytest.param({"category": NURSE, "place": "520103"}, "2025-09-01", id="a county of the prefecture"),
    pytest.param({"category": NURSE, "place": "520200"}, "2026-01-01", id="the prefecture beside it"),
    pytest.param(
        {"category": NURSE, "place": "520281"},
        "2026-02-01",
        id="a county later than its category: until the instrument expires",
    ),
    pytest.param({"category": NURSE, "place": "520200", "role": "head nurse"}, "2025-06-01", id="a role in any place"),
    pytest.param(
        {"category": NURSE, "place": "520103", "role": "head nurse"}, "2025-09-01", id="a place weighs more than a role"
    ),
    pytest.param(
        {"category": NURSE, "place": "520281", "role": "ward nurse"}, "2025-12-01", id="both are narrower than either"
    ),
    pytest.param({"category": DOCTOR, "role": "trainee"}, "2025-07-01", id="of two equally narrow the earlier"),
    pytest.param({"category": DOCTOR, "role": "surgeon"}, None, id="a category without a day, in no group"),
    pytest.param({"category": NURSE, "place": ""}, "2026-01-01", id="a place that is not known"),
]


@pytest.mark.parametrize(("filed", "covered_from"), IN_GROUPS)
def test_groups(filed: dict[str, Any], covered_from: str | None) -> None:
    known = a_phase_in_filing(opened_on="2025-03-01", **filed)
    expected = ["2025-03-01 not_covered", f"{covered_from} normal"] if covered_from else []
    assert story(facts(known), GROUPS) == expected


def test_who_is_filed_where_nothing_is_phased_in_is_not_looked_at() -> None:
    elsewhere = a_phase_in_filing(NURSE, "2025-03-01", author="310000")
    assert story(facts(elsewhere), GROUPS) == []
    both = facts(elsewhere, a_phase_in_filing(NURSE, "2025-02-01"))
    assert story(both, GROUPS) == ["2025-02-01 not_covered", "2025-03-01 normal"]


@pytest.mark.parametrize(("known", "expected"), STORIES)
def test_not_covered(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known), PACKS) == expected


@pytest.mark.parametrize("known", [case.values[0] for case in STORIES])
def test_without_a_pack_that_phases_in_filings_mean_nothing(known: list[Any]) -> None:
    whole = facts(*known)
    without = facts(*[each for each in known if each not in whole.phase_in_filings + whole.cancellations])
    assert timeline(whole, DEFAULTS) == timeline(without, DEFAULTS)


def test_who_is_not_covered_may_be_filed() -> None:
    known = timeline(facts(a_phase_in_filing(NURSE, "2025-03-01")), PACKS)
    assert known.status_on(day("2025-05-01")) is Status.NOT_COVERED
    assert check_filing(known, day("2025-05-01")) is False


def test_a_filing_still_in_the_outbox_is_pending() -> None:
    interval = timeline(facts(a_phase_in_filing(NURSE, "2025-03-01", position=None)), PACKS).on(day("2025-05-01"))
    assert (interval.status, interval.pending) == (Status.NOT_COVERED, True)


def test_a_cancellation_still_in_the_outbox_is_pending_from_its_day_on() -> None:
    known = facts(FILED, a_cancellation(FILED, "2025-05-01", position=None))
    assert known.has_pending
    assert known.logged() == facts(FILED)
    assert [(str(each.from_on), each.status.value, each.pending) for each in timeline(known, PACKS).intervals[1:]] == [
        ("2025-03-01", "not_covered", False),
        ("2025-05-01", "normal", True),
        ("2026-01-01", "normal", False),
    ]


def test_a_cancellation_that_comes_later_does_not_show_before() -> None:
    known = facts(FILED, a_cancellation(FILED, "2025-05-01", position=FILED.position + 5))
    assert story(known.known_at(FILED.position + 4), PACKS) == ["2025-03-01 not_covered", "2026-01-01 normal"]
    assert story(known.known_at(FILED.position + 5), PACKS) == ["2025-03-01 not_covered", "2025-05-01 normal"]
