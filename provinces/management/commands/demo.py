"""`manage.py demo`: a whole federation on this machine, published cases, a result to read."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from provinces.federation import control, screen, state
from provinces.federation.demo import show
from provinces.federation.demo.cases import PROVINCES
from provinces.federation.demo.play import Play
from provinces.federation.errors import FederationError, RunsAlreadyError
from provinces.federation.state import Federation

_DEFAULT = Path("var/demo")
_WIDE = 100
"""Columns where output is no terminal."""


class Command(BaseCommand):
    """Play published cases on real nodes and compare."""

    help = "Start national and five provinces, play published cases, compare the outcome with the published one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--serve", action="store_true", help="keep everything up until Ctrl-C")
        parser.add_argument("--dir", type=Path, default=_DEFAULT, help=f"folder (default {_DEFAULT}); made anew")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        console = Console()
        if not console.is_terminal:
            console = Console(width=_WIDE)
        try:
            wrong = self._run(console, options, began)
        except FederationError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("interrupted; nothing is left running", returncode=130) from None
        if wrong:
            raise CommandError("not as published:\n" + "\n".join(wrong))

    def _run(self, console: Console, options: dict[str, Any], began: float) -> list[str]:
        directory: Path = options["dir"]
        _make_room(directory)
        console.print(
            "医保支付资格登记演示 Payment qualification registry: national and five provinces, "
            "each with its own database, key, web server and worker."
        )
        with control.Starting(directory, PROVINCES) as starting:
            with screen.steps(console) as report:
                federation = starting.wait(report)
                with Play(federation, report) as play:
                    results = play.run()
            console.print(show.table(results))
            console.print(show.LEGEND, style="dim")
            wrong = show.differences(results)
            slowest = max((one.seconds for one in results.values() if one.seconds is not None), default=0.0)
            console.print(
                "[red]结果与公布的不同 Not the published outcome[/]" if wrong
                else "[green]结果与公布的一致 The outcome is the published one[/]", end="; "
            )  # fmt: skip
            console.print(
                f"from decision to the last province enforcing it at most {slowest:.2f} s; "
                f"{time.monotonic() - began:.0f} s in all."
            )
            if options["serve"]:
                _serve(console, federation)
        return wrong


def _make_room(directory: Path) -> None:
    """Remove an earlier demonstration. Raises `RunsAlreadyError` while one is running there."""
    if not (directory / "supervisor.lock").exists():
        return
    if state.is_supervised(directory):
        raise RunsAlreadyError(f"A federation runs in {directory}; stop it, or name another --dir.")
    control.down(directory, delete=True)


def _serve(console: Console, federation: Federation) -> None:
    console.print(screen.addresses(federation), soft_wrap=True, highlight=False, markup=False)
    console.print(f"Keys, tokens and environments: {federation.directory}/federation.json. Ctrl-C stops everything.")
    try:
        while state.is_supervised(federation.directory):
            time.sleep(0.5)
    except KeyboardInterrupt:
        console.print("停止 Stopping …")
