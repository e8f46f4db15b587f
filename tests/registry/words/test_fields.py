"""Where a Chinese sentence names a field, it has its title."""

import re
from pathlib import Path

import pytest

import provinces
import registry
from registry.words.fields import FIELDS, titled_zh
from sync.wire.refusals import Refusal

PATTERNS = (
    r'must_have_come\(\s*"(\w+)"',
    r'after=\{"(\w+)"',
    r'(?:earlier|later)="(\w+)"',
    r'check_plausible\(\s*"(\w+)"',
    r'[(\s]\("(\w+_on|\w+_from|\w+_to)", \w',
    r'Column\(\s*(?:name=)?"(\w+)"',
    r'because\(\s*"\w+", "(\w+_on)"',
)
SOURCES = [path for package in (registry, provinces) for path in Path(package.__path__[0]).rglob("*.py")]
NAMED = sorted(
    {name for path in SOURCES for pattern in PATTERNS for name in re.findall(pattern, path.read_text(encoding="utf-8"))}
)


def test_the_sources_were_found() -> None:
    assert {"received_on", "decided_on", "settled_on", "cancelled_on", "lifted_on"} <= set(NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_a_field_that_a_sentence_names_has_a_title(name: str) -> None:
    assert titled_zh(name) == f"{FIELDS[name]}（{name}）"


def test_a_field_without_a_title_is_named_as_it_is() -> None:
    assert titled_zh("suspension_starts_on.0") == "suspension_starts_on.0"


def test_a_member_of_a_list_has_the_title_of_its_own_name() -> None:
    assert titled_zh("persons.1.role") == "岗位（persons.1.role）"


def test_the_chinese_sentence_names_titles_and_the_english_one_names() -> None:
    refusal = Refusal("dates_out_of_order", "received_on", {"earlier": "decided_on", "later": "received_on"})
    assert refusal.sentence == "received_on must not be before decided_on."
    assert refusal.sentence_zh == "收到日期（received_on）不得早于决定日期（decided_on）。"
