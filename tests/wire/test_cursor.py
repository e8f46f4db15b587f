"""Cursors and page limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import cursor
from sync.wire.refusals import FormatRefused

_NOT_WHOLE = [
    "",
    " ",
    "-1",
    "+1",
    "01",
    "00",
    "1 ",
    " 1",
    "1\n",
    "1.0",
    "1e3",
    "0x1",
    "1_000",
    "１",
    "٣",
    "null",
]


def test_what_is_left_out_has_a_default() -> None:
    assert cursor.parse_cursor(None) == 0
    assert cursor.parse_limit(None, default=500) == 500
    assert cursor.parse_wait(None) == 0


@given(st.integers(0, 2**53))
def test_round_trip(position: int) -> None:
    assert cursor.parse_cursor(cursor.print_cursor(position)) == position


@pytest.mark.parametrize("text", [*_NOT_WHOLE, str(2**53 + 1), "9" * 17, "9" * 5_000])
def test_a_cursor_that_the_log_never_gave_is_refused(text: str) -> None:
    with pytest.raises(FormatRefused, match="cursor_malformed"):
        cursor.parse_cursor(text)


@pytest.mark.parametrize("position", [-1, 2**53 + 1])
def test_a_position_that_no_log_has_is_not_printed(position: int) -> None:
    with pytest.raises(FormatRefused, match="cursor_malformed"):
        cursor.print_cursor(position)


@pytest.mark.parametrize("text", [*_NOT_WHOLE, "0", "1001"])
def test_limits_out_of_range(text: str) -> None:
    with pytest.raises(FormatRefused, match="limit_out_of_range"):
        cursor.parse_limit(text)


@pytest.mark.parametrize("text", [*_NOT_WHOLE, "31"])
def test_waits_out_of_range(text: str) -> None:
    with pytest.raises(FormatRefused, match="wait_out_of_range"):
        cursor.parse_wait(text)


def test_the_ends_of_the_ranges_pass() -> None:
    assert [cursor.parse_limit("1"), cursor.parse_limit("1000")] == [1, 1000]
    assert [cursor.parse_wait("0"), cursor.parse_wait("30")] == [0, 30]
