"""What a repair may give: by the act, by the caps, by what is left (art. 38, O16, O29 to O31, O42)."""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.admission import check_repair
from registry.qualification.rules.points import points_of_year
from registry.qualification.rules.timeline import timeline
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_decision,
    a_repair,
    a_restoration,
    day,
    facts,
    provincial_packs,
)
from tests.registry.qualification.rules.refusing import refusal


def packs(**parameters: Any) -> PackBook:
    told = {name: {"value": value, "source": "test"} for name, value in parameters.items()}
    return PackBook([parse_pack({"division": "520000", "version": "1", "valid_from": "2020-01-01",
                                 "parameters": {"repair": told}})])  # fmt: skip


ACTS = packs(acts={"training": {"points": 1, "months": 1, "times_per_year": 2}, "inspection": {"points": 2}})
NINE = a_decision(9, "2025-03-10", suspension_months=4)
TWICE = (a_repair("2025-04-01", points=1), a_repair("2025-04-02", points=1))

GRANTED = [
    pytest.param(ACTS, [NINE, TWICE[0]], a_repair("2025-05-01", points=1), None, id="the second time"),
    pytest.param(ACTS, [NINE, *TWICE], a_repair("2025-05-01", points=1), ("repair_act_used_up", "act"),
                 id="the third time of two"),
    pytest.param(ACTS, [NINE, *TWICE], TWICE[1], None, id="the second time said again"),
    pytest.param(ACTS, [NINE, *TWICE], a_repair("2025-05-01", points=2, act="inspection"), None, id="another act"),
    pytest.param(ACTS, [NINE, *TWICE, a_decision(4, "2026-03-10")], a_repair("2026-05-01", points=1), None,
                 id="for the points of another year"),
    pytest.param(ACTS, [NINE, *(a_repair(f"2025-04-0{n}", points=1, author="310000") for n in (1, 2))],
                 a_repair("2025-05-01", points=1), None, id="granted by another province"),
    pytest.param(ACTS, [NINE], a_repair("2025-05-01", months=1, act="inspection"), ("repair_above_cap", "months"),
                 id="months of an act that gives none"),
    pytest.param(DEFAULTS, [NINE], a_repair("2025-05-01", points=9), None, id="O30: all that is recorded"),
    pytest.param(DEFAULTS, [NINE], a_repair("2025-05-01", points=10), ("repair_above_recorded", "points"),
                 id="O30: more than is recorded"),
    pytest.param(DEFAULTS, [NINE, a_repair("2025-04-01", points=3)], a_repair("2025-05-01", points=7),
                 ("repair_above_recorded", "points"), id="O30: more than earlier repairs left"),
    pytest.param(DEFAULTS, [a_decision(2, "2025-03-10"), a_decision(3, "2025-06-10")],
                 a_repair("2025-05-01", points=3), ("repair_above_recorded", "points"), id="O30: points still to come"),
    pytest.param(packs(points_per_year=4), [NINE, a_repair("2025-04-01", points=3)], a_repair("2025-05-01", points=2),
                 ("repair_above_cap", "points"), id="more than the year's cap left"),
    pytest.param(DEFAULTS, [NINE], a_repair("2025-05-01", months=3), None, id="all months but the last"),
    pytest.param(DEFAULTS, [NINE], a_repair("2025-05-01", months=4), ("repair_above_term", "months"),
                 id="the last month remains"),
    pytest.param(DEFAULTS, [NINE, a_repair("2025-04-01", months=2)], a_repair("2025-05-01", months=2),
                 ("repair_above_term", "months"), id="months that earlier repairs took"),
    pytest.param(DEFAULTS, [a_decision(8, "2025-03-10")], a_repair("2025-05-01", months=1),
                 ("repair_of_no_term", "months"), id="a notice has no term"),
    pytest.param(DEFAULTS, [NINE], a_repair("2025-07-10", months=1), ("repair_of_no_term", "months"),
                 id="the term is over"),
    pytest.param(DEFAULTS, [NINE, a_restoration("2025-07-10")], a_repair("2025-08-01", months=1),
                 ("repair_of_no_term", "months"), id="restored"),
    pytest.param(DEFAULTS, [a_decision(9, "2025-03-10", suspension_months=4, suspension_starts_on="2025-04-01")],
                 a_repair("2025-03-20", months=3), None, id="O31: granted between decision and start"),
    pytest.param(DEFAULTS, [a_decision(8, "2025-03-10"), a_decision(4, "2025-04-10")],
                 a_repair("2025-05-01", months=11), None, id="of a bar, up to its last month"),
    pytest.param(DEFAULTS, [a_decision(8, "2025-03-10"), a_decision(4, "2025-04-10")],
                 a_repair("2025-05-01", months=12), ("repair_above_term", "months"), id="of a bar, all of it"),
    pytest.param(DEFAULTS, [a_decision(12, "2025-03-10"), a_decision(2, "2025-02-10")],
                 a_repair("2025-05-01", months=1), ("repair_of_no_term", "months"),
                 id="O16: no months of 12 at once, whatever else the year has"),
]  # fmt: skip


@pytest.mark.parametrize(("book", "known", "repair", "expected"), GRANTED)
def test_repair(book: PackBook, known: list[Any], repair: Any, expected: tuple[str, str] | None) -> None:
    assert refusal(lambda: check_repair(repair, facts(*known), book)) == expected


def test_tianjin_moves_the_status_with_the_sum() -> None:
    """P10: 10 points less one for each of four acts; at 8 the suspension ends."""
    book = provincial_packs()
    ten = a_decision(10, "2025-06-20", author="120000", suspension_months=6)
    acts = ["publicity", "training", "flight_inspection", "special_inspection"]
    granted = [a_repair(f"2025-07-{n:02}", points=1, act=act, author="120000") for n, act in enumerate(acts, start=1)]
    for number, repair in enumerate(granted):
        assert refusal(lambda n=number, r=repair: check_repair(r, facts(ten, *granted[:n]), book)) is None
    known = facts(ten, *granted)
    assert points_of_year(known, 2025, packs=book) == 6
    standing = timeline(known, book)
    assert [standing.status_on(day(on)) for on in ("2025-06-30", "2025-07-01", "2025-07-02")] == [
        "suspended", "suspended", "normal",
    ]  # fmt: skip
    fifth = a_repair("2025-07-05", points=1, act="training", author="120000")
    assert refusal(lambda: check_repair(fifth, known, book)) == ("repair_above_cap", "points")
