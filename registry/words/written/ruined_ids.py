"""Resident IDs that a spreadsheet has rounded: it keeps fifteen digits of a number, and the last three become zeros.

One such number in eleven has the right check digit all the same, and is somebody else's. So they are recognised by
their column: where one of them is ruined for certain, or they are far more than chance allows, none of it is trusted.
"""

import re

from stdnum.cn import ric

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ROUNDED = re.compile(r"[1-9][0-9]{14}000")
_AS_NUMBER = re.compile(r"[1-9](?:\.[0-9]+)?E\+?1[67]|[1-9][0-9]{14}000[.,]0+")
_FEWEST = 2
_RARE = 10
"""Of sound numbers one in eleven hundred ends in three zeros; in a small column one of ten is chance enough."""


class ResidentColumn:
    """The resident IDs of one column, added line by line."""

    def __init__(self) -> None:
        self._count = 0
        self._rounded: list[int] = []
        self._certain = 0

    def add(self, number: str, line: int) -> None:
        """Look at a number on a line."""
        plain = number.translate(_WIDE).strip().upper()
        self._count += 1
        if _AS_NUMBER.fullmatch(plain):
            self._certain = self._certain or line
        elif _ROUNDED.fullmatch(plain):
            self._rounded.append(line)
            if ric.calc_check_digit(plain) != plain[-1]:
                self._certain = self._certain or line

    @property
    def ruined_on(self) -> int:
        """The first line that shows the column to be ruined; 0 where nothing does."""
        if self._certain:
            return self._certain
        many = len(self._rounded) >= _FEWEST and len(self._rounded) * _RARE > self._count
        return self._rounded[0] if many else 0
