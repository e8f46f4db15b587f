"""A node's console: many commands in one process, each with its own answer."""

import os
import signal
from collections.abc import Iterator

import pytest

from provinces.federation import state
from provinces.federation.console import Console
from provinces.federation.errors import NodeFailedError


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    address = os.environ["DATABASE_URL"]
    node = state.plan(tmp_path_factory.mktemp("node"), ["310000"], {"000000": address, "310000": address}).provinces[
        "310000"
    ]
    with Console(node) as opened:
        yield opened


def python(code: str) -> tuple[str, ...]:
    return ("shell", "--no-imports", "--command", code)


def test_commands_are_answered_one_after_another_on_the_node(console: Console) -> None:
    settings = "from django.conf import settings; print(settings.DIVISION, settings.ROLE)"
    assert console.run(*python(settings)).strip() == "310000 province"
    assert console.run_json(*python("print('{\"one\": 1}')")) == {"one": 1}
    with pytest.raises(NodeFailedError, match="no JSON"):
        console.run_json(*python("print('one')"))


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        pytest.param(("nonsense",), "Unknown command", id="no such command"),
        pytest.param(("migrate", "--nonsense"), "nonsense", id="no such option"),
        pytest.param(python("raise SystemExit(3)"), "ended with 3", id="exit status"),
        pytest.param(python("1 / 0"), "ZeroDivisionError", id="exception"),
    ],
)
def test_a_failure_says_where_and_why_and_the_next_command_runs(
    console: Console, request_: tuple[str, ...], word: str
) -> None:
    with pytest.raises(NodeFailedError, match=word) as raised:
        console.run(*request_)
    assert str(raised.value).startswith("310000 Shanghai: ")
    assert console.run(*python("print(42)")).strip() == "42"


def test_noise_does_not_reach_the_pipe(console: Console) -> None:
    noise = "import os, sys; os.write(1, b'noise\\n'); print('loud', file=sys.__stdout__, flush=True); print(42)"
    assert console.run(*python(noise)).strip() == "42"


def test_a_console_that_died_is_an_error(console: Console) -> None:
    # The last test: the others share this console.
    os.kill(console._process.pid, signal.SIGKILL)
    with pytest.raises(NodeFailedError, match="process ended"):
        console.run(*python("print(42)"))
