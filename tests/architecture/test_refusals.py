"""One book: a code has one meaning and one pair of sentences, in its room; there are three kinds of refusal."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.conf.env import ROOT
from registry.words.wording import CODES
from sync.refusals import UNREACHABLE
from sync.wire import refusals
from sync.wire.refusals import SENTENCES, STATUSES, UNDER, FormatRefused, NotAccepted, ProtocolRefused, Refused

SOURCES = sorted(
    path
    for package in ("registry", "provinces", "sync")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
HAN = re.compile(r"[\u4e00-\u9fff]")


def is_of_the_book(path: Path) -> bool:
    """Return whether a module is where sentences of refusals are written."""
    return "refusals" in (path.stem, path.parent.name) or path == ROOT / "sync/wire/sentences.py"


# --- what the sources say

MAKERS = {"because", "Refusal", "reason", "saying"}
"""What makes a refusal; its first argument is the code, or the name of a sentence that says more under one."""

GIVEN_LATER = {"missing", "outside", "unknown"}
"""Keywords with which readers of members are told how to refuse."""


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def texts(node: ast.AST) -> Iterator[str]:
    """Yield the codes that an argument may be: itself, or both sides of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def raised() -> set[str]:
    """Return every code that is written where something is refused."""
    found: set[str] = set()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                if called(node) in MAKERS and node.args:
                    found.update(texts(node.args[0]))
                readers = path.is_relative_to(ROOT / "registry") and called(node)[:1].isupper()
                found.update(text for each in node.keywords if readers and each.arg in GIVEN_LATER
                             for text in texts(each.value))  # fmt: skip
    return found


def written(path: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what looks like a code with a sentence in English and in Chinese."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(value, ast.Tuple):
                    pair = [each.value for each in value.elts if isinstance(each, ast.Constant)]
                    if len(pair) >= 2 and str(pair[-1]).endswith("。"):
                        yield str(key.value), (str(pair[-2]), str(pair[-1]))


def test_every_code_that_is_raised_has_its_sentences() -> None:
    found = raised()
    assert {"person_barred", "signature_missing", "topic_unknown", "duty_missing", "unknown_person"} <= found
    assert found - {""} - SENTENCES.keys() == set()


def test_every_sentence_is_said_somewhere() -> None:
    said = {
        node.value
        for path, tree in TREES.items()
        if not is_of_the_book(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert SENTENCES.keys() - said == {UNREACHABLE}, "which is asked for by this name"


def test_every_sentence_is_written_once_in_the_book_of_its_room() -> None:
    everywhere = {path: dict(written(path)) for path in SOURCES}
    outside = {str(path.relative_to(ROOT)): sorted(found) for path, found in everywhere.items()
               if found and not is_of_the_book(path)}  # fmt: skip
    assert outside == {}
    count = Counter(code for found in everywhere.values() for code in found)
    assert [code for code, times in count.items() if times > 1] == []
    assert {code: pair for found in everywhere.values() for code, pair in found.items()} == dict(SENTENCES)


def test_what_is_said_under_a_code_is_said_under_one_that_has_a_sentence() -> None:
    assert set(UNDER) <= SENTENCES.keys()
    assert set(UNDER.values()) <= SENTENCES.keys() - UNDER.keys()
    assert STATUSES.keys() <= SENTENCES.keys() - UNDER.keys()


def test_a_code_that_has_another_sentence_already_is_a_programming_error() -> None:
    known = SENTENCES["person_terminated"]
    refusals.say({"person_terminated": known})
    with pytest.raises(ValueError, match="person_terminated"):
        refusals.say({"person_terminated": ("Another.", "另一句。")})
    with pytest.raises(ValueError, match="unknown_person"):
        refusals.answer_with({400: ("unknown_person",)})
    assert SENTENCES["person_terminated"] == known


# --- three kinds

FAULTS = {
    "registry/conf/postgres/errors.py", "registry/conf/ports.py", "provinces/federation/errors.py",
    "provinces/federation/supervise.py", "registry/vault/services/seals.py", "provinces/notices/documents/pdf.py",
}  # fmt: skip
"""Where exceptions live that are no refusals of what somebody said: faults of a machine, of a seal, of a font."""


def test_there_are_three_kinds_of_refusal_and_no_other() -> None:
    assert set(NotAccepted.__subclasses__()) == {FormatRefused, ProtocolRefused, Refused}
    assert [kind.__subclasses__() for kind in NotAccepted.__subclasses__()] == [[], [], []]
    exceptions = {"Exception", "BaseException", "ValueError", "RuntimeError", "LookupError", "KeyError", "TypeError"}
    named = {
        path.relative_to(ROOT).as_posix()
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and exceptions & {getattr(base, "id", "") for base in node.bases}
    }
    assert named == FAULTS | {"sync/wire/refusals.py"}


# --- how sentences are written

PLAIN = {
    "act", "allowed", "article", "band", "byte", "cells", "column", "columns", "days", "due_on", "earlier",
    "earliest", "encoding", "field", "held", "high", "highest", "into", "item", "known", "later", "latest", "line",
    "longest", "low", "marked", "minutes", "months", "most", "name", "parameter", "person", "points", "received_on",
    "required_from", "seconds", "served_on", "sheets", "situation", "system", "term_ends_on", "times", "title", "total",
    "unpacked", "why", "year",
}  # fmt: skip
"""Parameters that are numbers, dates, names of members, or somebody's own words."""

PHRASES = {"duty", "state", "office", "institutions"}
"""Parameters that come as phrases, with their Chinese beside them."""


def parameters(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_sentences_are_whole_and_take_the_same_parameters(code: str) -> None:
    english, chinese = SENTENCES[code]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", code)
    assert english.endswith(".")
    assert not HAN.search(english)
    assert chinese.endswith("。")
    assert HAN.search(chinese)
    assert parameters(english) == parameters(chinese)


def test_every_parameter_is_a_code_with_titles_a_phrase_or_plain() -> None:
    used = {name for pair in SENTENCES.values() for each in pair for name in parameters(each)}
    assert used == PLAIN | PHRASES | CODES.keys()


NUMBER = r"(?:[1-9]\d?|\{article\})"
ENGLISH = re.compile(rf"(?:art\. {NUMBER}(?!,? (?:and )?\d)|arts\. {NUMBER}(?:(?:, | to ){NUMBER})+)(?![\d{{])")
CHINESE = re.compile(rf"第{NUMBER}(?:[、至]{NUMBER})*条")


def unusual(english: str, chinese: str) -> list[str]:
    """Return where articles are not cited as everywhere: `art. 24`, `arts. 31, 33`; 第24条, 第31、33条.

    Of the handling procedure, which every sentence means, the name is left out; another text is named before it.
    """
    left = ENGLISH.sub("", english)
    found = re.findall(r"\b[Aa]rts?\b|\barticle\b|\bprocedure art|第", left)
    found += re.findall(r"procedure (?=arts?\.)|§", english)
    found += re.findall(r"第[^，。；]{0,12}条", CHINESE.sub("", chinese))
    found += re.findall(r"规程(?=第)|第\d[^条个，。；]*条例", chinese)
    named = re.findall(r"(Regulation) art", english)
    found += ["another text"] if len(named) != len(re.findall(r"》(?=第)", chinese)) else []
    return found


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_articles_are_cited_in_one_style(code: str) -> None:
    assert unusual(*SENTENCES[code]) == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("It is so (procedure art. 33).", "如此（第33条）。"),
        ("It is so (art. 33, 34).", "如此（第33、34条）。"),
        ("It is so (Art. 33).", "如此（第33条）。"),
        ("It is so (art. 33).", "如此（规程第33条）。"),
        ("It is so (art. 33).", "如此（第三十三条）。"),
        ("It is so (arts. 33, 34).", "如此（第33条、第三十四条）。"),
        ("It is so (Regulation art. 40).", "如此（第40条）。"),
    ],
)
def test_other_styles_are_noticed(english: str, chinese: str) -> None:
    assert unusual(english, chinese) != []


def test_the_usual_styles_are_not() -> None:
    assert unusual("So (arts. 31, 33), so (arts. 19 to 22).", "如此（第31、33条），如此（第19至22条）。") == []
    assert unusual("So (Regulation art. 40).", "如此（《医疗保障基金使用监督管理条例》第40条）。") == []
    assert unusual("Line {line} is too long, as art. {article} says.", "第{line}行过长（第{article}条）。") == []
