"""Every code that is raised stands in the table, every code in the table is raised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sync.wire
from sync.wire.errors import SENTENCES, WireError

_SOURCES = sorted(Path(sync.wire.__file__).parent.glob("*.py"))


def test_codes_raised_are_the_codes_of_the_table() -> None:
    text = "".join(path.read_text() for path in _SOURCES)
    assert set(re.findall(r'WireError\(\s*"([a-z0-9_]+)"', text)) == set(SENTENCES)
    assert not re.search(r"WireError\(\s*[^\"\s:]", text.replace("class WireError(Exception)", ""))


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_each_code_is_lower_snake_with_a_sentence_in_both_languages(code: str) -> None:
    error = WireError(code, "field")
    assert re.fullmatch(r"[a-z][a-z0-9_]*", code)
    assert error.sentence.endswith(".")
    assert error.sentence_zh.endswith("。")
    assert (error.code, error.field) == (code, "field")
    assert str(error) == f"{code} (field): {error.sentence}"
