"""A topic is one folder, and so is a kind of work.

A room that is installed beside the others is in the file, on the pages, in the API, in the log, in intake and in the
README check; its work has steps, four eyes, deadlines on *What is due* and an API; and no other room knows of it.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from registry.conf.env import ROOT
from registry.topics import TOPICS

NAMES = {topic.name for topic in TOPICS}
PACKAGES = ("registry", "provinces", "sync")


@pytest.mark.django_db
def test_a_topic_and_a_kind_of_work_are_one_folder() -> None:
    database = connection.settings_dict
    place = f"{database['HOST'] or ''}".replace("/", "%2F")
    user = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
    url = f"postgres://{user}{place}:{database['PORT']}/{database['NAME']}"
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.architecture.gifts.proof"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.architecture.gifts.settings", "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    assert ran.stdout.split() == ["proved"]


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_no_other_room_names_it() -> None:
    assert [path for path in sources() if "gift" in path.read_text(encoding="utf-8")] == []


def lists(tree: ast.AST) -> Iterator[tuple[int, set[str]]]:
    """Yield each list, set, mapping, tuple and match of a module that names topics: its line, and which.

    Constants that are named together (`APPLIED, LIFTED = …`) are no list.
    """
    named = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign)
             and all(isinstance(target, ast.Tuple) for target in node.targets)}  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in named:
            continue
        match node:
            case ast.List(elts=parts) | ast.Set(elts=parts) | ast.Tuple(elts=parts):
                found = parts
            case ast.Dict(keys=keys):
                found = [key for key in keys if key is not None]
            case ast.Match(cases=cases):
                found = [each for case in cases for each in ast.walk(case.pattern)]
            case _:
                continue
        values = {part.value for part in found if isinstance(part, ast.Constant)}
        values |= {part.value.value for part in found if isinstance(part, ast.MatchValue)
                   and isinstance(part.value, ast.Constant)}  # fmt: skip
        if topics := values & NAMES:
            yield node.lineno, topics


def test_no_list_names_topics() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}": topics
        for path in sources()
        for line, topics in lists(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param('A = {"filing.opened", "x"}', 1, id="a set"),
        pytest.param('A = {"filing.opened": 1, **B}', 1, id="a mapping"),
        pytest.param('match a:\n    case "filing.opened" | "decision.issued":\n        pass', 2, id="a match"),
        pytest.param('A, B = "filing.opened", "filing.cancelled"', 0, id="two constants"),
        pytest.param('sign("filing.opened", {})', 0, id="whoever says it"),
    ],
)
def test_a_list_is_found(text: str, names: int) -> None:
    assert sum(len(topics) for _, topics in lists(ast.parse(text))) == names
