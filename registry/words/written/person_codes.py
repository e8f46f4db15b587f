"""Codes of people in other systems: which are codes at all, and the one form in which they are compared.

A code is opaque: nothing is read from it. But what a spreadsheet made of one, what stands for "none", and what has
not the form of its system would be one identity for many, and whoever comes second would get the points of the first.

| what | answer |
|---|---|
| `5.47010E+17`, `520100.0`, `#######` | `code_from_spreadsheet` |
| `无`, `0`, `000`, `NULL`, `N/A`, `-`, `/`, `未知`, `待补` … | `code_placeholder` |
| a code of a known system in another form | `code_form_differs` |

Known systems: `nhsa`, the codes of the national insurance administration for doctors (`D`), nurses (`N`), pharmacists
(`HY`) and technicians (`HJ`): one or two capital letters, six digits of the division, six digits counted
(医保办函〔2022〕39号 for the latter two). Width, case and blanks of these are folded; other codes stay as they are.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from registry.words.written import writings
from sync.wire.refusals import FormatRefused

KNOWN_SYSTEMS: Mapping[str, re.Pattern[str]] = MappingProxyType({"nhsa": re.compile(r"[A-Z]{1,2}[0-9]{12}")})
"""System -> the form of its codes."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SPREADSHEET = re.compile(
    r"[+-]?[0-9]+(?:[.,][0-9]+E[+-]?[0-9]+|E[+-][0-9]+|[.,]0+)|#+|#(?:N/A|REF!|VALUE!|NAME\?|NUM!)"
)
_PLACEHOLDERS = frozenset({
    "0", "无", "没有", "无编码", "无代码", "未知", "不详", "不明", "暂无", "暂缺", "空", "空白",
    "待定", "待补", "待查", "未填", "未填写", "未提供", "未取得", "未备案", "同上", "null",
    "(null)", "none", "nil", "nan", "n/a", "na", "undefined", "unknown", "tbd", "x", "xx",
    "xxx", "test", "测试", "-", "/", "\\", "|", "_", "*", "?", ".", "~", "+", "—", "·", ",",
    ";", ":", "'", '"',
})  # fmt: skip
_REPEATED = re.compile(r"([^0-9A-Za-z])\1+")


def plain(system: str, code: str) -> tuple[str, str]:
    """Return system and code in the form in which they are compared, whatever they are."""
    known = system.translate(_WIDE).strip().lower()
    if known not in KNOWN_SYSTEMS:
        return system, code
    return known, "".join(code.translate(_WIDE).split()).upper()


def check(system: str, code: str) -> tuple[str, str]:
    """Return system and code in the form in which they are compared.

    Raises FormatRefused `code_from_spreadsheet`, `code_placeholder` or `code_form_differs`.
    """
    bare = code.translate(_WIDE).strip().upper()
    if _SPREADSHEET.fullmatch(bare):
        raise FormatRefused.because("code_from_spreadsheet", "code")
    if is_placeholder(code) or is_placeholder(system):
        raise FormatRefused.because("code_placeholder", "code" if is_placeholder(code) else "system")
    system, code = plain(system, code)
    form = KNOWN_SYSTEMS.get(system)
    if form is not None and not form.fullmatch(code):
        raise FormatRefused.because("code_form_differs", "code", system=system)
    return system, code


def is_placeholder(text: str) -> bool:
    """Return whether a text stands for "there is none"."""
    shown = _REPEATED.sub(r"\1", text.translate(_WIDE).strip().lower())
    return shown in _PLACEHOLDERS or writings.words(text) in _PLACEHOLDERS
