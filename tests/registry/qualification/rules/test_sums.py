"""A year's sum as it is shown (O43)."""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.points import points_of_year
from registry.qualification.rules.sums import shown_of_year
from tests.registry.qualification.rules.making import a_decision, a_repair, day, facts


def capped(division: str, most: int) -> Any:
    said = {"points_shown_at_most": {"value": most, "source": "test"}}
    return parse_pack({"division": division, "version": "1", "valid_from": "2025-04-01", "parameters": said})


PACKS = PackBook([capped("460000", 12), capped("450000", 20)])
TEN = a_decision(10, "2025-06-10", author="460000")

SUMS = [
    pytest.param([TEN, a_decision(4, "2025-07-10", author="460000")], 14, 12, id="P12: 10 and 4 are shown as 12"),
    pytest.param([TEN], 10, 10, id="below the cap"),
    pytest.param([TEN, a_decision(4, "2025-07-10", author="520000")], 14, 14, id="another's points are not capped"),
    pytest.param([TEN, *(a_decision(7, f"2025-0{n}-10", author="450000") for n in (7, 8))], 24, 20,
                 id="of two caps the higher"),
    pytest.param([TEN, a_decision(4, "2025-03-10", author="460000")], 14, 14, id="decided before the text held"),
    pytest.param([TEN, a_decision(4, "2025-07-10", author="460000"), a_repair("2025-08-10", points=3)], 11, 11,
                 id="a repair lowers the true sum"),
    pytest.param([], 0, 0, id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "true", "shown"), SUMS)
def test_shown(known: list[Any], true: int, shown: int) -> None:
    assert points_of_year(facts(*known), 2025, packs=PACKS) == true
    assert shown_of_year(facts(*known), 2025, packs=PACKS) == shown
    assert shown_of_year(facts(*known), 2025, packs=PACKS, on=day("2024-01-01")) == 0
