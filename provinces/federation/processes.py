"""A small supervisor of child processes: start, watch, restart, stop; and nothing outlives it.

Every child leads a process group of its own. A *guard* (`guard.py`), a tiny process in a session of its own,
reads the supervisor's list of groups from a pipe; when the pipe closes, however the supervisor ended, it ends
every group on the list. (A parent-death signal would reach the child only, not the workers it started, and
would come when the thread that started the child ends.)
"""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from provinces.federation import guard
from provinces.federation.guard import end_groups
from registry.conf.ports import NoFreePortError, free_ports, is_free

__all__ = ["Child", "NoFreePortError", "Program", "Supervisor", "free_ports", "is_free"]

_FIRST_PAUSE = 0.5  # seconds before the first restart; doubles with each
_LONGEST_PAUSE = 30.0
_STEADY_AFTER = 30.0  # seconds of life after which a child's earlier deaths are forgotten

# Waits for "go", so that no child runs before the guard knows its group: a supervisor killed in between
# closes the pipe, and the shell ends.
_STARTER = 'read -r go && [ "$go" = go ] && exec "$@" </dev/null'


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run: `env` is the whole environment; output is appended to `log`."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    cwd: Path
    restart: bool = True


@dataclass(kw_only=True)
class Child:
    """A program under supervision."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0  # time.monotonic()
    restarts: int = 0
    last_exit: int | None = None
    wanted: bool = True
    next_start_at: float = field(default=0.0)
    pause: float = _FIRST_PAUSE

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Starts programs and keeps them running while `tend` is called now and then; a context manager.

    Safe for use from several threads.
    """

    def __init__(self, grace: float = 10.0) -> None:
        """`grace`: seconds between SIGTERM and SIGKILL."""
        self._grace = grace
        self._lock = threading.RLock()
        self._children: dict[str, Child] = {}
        self._guard: subprocess.Popen[str] | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self, program: Program) -> Child:
        """Start a program under a name not in use. Raises `OSError` when it cannot be started."""
        with self._lock:
            if self._closed:
                raise RuntimeError("this supervisor is closed")
            if program.name in self._children:
                raise ValueError(f"{program.name} runs already")
            child = Child(program=program)
            self._launch(child)
            self._children[program.name] = child
            return child

    def children(self) -> dict[str, Child]:
        with self._lock:
            return dict(self._children)

    def tend(self) -> None:
        """Notice who died, restart whom it is time to restart. Call it several times a second."""
        now = time.monotonic()
        with self._lock:
            if self._closed:
                return
            self._tend_guard()
            for child in self._children.values():
                if child.process is not None and child.process.poll() is not None:
                    self._bury(child, now)
                if child.process is None and child.wanted and now >= child.next_start_at:
                    child.restarts += 1
                    self._launch(child)

    def stop(self, *names: str) -> None:
        """End these programs (all, without names): SIGTERM to each group, SIGKILL to what is left."""
        with self._lock:
            chosen = [self._children[name] for name in names or list(self._children)]
            for child in chosen:
                child.wanted = False
            groups = [child.process.pid for child in chosen if child.process]
            end_groups(groups, self._grace, lambda: [c.process.poll() for c in chosen if c.process])
            for child in chosen:
                if child.process:
                    child.last_exit = child.process.wait()
                    self._tell_guard(f"-{child.process.pid}")
                    child.process = None
                del self._children[child.program.name]

    def close(self) -> None:
        """Stop everything, the guard last. May be called twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            try:
                self.stop()
            finally:
                if self._guard and self._guard.stdin:
                    with contextlib.suppress(BrokenPipeError):
                        self._guard.stdin.close()
                    self._guard.wait()

    def _launch(self, child: Child) -> None:
        program = child.program
        program.log.parent.mkdir(parents=True, exist_ok=True)
        with program.log.open("ab") as output:
            process = subprocess.Popen(
                ["/bin/sh", "-c", _STARTER, program.name, *program.argv],
                env=dict(program.env), cwd=program.cwd, stdin=subprocess.PIPE, stdout=output, stderr=output,
                process_group=0,
            )  # fmt: skip
        assert process.stdin
        self._tell_guard(f"+{process.pid}")
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(b"go\n")
        child.process, child.started_at = process, time.monotonic()

    def _bury(self, child: Child, now: float) -> None:
        assert child.process
        child.last_exit = child.process.returncode
        # A killed leader leaves its workers; they would hold the port of its successor.
        end_groups([child.process.pid], 1.0, lambda: None)
        self._tell_guard(f"-{child.process.pid}")
        child.process = None
        if now - child.started_at > _STEADY_AFTER:
            child.pause = _FIRST_PAUSE
        child.next_start_at = now + child.pause
        child.pause = min(child.pause * 2, _LONGEST_PAUSE)
        child.wanted = child.wanted and child.program.restart

    def _tend_guard(self) -> None:
        if self._guard is not None and self._guard.poll() is not None:
            if self._guard.stdin:
                with contextlib.suppress(BrokenPipeError):
                    self._guard.stdin.close()
            self._guard = None
            for child in self._children.values():
                if child.process:
                    self._tell_guard(f"+{child.process.pid}")

    def _tell_guard(self, line: str) -> None:
        if self._guard is None:
            self._guard = subprocess.Popen(
                [sys.executable, "-I", "-S", guard.__file__, str(self._grace)],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True, text=True, cwd="/",
            )  # fmt: skip
        assert self._guard.stdin
        try:
            self._guard.stdin.write(line + "\n")
            self._guard.stdin.flush()
        except BrokenPipeError:
            self._tend_guard()  # somebody killed it; its successor hears of everybody
