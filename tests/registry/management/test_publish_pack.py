"""Packs are signed by national, all files or none."""

import re
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.conf.env import ROOT
from registry.packs.models import RulePack
from registry.packs.selectors import pack_book
from registry.parameters import parse_pack
from sync import identity, keys
from sync.models import LogEntry, Statement
from tests.accounts import FIRST, SECOND, account
from tests.registry.ledger import NOW

FILES = sorted((ROOT / "provinces" / "packs").glob("*.toml"))


@pytest.fixture(autouse=True)
def _national(db: None, tmp_path: Path, settings: Any) -> None:
    settings.NODE_KEY = str(tmp_path / "node.key")
    account(FIRST), account(SECOND)
    identity.init_national(keys.create(Path(settings.NODE_KEY)), "https://national.example", now=NOW)


def publish(*paths: Path) -> str:
    out = StringIO()
    call_command("publish_pack", *paths, "--acting", FIRST, stdout=out)
    (found,) = re.findall("approve ([0-9a-f]{64}) ", out.getvalue())
    call_command("approve", found, "--acting", SECOND, stdout=out)
    return out.getvalue()


def test_every_pack_of_the_house_can_be_published() -> None:
    assert "carried out" in publish(*FILES)
    assert FILES
    assert RulePack.objects.count() == len(FILES)
    assert LogEntry.objects.filter(statement__topic="pack.published", published=True).count() == len(FILES)
    for path in FILES:
        pack = parse_pack(tomllib.loads(path.read_text()))
        assert pack_book().for_(pack.division, pack.valid_from) == pack


def test_one_bad_file_and_none_is_published(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('division = "520000"\nversion = "x"\nvalid_from = 2025-01-01\n[parameters.months.9]\nvalue = 7\n')
    before = Statement.objects.count()
    with pytest.raises(CommandError, match="pack_source_missing"):
        publish(FILES[0], bad)
    with pytest.raises(CommandError, match="version_used"):
        publish(FILES[0], FILES[0])
    assert Statement.objects.count() == before


def test_examples_are_run_and_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    pack = 'division = "520000"\nversion = "{version}"\nvalid_from = 2025-01-01\n[[examples]]\ntitle = "9 points"\n'
    pack += "decisions = [{{ points = 9, decided_on = 2025-06-10, suspension_months = 2 }}]\n"
    pack += "expect = {{ on = 2025-06-10, months = {months} }}\n"
    path.write_text(pack.format(version="1", months=2))
    assert "carried out" in publish(path)
    assert RulePack.objects.get().document == {"title": "", "parameters": {}}
    path.write_text(pack.format(version="2", months=5))
    with pytest.raises(CommandError, match=r"pack_example_differs .*“9 points”.* months is “2”, not “5”"):
        publish(path)
    assert RulePack.objects.get().version == "1"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"division = ", "is no TOML", id="no TOML"),
        pytest.param(b"\xff\xfe", "cannot be read", id="no UTF-8"),
        pytest.param(b'division = "999999"', "pack_unknown_division", id="nowhere"),
    ],
)
def test_unreadable(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=why):
        publish(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        publish(tmp_path / "none.toml")
