"""What is to be done below 9 points (art. 36), where a text says more than the nation."""

import pytest

from registry.packs.pack import NATIONAL_DEFAULT
from registry.qualification.rules.early import early_duties
from registry.words.early_duties import EarlyDuty
from tests.registry.qualification.rules.making import day, provincial_packs

STEPS = [
    pytest.param("120000", 5, [], id="Tianjin: nothing below 6"),
    pytest.param("120000", 6, ["talk", "key_supervision"], id="Tianjin: from 6"),
    pytest.param("120000", 8, ["talk", "key_supervision"], id="Tianjin: up to 8"),
    pytest.param("120000", 9, [], id="Tianjin: from 9 a measure takes their place"),
    pytest.param("210000", 0, [], id="Liaoning: no points"),
    pytest.param("210000", 2, [], id="Liaoning: below 3"),
    pytest.param("210000", 3, ["talk", "training", "record"], id="Liaoning: 3 to 5"),
    pytest.param("210000", 5, ["talk", "training", "record"], id="Liaoning: 3 to 5, its end"),
    pytest.param("210000", 6, ["talk", "regular_training"], id="Liaoning: 6 to 8"),
    pytest.param("210000", 14, [], id="Liaoning: far above"),
    pytest.param("620000", 6, [], id="Gansu: seven kinds of measures, none of which is named"),
]


@pytest.mark.parametrize(("division", "total", "expected"), STEPS)
def test_early_duties(division: str, total: int, expected: list[str]) -> None:
    pack = provincial_packs().for_(division, day("2025-06-20"))
    assert list(early_duties(total, pack)) == expected


def test_the_nation_asks_for_nothing_by_steps() -> None:
    assert all(early_duties(total, NATIONAL_DEFAULT) == () for total in range(13))


def test_every_duty_has_its_titles() -> None:
    assert all(duty.title_zh and duty.title_en for duty in EarlyDuty)
