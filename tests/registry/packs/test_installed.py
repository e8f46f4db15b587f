"""The format that is told at the start is the one by which rooms read packs."""

import pytest

from registry.packs.installed import install, installed
from registry.parameters import FORMAT as OURS
from tests.registry.packs.toys import FORMAT


def test_the_app_installs_its_composition() -> None:
    assert installed() is OURS


def test_what_is_installed_is_what_rooms_read_by(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        install(FORMAT)
        assert installed() is FORMAT
    finally:
        install(OURS)
    monkeypatch.setattr("registry.packs.installed._formats", [])
    with pytest.raises(RuntimeError, match="not started"):
        installed()
