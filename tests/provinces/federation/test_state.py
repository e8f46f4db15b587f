"""What lies in a federation's folder, and which federations are refused."""

import base64
import os
import stat
from pathlib import Path

import pytest

from provinces.federation import control, state
from provinces.federation.errors import (
    FederationError,
    NotRunningError,
    PortTakenError,
    RunsAlreadyError,
    UnknownDivisionError,
)
from registry.conf.ports import free_ports, is_free
from registry.words.divisions import PROVINCES

URLS = {code: f"postgresql://127.0.0.1/{code}" for code in ("000000", *PROVINCES)}


@pytest.mark.parametrize(
    ("divisions", "word"),
    [
        pytest.param(["999999"], "999999", id="unknown"),
        pytest.param(["000000"], "000000", id="national is no province"),
        pytest.param(["310100"], "310100", id="a city"),
        pytest.param(["310000", "310000"], "twice", id="twice"),
        pytest.param([], "at least one", id="none"),
    ],
)
def test_divisions_are_checked(divisions: list[str], word: str) -> None:
    with pytest.raises(UnknownDivisionError, match=word):
        state.check_divisions(divisions)


def test_a_plan_gives_every_node_its_own_of_everything(tmp_path: Path) -> None:
    federation = state.plan(tmp_path, list(PROVINCES), URLS)
    assert [node.division for node in federation.nodes] == ["000000", *PROVINCES]
    for what in ("DATABASE_URL", "PAYQUAL_DIR", "PAYQUAL_SECRET_KEY", "PAYQUAL_VAULT_KEY", "PAYQUAL_BASE_URL"):
        assert len({node.environment[what] for node in federation.nodes}) == len(federation.nodes)
    assert {node.settings for node in federation.provinces.values()} == {"registry.conf.province"}
    assert {node.environment["PAYQUAL_NATIONAL_URL"] for node in federation.nodes} == {federation.national.base_url}
    assert len(base64.b64decode(federation.national.environment["PAYQUAL_VAULT_KEY"])) == 32


def test_it_is_kept_and_read_back_for_the_owner_only(tmp_path: Path) -> None:
    federation = state.plan(tmp_path, ["310000"], URLS)
    federation.save()
    assert state.load(tmp_path) == federation
    assert stat.S_IMODE((tmp_path / "federation.json").stat().st_mode) == 0o600


def test_a_node_inherits_no_settings_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYQUAL_STALE_AFTER", "1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    environment = state.plan(tmp_path, ["310000"], URLS).provinces["310000"].process_environment()
    assert "PAYQUAL_STALE_AFTER" not in environment
    assert environment["DATABASE_URL"] == URLS["310000"]
    assert environment["PATH"] == os.environ["PATH"]


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    import socket

    with socket.socket() as other:
        (port,) = free_ports(1)
        other.bind(("127.0.0.1", port))
        other.listen()
        assert not is_free(port)
        with pytest.raises(PortTakenError, match=str(port)):
            state.plan(tmp_path, ["310000"], URLS, first_port=port)


def test_only_one_supervisor_has_a_place_in_a_folder(tmp_path: Path) -> None:
    assert not state.is_supervised(tmp_path)
    place = state.lock(tmp_path)
    assert place is not None
    assert state.lock(tmp_path) is None
    assert state.is_supervised(tmp_path)
    with pytest.raises(RunsAlreadyError, match="federation down"):
        control.Starting(tmp_path, ["310000"])
    os.close(place)
    assert not state.is_supervised(tmp_path)


def test_where_there_is_none_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotRunningError, match="no federation"):
        control.running(tmp_path)
    with pytest.raises(NotRunningError, match="no federation"):
        control.down(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(FederationError, match="cannot be used"):
        control.Starting(tmp_path / "file", ["310000"])
