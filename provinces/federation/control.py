"""What a user does with a local federation: start, look, wait until it has settled, stop."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from provinces.federation import state
from provinces.federation.errors import (
    BY_CODE,
    FederationError,
    NodeFailedError,
    NotRunningError,
    RunsAlreadyError,
)
from provinces.federation.interpreter import lasting
from provinces.federation.state import Document, Federation
from registry.words.divisions import NATIONAL, PROVINCES

_SOURCE = Path(__file__).resolve().parents[2]

Report = Callable[[str, int, int], None]


class Starting:
    """A supervisor on its way up; a context manager that stops it again unless it was detached."""

    def __init__(self, directory: Path, provinces: Sequence[str], first_port: int | None = None) -> None:
        self.directory = directory.absolute()
        divisions = state.check_divisions(provinces)
        self._prepare()
        orders = {
            "directory": str(self.directory), "provinces": divisions, "first_port": first_port,
            "database_url": os.environ.get("DATABASE_URL", "").strip(),
        }  # fmt: skip
        environment = {**state.inherited_environment(), "PYTHONPATH": str(_SOURCE)}
        with (self.directory / "supervisor.log").open("ab") as log:
            self._process = subprocess.Popen(
                [lasting(), "-m", "provinces.federation.supervise"],
                env=environment, cwd=_SOURCE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                text=True, encoding="utf-8", start_new_session=True,
            )  # fmt: skip
        self._send(json.dumps(orders))

    def _prepare(self) -> None:
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FederationError(f"{self.directory} cannot be used: {error}") from error
        if state.is_supervised(self.directory):
            raise RunsAlreadyError(
                f"A federation runs in {self.directory} already: look with federation status, "
                "stop it with federation down, or name another --dir."
            )

    def _send(self, line: str) -> None:
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait(self, report: Report) -> Federation:
        """Return when every node answers; `report` hears of each step.

        Raises the `FederationError` that stopped the supervisor.
        """
        assert self._process.stdout
        for line in self._process.stdout:
            event = json.loads(line)
            if event["event"] == "progress":
                report(event["step"], event["done"], event["total"])
            elif event["event"] == "failed":
                raise BY_CODE.get(event["code"], FederationError)(event["message"])
            elif event["event"] == "ready":
                federation = state.load(self.directory)
                assert federation is not None
                return federation
        raise NodeFailedError(f"The supervisor ended; see {self.directory}/supervisor.log")

    def detach(self) -> None:
        """Let the federation run on when this process ends."""
        self._send("detach")
        self._close()

    def stop(self) -> None:
        """Stop everything and wait until it has; does nothing after `detach`."""
        if self._process.stdin and not self._process.stdin.closed:
            self._close()
            self._process.wait()
            wait_for_database(self.directory)

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def wait_for_database(directory: Path, seconds: float = 60.0) -> None:
    """Return when the server of the folder has stopped, if it had one of its own."""
    from registry.conf.postgres.layout import Layout

    if not (directory / "postgres").is_dir():
        return
    deadline = time.monotonic() + seconds
    while Layout(directory / "postgres").keeper_lives() and time.monotonic() < deadline:
        time.sleep(0.05)


def running(directory: Path) -> Federation:
    """Return the federation that runs in a folder. Raises `NotRunningError`."""
    directory = directory.absolute()
    federation = state.load(directory)
    if federation is None or not federation.ready:
        raise NotRunningError(f"There is no federation in {directory}; make one with federation up.")
    if not state.is_supervised(directory):
        raise NotRunningError(f"The federation in {directory} is stopped; start it again with federation up.")
    return federation


def down(directory: Path, *, delete: bool = False, timeout: float = 90.0) -> bool:
    """Stop the federation of a folder, and remove it if told so; say whether it was running.

    Raises `NotRunningError` where there is none, `FederationError` when it does not stop.
    """
    directory = directory.absolute()
    if not (directory / "supervisor.lock").exists():
        raise NotRunningError(f"There is no federation in {directory}.")
    was_running = state.is_supervised(directory)
    if was_running:
        _end_supervisor(directory, timeout)
    wait_for_database(directory)
    if delete:
        _delete(directory)
    return was_running


def _end_supervisor(directory: Path, timeout: float) -> None:
    pid = (state.read_json(directory / "processes.json") or {}).get("supervisor")
    if not isinstance(pid, int):
        raise FederationError(f"The federation in {directory} is just starting; stop the command that starts it.")
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while state.is_supervised(directory):
        if time.monotonic() > deadline:
            raise FederationError(f"The supervisor {pid} did not stop; see {directory}/supervisor.log")
        time.sleep(0.05)


def _delete(directory: Path) -> None:
    """Remove what a federation made, and nothing else that lies in the folder."""
    federation = state.load(directory)
    if federation and not (directory / "postgres").is_dir():
        from provinces.federation.databases import GivenServer

        server = GivenServer(directory, federation.national.database_url.rsplit("/", 1)[0] + "/postgres")
        for name in ("template", *(node.division for node in federation.nodes)):
            server.drop(name)
    for division in (NATIONAL, *PROVINCES):
        shutil.rmtree(directory / division, ignore_errors=True)
    shutil.rmtree(directory / "postgres", ignore_errors=True)
    for name in ("federation.json", "processes.json", "supervisor.log", "supervisor.lock"):
        (directory / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        directory.rmdir()


def shown(federation: Federation) -> Document:
    """Return what `federation up --json` prints: addresses, environments, keys and tokens of every node."""

    def node(division: str) -> Document:
        one = federation.national if division == federation.national.division else federation.provinces[division]
        keys = ("division", "name", "name_zh", "base_url", "settings", "environment", "admin")
        own = ("administrator", "regulator") if one.is_national else ("officer", "institution")
        more = ("handler", "approver", *own)
        return {key: getattr(one, key) for key in (*keys, *more)}

    return {
        "directory": str(federation.directory),
        "national": node(federation.national.division),
        "provinces": {division: node(division) for division in federation.provinces},
    }
