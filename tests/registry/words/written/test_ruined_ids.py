"""Columns of invented resident IDs, sound and as a spreadsheet leaves them."""

import pytest
from stdnum.iso7064 import mod_11_2

from registry.words.written.ruined_ids import ResidentColumn


def sound(number: int) -> str:
    seventeen = f"11010119800229{number:03d}"
    return seventeen + mod_11_2.calc_check_digit(seventeen)


def rounded(number: str) -> str:
    return number[:15] + "000"


CHANCE = [one for day in range(1, 29) if (one := f"110101198002{day:02d}1000")
          and mod_11_2.calc_check_digit(one[:17]) == "0"]  # fmt: skip
"""Numbers that end in three zeros and have the right check digit."""
SOUND = [sound(number) for number in range(1, 10)]

COLUMNS = [
    pytest.param(SOUND, 0, id="sound"),
    pytest.param([], 0, id="nobody"),
    pytest.param([*SOUND, rounded(SOUND[3])], 10, id="one that was a number"),
    pytest.param([rounded(one) for one in SOUND], 1, id="all of them"),
    pytest.param([*SOUND, "1.10101E+17"], 10, id="as the spreadsheet shows it"),
    pytest.param([*SOUND, "1.10101198002290E+17"], 10, id="with all its digits"),
    pytest.param([*SOUND, rounded(SOUND[0]) + ".0"], 10, id="as a program wrote it"),
    pytest.param([*SOUND, "１１０１０１１９８００２２９００００"], 10, id="full width"),
    pytest.param([*SOUND, *SOUND, CHANCE[0]], 0, id="one in nineteen may be chance"),
    pytest.param([CHANCE[0]], 0, id="alone it may be chance"),
    pytest.param([CHANCE[0], CHANCE[1], *SOUND], 1, id="two of eleven are not"),
    pytest.param(["110101800229000"], 0, id="fifteen digits, first generation"),
]


@pytest.mark.parametrize(("numbers", "line"), COLUMNS)
def test_a_column(numbers: list[str], line: int) -> None:
    column = ResidentColumn()
    for place, number in enumerate(numbers, start=1):
        column.add(number, place)
    assert column.ruined_on == line
