"""A process with a node's settings in which functions are called one after another.

`python -m tests.benchmarks.desks.desk` reads calls from standard input, one JSON object a line, and answers each with
one line on the descriptor it was given: what the functions print goes to the log.
"""

import importlib
import json
import os
import subprocess
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from provinces.federation.state import Node

_ROOT = Path(__file__).resolve().parents[3]


class CallFailed(RuntimeError):
    """A function called at a desk raised; its traceback is the message."""


class Desk:
    """The caller's end; a context manager."""

    def __init__(self, node: Node) -> None:
        self.node = node
        logs = node.directory / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        reading, writing = os.pipe()
        with (logs / "desk.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.benchmarks.desks.desk", str(writing)],
                env={**node.process_environment(), "PYTHONPATH": str(_ROOT)},
                cwd=_ROOT, stdin=subprocess.PIPE, stdout=log, stderr=log, text=True, pass_fds=[writing],
            )  # fmt: skip
        os.close(writing)
        self._answers = os.fdopen(reading, encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self._answers.close()

    def call(self, function: str, **arguments: Any) -> Any:
        """Call `module:function` in the node's process and return its result, which must be JSON.

        Raises CallFailed.
        """
        self.begin(function, **arguments)
        return self.result()

    def begin(self, function: str, **arguments: Any) -> None:
        """Start a call whose result is fetched later."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"function": function, "arguments": arguments}) + "\n")
        self._process.stdin.flush()

    def result(self) -> Any:
        """Return the result of the call begun first. Raises CallFailed."""
        line = self._answers.readline()
        if not line:
            raise CallFailed(f"{self.node.division}: the process ended; see {self.node.directory}/logs/desk.log")
        answer = json.loads(line)
        if "failed" in answer:
            raise CallFailed(f"{self.node.division}: {answer['failed']}")
        return answer["result"]


def _answer(call: dict[str, Any]) -> dict[str, Any]:
    module, _, name = call["function"].partition(":")
    try:
        return {"result": getattr(importlib.import_module(module), name)(**call["arguments"])}
    except Exception:
        return {"failed": traceback.format_exc()}


def main() -> None:
    """Answer calls until standard input ends."""
    import django

    django.setup()
    with os.fdopen(int(sys.argv[1]), "w", encoding="utf-8") as answers:
        for line in sys.stdin:
            answers.write(json.dumps(_answer(json.loads(line))) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
