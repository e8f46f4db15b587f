"""How far a reader has come: the `after`, `limit` and `wait` of a page of the log.

A cursor is opaque to its reader, who sends back what it was given. Here it is the position of the last entry
read: decimal, no sign, no leading zero, at most 2^53. Before the first entry it is `0`.
"""

from __future__ import annotations

import re
from typing import Final

from sync.wire.refusals import FormatRefused

START: Final = 0
MAX_POSITION: Final = 2**53
MAX_LIMIT: Final = 1_000
MAX_WAIT_SECONDS: Final = 30

_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,15}")


def _whole(text: str, lowest: int, highest: int) -> int | None:
    if not _WHOLE.fullmatch(text) or not lowest <= int(text) <= highest:
        return None
    return int(text)


def parse_cursor(text: str | None, *, field: str = "after") -> int:
    """Return the position after which to read; None means from the start. Raises cursor_malformed."""
    if text is None:
        return START
    position = _whole(text, START, MAX_POSITION)
    if position is None:
        raise FormatRefused.because("cursor_malformed", field)
    return position


def print_cursor(position: int) -> str:
    """Return the cursor of a reader that has come to this position. Raises cursor_malformed."""
    if not START <= position <= MAX_POSITION:
        raise FormatRefused.because("cursor_malformed", "after")
    return str(position)


def parse_limit(text: str | None, *, default: int = MAX_LIMIT, maximum: int = MAX_LIMIT) -> int:
    """Return how many entries to give at most. Raises limit_out_of_range."""
    if text is None:
        return default
    limit = _whole(text, 1, maximum)
    if limit is None:
        raise FormatRefused.because("limit_out_of_range", "limit")
    return limit


def parse_wait(text: str | None, *, maximum: int = MAX_WAIT_SECONDS) -> int:
    """Return how many seconds to wait for an entry to come, none by default. Raises wait_out_of_range."""
    if text is None:
        return 0
    seconds = _whole(text, 0, maximum)
    if seconds is None:
        raise FormatRefused.because("wait_out_of_range", "wait")
    return seconds
