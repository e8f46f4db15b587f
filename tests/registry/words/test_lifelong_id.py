"""The lifelong ID and its check digits (ISO 7064 MOD 97-10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from registry.words import lifelong_id
from sync.wire.refusals import FormatRefused

fourteen_digits = st.text("0123456789", min_size=14, max_size=14)


@given(fourteen_digits)
def test_check_digits_equal_those_of_another_implementation(digits: str) -> None:
    value = lifelong_id.make(digits)
    assert value == digits + mod_97_10.calc_check_digits(digits)
    assert lifelong_id.is_valid(value)


@given(fourteen_digits, st.integers(0, 15), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(digits: str, place: int, shift: int) -> None:
    value = lifelong_id.make(digits)
    wrong = value[:place] + str((int(value[place]) + shift) % 10) + value[place + 1 :]
    assert not lifelong_id.is_valid(wrong)


@given(fourteen_digits, st.integers(0, 14))
def test_every_swap_of_neighbours_is_found(digits: str, place: int) -> None:
    value = lifelong_id.make(digits)
    swapped = value[:place] + value[place + 1] + value[place] + value[place + 2 :]
    assert swapped == value or not lifelong_id.is_valid(swapped)


@given(fourteen_digits)
def test_fourteen_digits_have_exactly_one_id(digits: str) -> None:
    assert sum(lifelong_id.is_valid(f"{digits}{check:02d}") for check in range(100)) == 1


@given(fourteen_digits)
def test_what_is_shown_is_read_back(digits: str) -> None:
    value = lifelong_id.make(digits)
    shown = lifelong_id.shown(value)
    assert shown.split("-") == [value[:4], value[4:8], value[8:12], value[12:]]
    for written in (value, shown, shown.replace("-", " "), f" {shown} "):
        assert lifelong_id.normalise(written) == value


@pytest.mark.parametrize(
    ("written", "code"),
    [
        pytest.param("", "malformed_id", id="empty"),
        pytest.param("12345678901234", "malformed_id", id="without check digits"),
        pytest.param("1234-567890123482", "malformed_id", id="mixed grouping"),
        pytest.param("1234-5678 9012-3482", "malformed_id", id="mixed separators"),
        pytest.param("１２３４567890123482", "malformed_id", id="full-width digits"),
        pytest.param("1234567890123482\n", "malformed_id", id="line end"),
        pytest.param(None, "malformed_id", id="not text"),
        pytest.param("1234567890123400", "bad_check_digits", id="wrong check digits"),
    ],
)
def test_refused(written: str, code: str) -> None:
    with pytest.raises(FormatRefused) as refused:
        lifelong_id.normalise(written)
    assert (refused.value.code, refused.value.field) == (code, "person")


@pytest.mark.parametrize("digits", ["", "1234567890123", "123456789012345", "1234567890123x"])
def test_make_takes_fourteen_digits_only(digits: str) -> None:
    with pytest.raises(FormatRefused):
        lifelong_id.make(digits)
