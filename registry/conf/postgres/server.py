"""One PostgreSQL server process: make its data folder, start it, find one that runs, stop it."""

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from registry.conf.ports import NoFreePortError, free_ports, is_free
from registry.conf.postgres.binaries import Binaries, RunAs, choose_run_as, find_binaries
from registry.conf.postgres.errors import CannotStartError, NotEnoughDiskError, PortTakenError
from registry.conf.postgres.layout import SUPERUSER, Endpoint, Layout, process_lives

_LEAST_DISK = 300 * 1024 * 1024  # bytes: a new cluster with a few nodes' databases and its first WAL segments
_READY_WITHIN = 120.0  # seconds; recovery after a crash reads the log since the last checkpoint
_LARGEST_LOG = 20 * 1024 * 1024  # bytes
_PR_SET_PDEATHSIG = 1

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "600",
    "shared_buffers": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "jit": "off",
    "autovacuum": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "unix_socket_permissions": "0700",
}


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """What every start of one cluster needs: programs, account, the socket's folder."""

    binaries: Binaries
    run_as: RunAs
    socket_folder: str | None


class Server:
    """A running server, started by us or found."""

    def __init__(self, endpoint: Endpoint, process: subprocess.Popen[bytes] | None = None) -> None:
        self.endpoint = endpoint
        self.pid = endpoint.pid
        self._process = process

    def lives(self) -> bool:
        if self._process is not None:
            return self._process.poll() is None
        return process_lives(self.pid)

    def stop(self) -> None:
        """Fast shutdown (connections are ended, a checkpoint is written); harder when that takes too long."""
        for number, patience in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
            if not self.lives():
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
            _wait(lambda: not self.lives(), patience)


def _wait(until: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _environment() -> dict[str, str]:
    """Return the environment without the caller's PG* variables and locale: they are meant for other programs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _die_with_parent() -> None:
    """Have the kernel stop the server when its keeper dies; called in the child, as its new account."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _own(path: Path, owner: tuple[int, int] | None) -> None:
    """Give a tree to the account the server runs as, unless it has it already."""
    if owner is None or path.stat().st_uid == owner[0]:
        return
    for folder, _, files in os.walk(path):
        for name in files:
            os.lchown(os.path.join(folder, name), *owner)
        os.lchown(folder, *owner)


def prepare(layout: Layout) -> Preparation:
    """Choose programs and account, make the data folder if there is none.

    Raises a `PostgresError` of any kind but `PortTakenError` and `NotReadyError`.
    """
    binaries = find_binaries(layout.data)
    run_as = choose_run_as(binaries, layout.directory)
    free = shutil.disk_usage(layout.directory).free
    if free < _LEAST_DISK:
        raise NotEnoughDiskError(
            f"{layout.directory} has {free // 2**20} MB left; PostgreSQL needs {_LEAST_DISK // 2**20} MB to start."
        )
    if not (layout.data / "PG_VERSION").exists():
        _initdb(layout, binaries, run_as)
    _own(layout.data, run_as.owner)
    return Preparation(
        binaries=binaries, run_as=run_as, socket_folder=layout.socket_folder(run_as.owner)
    )  # fmt: skip


def _initdb(layout: Layout, binaries: Binaries, run_as: RunAs) -> None:
    """Make the data folder beside its place and move it there whole: a killed initdb does no harm."""
    new, password_file = layout.directory / "data.new", layout.directory / "password.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    password = layout.directory / "password"
    password_file.unlink(missing_ok=True)
    password.unlink(missing_ok=True)
    for place in (password_file, password):
        place.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    shutil.copyfile(password, password_file)
    if run_as.owner:
        os.chown(new, *run_as.owner)
        os.chown(password_file, *run_as.owner)
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if binaries.major >= 17
        else ["--locale=C.UTF-8"]
    )
    argv = [
        *run_as.prefix, str(binaries.initdb), f"--pgdata={new}", f"--username={SUPERUSER}", "--encoding=UTF8",
        *locale, "--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={password_file}",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            argv, **run_as.popen, env=_environment(), cwd="/", capture_output=True, text=True, check=False
        )
    finally:
        password_file.unlink(missing_ok=True)
    if done.returncode != 0:
        shutil.rmtree(new, ignore_errors=True)
        raise CannotStartError(f"initdb failed: {(done.stderr or done.stdout).strip()[-800:]}")
    new.rename(layout.data)


def _pid_file(layout: Layout) -> list[str]:
    """Read `postmaster.pid`: process, folder, start, port, socket folder, address, memory, state."""
    try:
        return [line.strip() for line in (layout.data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def adopt(layout: Layout) -> Server | None:
    """Return the server that runs on this data folder, or None; one on its way down is waited for."""
    lines = _pid_file(layout)
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    if not pid or not _serves(pid, layout.data):
        return None
    _wait(lambda: not process_lives(pid) or _pid_file(layout)[7:8] == ["ready"], _READY_WITHIN)
    lines = _pid_file(layout)
    if not process_lives(pid) or lines[7:8] != ["ready"]:
        return None
    return Server(Endpoint(pid=pid, port=int(lines[3]), socket_folder=lines[4] or None))


def _clear_stale(layout: Layout, socket_folder: str | None) -> None:
    """Remove the lock files of a server that is no more.

    PostgreSQL itself asks only whether their process number exists. In a container that number soon belongs
    to somebody else, or to a zombie that no init collects, and the server would refuse to start for ever.
    Connections left over from a killed server are still noticed: by the shared memory they hold.
    """
    (layout.data / "postmaster.pid").unlink(missing_ok=True)
    for left in Path(socket_folder).glob(".s.PGSQL.*") if socket_folder else ():
        left.unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    """Say whether process `pid` is the server of that folder: a postmaster works inside it."""
    if not process_lives(pid):
        return False
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        pass
    if Path("/proc/self").exists():
        return False
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return str(data) in shown.stdout


def launch(layout: Layout, preparation: Preparation) -> Server:
    """Start the server and return when it answers. Only the keeper may, when `adopt` found none.

    Raises `PortTakenError`, `CannotStartError`.
    """
    port_file = layout.directory / "port"
    port = int(port_file.read_text()) if port_file.exists() else 0
    deadline = time.monotonic() + _READY_WITHIN
    ports_tried = 0
    while True:
        if not (port and is_free(port)):
            try:
                port = free_ports(1)[0]
            except NoFreePortError as error:
                raise PortTakenError(str(error)) from error
        server, complaint = _try_launch(layout, preparation, port, deadline)
        if server:
            port_file.write_text(str(port))
            return server
        if "Address already in use" in complaint:
            ports_tried, port = ports_tried + 1, 0
            if ports_tried == 5:
                raise PortTakenError(f"Five ports in a row were taken; the last words of {layout.log}: {complaint}")
        elif "pre-existing shared memory block" not in complaint or time.monotonic() > deadline:
            # That one complaint means that connections of a killed server are still ending.
            raise CannotStartError(f"PostgreSQL did not start; the last words of {layout.log}: {complaint}")
        time.sleep(0.1)


def _try_launch(layout: Layout, preparation: Preparation, port: int, deadline: float) -> tuple[Server | None, str]:
    folder = preparation.socket_folder
    settings = _SETTINGS | {"port": str(port), "unix_socket_directories": folder or ""}
    argv = [*preparation.run_as.prefix, str(preparation.binaries.postgres), "-D", str(layout.data)]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    if layout.log.exists() and layout.log.stat().st_size > _LARGEST_LOG:
        layout.log.replace(layout.log.with_suffix(".log.1"))
    _clear_stale(layout, folder)
    with layout.log.open("ab") as output:
        before = output.tell()
        process = subprocess.Popen(
            argv, **preparation.run_as.popen, env=_environment(), cwd="/", stdin=subprocess.DEVNULL,
            stdout=output, stderr=output,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )  # fmt: skip
    server = Server(Endpoint(pid=process.pid, port=port, socket_folder=folder), process)

    def ready() -> bool:
        return _pid_file(layout)[:1] == [str(process.pid)] and _pid_file(layout)[7:8] == ["ready"]

    _wait(lambda: ready() or process.poll() is not None, max(1.0, deadline - time.monotonic()))
    if process.poll() is None and ready():
        return server, ""
    server.stop()
    with layout.log.open("rb") as written:
        written.seek(before)
        return None, written.read().decode(errors="replace").strip()[-800:]
