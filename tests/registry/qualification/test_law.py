"""The page of settled points, golden cases and vectors says what code and tests say, and neither says more."""

import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from registry.conf.env import ROOT

LAW = ROOT / "registry" / "qualification" / "law" / "README.md"
RULES = "registry.qualification.rules"
TABLES = ROOT / "tests" / "registry" / "qualification" / "rules"
PACKAGES = ("registry", "provinces", "sync", "tests")
POINT = re.compile(r"\bO[1-9][0-9]?\b")
RANGE = re.compile(r"\bO([0-9]+) to O([0-9]+)\b")
GOLDEN = re.compile(r'(?<!institution=")\b([GNPD][1-9][0-9]?)[a-c]?\b')
TESTS = re.compile(r"\bdef (test_\w+)")
IN_NAMES = re.compile(r"_([gnopd][1-9][0-9]?)(?=_)")
NAMING = (
    "tests/registry/qualification/rules",
    "tests/federation/vectors.py",
    "tests/provinces/federation/test_demo_cases.py",
    "registry/qualification/rules",
    "provinces/federation/demo/cases.py",
    "provinces/packs",
)
"""Where golden cases and vectors are spoken of; elsewhere `D1` is also what a code is called."""


def rows(heading: str) -> dict[str, list[str]]:
    """Return the rows of the table under a heading, by their first cell."""
    section = LAW.read_text(encoding="utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in section.splitlines()
        if line.startswith("| ") and not line.startswith("|--")
    ]
    found = {row[0].strip("| "): row for row in cells[1:]}
    assert len(found) == len(cells) - 1, "each has one row"
    return found


POINTS = rows("Open points")
CASES = rows("Golden cases") | rows("Derived vectors")
VECTORS = rows("Vectors of others")


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def texts(*below: str) -> dict[Path, str]:
    """Return what is written by hand in some folders or files, this page and its test apart."""
    paths = [ROOT / part for part in below]
    files = [path for part in paths for path in ([part] if part.is_file() else sorted(part.rglob("*")))]
    return {
        path: path.read_text(encoding="utf-8")
        for path in files
        if path.suffix in {".py", ".md", ".toml", ".html"}
        and path not in {LAW, Path(__file__)}
        and "migrations" not in path.parts
    }


def points_of(text: str) -> set[str]:
    """Return the numbers of open points that a text names, ranges told in full."""
    ranges = (f"O{number}" for first, last in RANGE.findall(text) for number in range(int(first), int(last) + 1))
    return {*POINT.findall(text), *ranges, *(name for name in of_names(text) if name in POINTS)}


def of_names(text: str) -> set[str]:
    """Return the points and cases that names of tests begin with, or name further on."""
    return {found.upper() for name in TESTS.findall(text) for found in IN_NAMES.findall(name)}


def test_every_point_that_is_named_is_settled_here_and_none_is_missing() -> None:
    named = {point: path for path, text in texts(*PACKAGES, "README.md").items() for point in points_of(text)}
    assert {point: path for point, path in named.items() if point not in POINTS} == {}
    assert set(POINTS) == {f"O{number}" for number in range(1, 46)}


@pytest.mark.parametrize("point", POINTS)
def test_a_point_is_settled_with_a_reason(point: str) -> None:
    _, settled, why, held, shown = POINTS[point]
    assert all([settled, why, quoted(held), quoted(shown)])


def found(name: str) -> tuple[object, str]:
    """Return what a dotted name means, and the text of its module."""
    parts = name.split(".")
    if parts[0] not in PACKAGES:
        parts = [*RULES.split("."), *parts]
    for length in range(len(parts) - 1, 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        value: object = module
        for part in parts[length:]:
            value = getattr(value, part)
        return value, inspect.getsource(module)
    raise AssertionError(name)


@pytest.mark.parametrize("point", POINTS)
def test_the_functions_that_hold_a_point_exist_and_one_names_it(point: str) -> None:
    sources = [found(name)[1] for name in quoted(POINTS[point][3])]
    assert any(point in points_of(source) for source in sources)


def shown_by(names: list[str]) -> Iterator[tuple[Path, str]]:
    """Yield the file of each test that is named, and the name inside it."""
    for name in names:
        file, _, test = name.partition("::")
        path = TABLES / file if "/" not in file else ROOT / "tests" / file
        assert path.is_file(), name
        yield path, test


SHOWN = {**{name: row[4] for name, row in POINTS.items()}, **{name: row[2] for name, row in (CASES | VECTORS).items()}}


@pytest.mark.parametrize("name", SHOWN)
def test_the_tests_that_show_it_exist(name: str) -> None:
    assert quoted(SHOWN[name])
    for path, test in shown_by(quoted(SHOWN[name])):
        assert re.search(rf"^\s*(def|class) {test}\b", path.read_text(encoding="utf-8"), re.MULTILINE) or not test


@pytest.mark.parametrize("point", POINTS)
def test_a_test_that_shows_a_point_names_it(point: str) -> None:
    sources = [path.read_text(encoding="utf-8") for path, _ in shown_by(quoted(POINTS[point][4]))]
    assert any(point in points_of(source) for source in sources)


def cases_of(text: str) -> set[str]:
    return {*GOLDEN.findall(text), *(name for name in of_names(text) if name[0] in "GNPD")}


def test_every_case_that_is_named_is_here() -> None:
    named = {case for text in texts(*NAMING).values() for case in cases_of(text)}
    assert named == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_the_tests_that_show_a_case_name_it(case: str) -> None:
    for path, _ in shown_by(quoted(CASES[case][2])):
        assert case in cases_of(path.read_text(encoding="utf-8")), path
