"""The house has the rooms of the design, and no box room."""

import subprocess
from pathlib import Path

import pytest

from registry.conf.env import ROOT

ROOMS = {
    "registry", "provinces", "sync", "tests",
    "manage.py", "pyproject.toml", "requirements.lock", "README.md", "LICENSE",
}  # fmt: skip
BOX_ROOMS = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}


def kept() -> list[Path]:
    """Return the files of the house as its history knows them; without a history, those that lie there."""
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True)
    if found.returncode == 0 and found.stdout:
        return [Path(name) for name in found.stdout.split("\0") if name]
    own = (name for name in ROOMS if (ROOT / name).exists())
    return [path.relative_to(ROOT) for name in own for path in [ROOT / name, *(ROOT / name).rglob("*")]]


def test_nothing_else_stands_at_the_door() -> None:
    doors = {path.parts[0] for path in kept()}
    assert {door for door in doors if not door.startswith(".")} == ROOMS


def test_there_is_no_box_room() -> None:
    assert [path for path in kept() if path.suffix == ".py" and BOX_ROOMS & {*path.parts, path.stem}] == []


@pytest.mark.parametrize("package", ["registry", "provinces", "sync"])
def test_every_module_says_what_it_is_for(package: str) -> None:
    import ast

    silent = []
    for path in (ROOT / package).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if text.strip() and "migrations" not in path.parts and not ast.get_docstring(ast.parse(text)):
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []
