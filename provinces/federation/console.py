"""A node's console: one process that runs one management command after another.

Starting Python and Django costs seconds, a command little: set-up and demonstration run all commands of a
node in one process. `python -m provinces.federation.console` reads requests from standard input, one JSON
object a line, and answers each with one line:

    {"command": "migrate", "arguments": ["--verbosity", "0"]}
    {"ok": true, "output": "…"}  or  {"ok": false, "error": "…"}
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from provinces.federation.errors import NodeFailedError
from provinces.federation.state import Document, Node

_SOURCE = Path(__file__).resolve().parents[2]


class Console:
    """The caller's end; a context manager. One command at a time, from any thread."""

    def __init__(self, node: Node, **environment: str) -> None:
        self._node = node
        self._lock = threading.Lock()
        logs = node.directory / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "provinces.federation.console"],
                env={**node.process_environment(), "PYTHONPATH": str(_SOURCE), **environment},
                cwd=_SOURCE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                encoding="utf-8", process_group=0,
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, at once."""
        self._process.kill()
        self._process.communicate()

    def run(self, command: str, *arguments: str) -> str:
        """Run a management command and return what it printed.

        Raises `NodeFailedError` with the command's own words.
        """
        request = json.dumps({"command": command, "arguments": arguments})
        with self._lock:
            assert self._process.stdin
            assert self._process.stdout
            try:
                self._process.stdin.write(request + "\n")
                self._process.stdin.flush()
                line = self._process.stdout.readline()
            except BrokenPipeError:
                line = ""
        where = f"{self._node.division} {self._node.name}: {command}"
        if not line:
            raise NodeFailedError(f"{where}: the process ended; see {self._node.directory}/logs/console.log")
        answer = json.loads(line)
        if not answer["ok"]:
            raise NodeFailedError(f"{where}: {answer['error']}")
        return str(answer["output"])

    def run_json(self, command: str, *arguments: str) -> Document:
        """Run a command that prints one JSON object, and return it."""
        output = self.run(command, *arguments)
        try:
            return dict(json.loads(output))
        except ValueError as error:
            raise NodeFailedError(f"{self._node.name}: {command} printed no JSON: {output[:200]}") from error


def _answer(request: Document) -> Document:
    from django.core.management import CommandError, call_command

    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            call_command(request["command"], *request["arguments"], stdout=output)
    except CommandError as error:
        return {"ok": False, "error": str(error)}
    except SystemExit as error:
        if error.code not in (None, 0):
            return {"ok": False, "error": f"ended with {error.code}: {output.getvalue()[-500:]}"}
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}
    finally:
        from django.db import connections

        connections.close_all()
    return {"ok": True, "output": output.getvalue()}


def main() -> None:
    """Answer requests until standard input ends."""
    # Whatever else is printed goes to the log: the pipe carries answers only.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    import django

    django.setup()
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
