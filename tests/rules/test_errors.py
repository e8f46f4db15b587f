"""Every code with which something is refused has its sentences."""

import re
import string
from pathlib import Path

import pytest

import registry.codes
import registry.rules
from registry.rules.errors import Refusal, Refused
from registry.rules.refusals import SENTENCES
from tests.rules.making import day

FOLDERS = [Path(package.__path__[0]) for package in (registry.codes, registry.rules)]
RAISED = sorted(
    {
        code
        for folder in FOLDERS
        for path in folder.glob("*.py")
        for code in re.findall(r'(?:CodeRefused|because)\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("code", RAISED)
def test_a_raised_code_has_its_sentences(code: str) -> None:
    english, chinese = SENTENCES[code]
    assert english.endswith(".")
    assert chinese.endswith("。")


@pytest.mark.parametrize("code", SENTENCES)
def test_both_sentences_take_the_same_parameters(code: str) -> None:
    english, chinese = SENTENCES[code]
    names = [{name for _, name, _, _ in string.Formatter().parse(each) if name} for each in (english, chinese)]
    assert names[1] <= names[0]
    assert re.search(r"[\u4e00-\u9fff]", chinese)


def test_a_refusal_reads_as_sentences_and_as_json() -> None:
    refusal = Refusal("term_not_over", "effective_on", {"term_ends_on": day("2025-09-20")})
    assert refusal.sentence == "The term of the suspension runs until 2025-09-20."
    assert refusal.sentence_zh == "暂停期限至2025-09-20届满。"
    assert refusal.as_json() == {
        "code": "term_not_over",
        "field": "effective_on",
        "params": {"term_ends_on": "2025-09-20"},
        "sentence": refusal.sentence,
    }
    assert str(Refused(refusal)).startswith("term_not_over (effective_on): ")


def test_numbers_stay_numbers_in_json() -> None:
    assert Refusal("nothing_to_repair", "year", {"year": 2024}).as_json()["params"] == {"year": 2024}


def test_a_code_without_a_sentence_is_its_own() -> None:
    assert Refusal("no_such_code", "field").sentence == "no_such_code"


def test_a_missing_parameter_is_shown_as_missing() -> None:
    assert Refusal("nothing_to_repair", "year").sentence == "The person has no points in ?."
