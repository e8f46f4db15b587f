"""The supervisor of child processes: nothing it starts outlives it."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from provinces.federation import processes
from provinces.federation.processes import Program, Supervisor
from registry.conf.postgres.layout import process_lives

SOURCE = Path(processes.__file__).resolve().parents[2]


def wait_for(what: Callable[[], object], supervisor: Supervisor | None = None, seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "nothing happened in time"
        if supervisor:
            supervisor.tend()
        time.sleep(0.02)


def program(tmp_path: Path, code: str, name: str = "child", *, restart: bool = True) -> Program:
    return Program(
        name=name, argv=[sys.executable, "-c", textwrap.dedent(code)],
        env={"WORD": "heard", "PATH": os.defpath}, log=tmp_path / f"{name}.log",
        cwd=tmp_path, restart=restart,
    )  # fmt: skip


SLEEP = "import time; time.sleep(600)"
FAMILY = """
    import subprocess, sys, time
    worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(worker.pid, flush=True)
    time.sleep(600)
"""
STUBBORN = """
    import signal, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("deaf", flush=True)
    time.sleep(600)
"""


def test_environment_folder_and_log_are_those_asked_for(tmp_path: Path) -> None:
    code = "import os, sys; print(os.environ['WORD'], os.getcwd()); print('loud', file=sys.stderr)"
    with Supervisor() as supervisor:
        child = supervisor.start(program(tmp_path, code, restart=False))
        wait_for(lambda: child.last_exit is not None, supervisor)
        assert child.last_exit == 0
        assert not child.wanted
    assert (tmp_path / "child.log").read_text().splitlines() == ["loud", f"heard {tmp_path}"] or (
        (tmp_path / "child.log").read_text().splitlines() == [f"heard {tmp_path}", "loud"]
    )


def test_who_dies_is_started_again_ever_more_slowly(tmp_path: Path) -> None:
    with Supervisor() as supervisor:
        child = supervisor.start(program(tmp_path, "raise SystemExit(3)"))
        wait_for(lambda: child.restarts == 2, supervisor)
        assert child.last_exit == 3
        assert child.pause > processes._FIRST_PAUSE


def test_a_killed_leader_takes_its_workers_along_before_it_is_replaced(tmp_path: Path) -> None:
    with Supervisor(grace=2) as supervisor:
        child = supervisor.start(program(tmp_path, FAMILY))
        log = tmp_path / "child.log"
        wait_for(lambda: log.exists() and log.read_text().endswith("\n"))
        worker, first = int(log.read_text()), child.pid
        assert first
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: child.restarts == 1, supervisor)
        assert not process_lives(worker)
        assert child.pid != first


def test_stop_ends_one_and_leaves_the_others(tmp_path: Path) -> None:
    with Supervisor(grace=1) as supervisor:
        one = supervisor.start(program(tmp_path, SLEEP, "one"))
        supervisor.start(program(tmp_path, SLEEP, "two"))
        supervisor.stop("one")
        assert one.last_exit == -signal.SIGTERM
        assert list(supervisor.children()) == ["two"]
        again = supervisor.start(program(tmp_path, SLEEP, "one"))
        with pytest.raises(ValueError, match="runs already"):
            supervisor.start(program(tmp_path, SLEEP, "one"))
        pid = again.pid
        assert pid
    assert not process_lives(pid)


def test_who_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    with Supervisor(grace=0.3) as supervisor:
        child = supervisor.start(program(tmp_path, STUBBORN))
        wait_for(lambda: (tmp_path / "child.log").read_text())
        supervisor.stop()
        assert child.last_exit == -signal.SIGKILL


SUPERVISE = """
    import sys, threading, time
    from pathlib import Path
    from provinces.federation.processes import Program, Supervisor
    supervisor = Supervisor(grace=2)
    def start(name):
        supervisor.start(Program(name=name, argv=[sys.executable, "-c", sys.argv[1]], env={},
                                 log=Path(sys.argv[2]) / name, cwd=Path("/")))
    thread = threading.Thread(target=start, args=["by-a-thread-that-ends"])
    thread.start(); thread.join()
    start("by-the-main-thread")
    print(supervisor._guard.pid, *(child.pid for child in supervisor.children().values()), flush=True)
    guard = supervisor._guard.pid
    while True:
        supervisor.tend(); time.sleep(0.05)
        if supervisor._guard.pid != guard:
            guard = supervisor._guard.pid
            print(guard, flush=True)
"""


@pytest.mark.parametrize("guard_dies_first", [False, True], ids=["guard-lives", "guard-was-killed-and-replaced"])
def test_a_supervisor_killed_outright_leaves_nothing_behind(tmp_path: Path, *, guard_dies_first: bool) -> None:
    family = textwrap.dedent(FAMILY)
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SUPERVISE), family, str(tmp_path)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    with process:
        assert process.stdout
        guard, *children = map(int, process.stdout.readline().split())
        logs = [tmp_path / "by-a-thread-that-ends", tmp_path / "by-the-main-thread"]
        wait_for(lambda: all(log.read_text().endswith("\n") for log in logs))
        workers = [int(log.read_text()) for log in logs]
        if guard_dies_first:
            os.kill(guard, signal.SIGKILL)
            assert int(process.stdout.readline()) != guard
        assert all(map(process_lives, [*children, *workers]))
        process.kill()
    wait_for(lambda: not any(map(process_lives, [*children, *workers])))
