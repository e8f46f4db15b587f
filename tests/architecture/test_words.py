"""No name in the house uses a word that the glossary (registry/words/README.md) keeps out."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest

from registry.conf.env import ROOT

GLOSSARY = ROOT / "registry" / "words" / "README.md"
PACKAGES = ("registry", "provinces", "sync", "tests")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class Name(NamedTuple):
    """A name that the house gives to something, and where it does."""

    text: str
    where: str
    line: int


class Exemption(NamedTuple):
    """Names in which a word may stand: patterns of names and of paths, and why."""

    word: str
    names: tuple[str, ...]
    where: tuple[str, ...]
    why: str

    def covers(self, word: str, name: Name) -> bool:
        return (
            word == self.word
            and any(fnmatchcase(name.text, pattern) for pattern in self.names)
            and any(fnmatchcase(name.where, pattern) for pattern in self.where)
        )


def tables() -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the tables of the glossary: the heading above each, and its rows."""
    for section in GLOSSARY.read_text(encoding="utf-8").split("\n## ")[1:]:
        rows = [line for line in section.splitlines() if line.startswith("| ")]
        yield section.splitlines()[0], [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1:]]


TABLES = dict(tables())
EXEMPTED = TABLES.pop("Exempted")
WORDS = [row for rows in TABLES.values() for row in rows]


def listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("`") for part in cell.split(",") if part.strip())


OWN = {word.removeprefix("to ").lower() for row in WORDS for word in listed(row[0])}
REFUSED = {word for row in WORDS for word in listed(row[3])} - OWN
EXEMPTIONS = [Exemption(word, listed(names), listed(where), why) for word, names, where, why in EXEMPTED]


def parts_of(text: str) -> list[str]:
    """Return the words of a name, snake or camel: `get_LogHead` is get, log, head."""
    return [part.lower() for part in PART.findall(text)]


def words_in(text: str, words: set[str]) -> set[str]:
    """Return which of some words a name holds, alone or in the plural; a word of two parts stands side by side."""
    parts = parts_of(text)
    said = "_" + "_".join(parts) + "_"
    return {word for word in words if f"_{word}_" in said or f"_{word}s_" in said}


def names_in(source: str, where: str) -> Iterator[Name]:
    """Yield the names that a module gives: its own, classes, functions, parameters, fields and module-level names."""
    for part in Path(where).with_suffix("").parts:
        yield Name(part, where, 1)
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield Name(node.name, where, node.lineno)
        elif isinstance(node, ast.arg):
            yield Name(node.arg, where, node.lineno)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield Name(node.attr, where, node.lineno)
        if isinstance(node, (ast.ClassDef, ast.Module)):
            for statement in node.body:
                targets = (
                    statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
                )
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield Name(target.id, where, statement.lineno)


def names_of_the_house() -> Iterator[Name]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from names_in(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())


def wrong(names: Iterator[Name]) -> Iterator[tuple[str, Name]]:
    """Yield each refused word with the name that holds it, exempted or not."""
    for name in names:
        for word in words_in(name.text, REFUSED):
            yield word, name


FOUND = list(wrong(names_of_the_house()))


def test_no_name_holds_a_word_that_means_something_else() -> None:
    left = sorted(
        f"{word}: {name.text} in {name.where}:{name.line}"
        for word, name in FOUND
        if not any(exemption.covers(word, name) for exemption in EXEMPTIONS)
    )
    assert left == [], "see registry/words/README.md"


@pytest.mark.parametrize("exemption", EXEMPTIONS, ids=lambda exemption: f"{exemption.word} {exemption.names[0]}")
def test_an_exemption_is_needed_and_has_a_reason(exemption: Exemption) -> None:
    assert exemption.why
    assert exemption.word in REFUSED
    for names in exemption.names:
        assert any(exemption._replace(names=(names,)).covers(word, name) for word, name in FOUND), names
    for where in exemption.where:
        assert any(exemption._replace(where=(where,)).covers(word, name) for word, name in FOUND), where


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row[0])
def test_a_word_has_its_chinese_and_a_meaning(row: list[str]) -> None:
    word, chinese, means, *_ = row
    assert word
    assert means
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


def test_a_word_has_one_row() -> None:
    words = [word for row in WORDS for word in listed(row[0])]
    assert sorted(words) == sorted(set(words))


MADE = """
class PractitionerCard:
    hospital = None
    def appealTo(self, sanction_months): self.ack = 1
LEVELS_OF_LICENCE = 1
"""


def test_the_search_finds_what_it_is_for() -> None:
    found = {(word, name.text) for word, name in wrong(names_in(MADE, "registry/snapshots/made.py"))}
    assert found == {
        ("snapshot", "snapshots"),
        ("practitioner", "PractitionerCard"),
        ("hospital", "hospital"),
        ("appeal", "appealTo"),
        ("sanction", "sanction_months"),
        ("ack", "ack"),
        ("level", "LEVELS_OF_LICENCE"),
        ("licence", "LEVELS_OF_LICENCE"),
    }
    assert words_in("headline", {"head"}) == words_in("AckermannUser", {"ack"}) == set(), "only whole words"


GENDERED = re.compile(r"\b(he|she|his|her|hers|him|himself|herself)\b", re.IGNORECASE)


def test_persons_are_they() -> None:
    told = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.*"))
        if path.suffix in {".py", ".md", ".html"} and "migrations" not in path.parts and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if GENDERED.search(line)
    ]
    assert told == []
