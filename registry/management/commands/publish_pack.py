"""Propose rule packs: approved, national signs their parameters onto the log; or say first whom they would move."""

import json
import tomllib
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from registry.packs.pack import Pack
from registry.parameters import parse_pack
from registry.qualification.selectors import impact
from registry.qualification.services import publication
from registry.qualification.services.packs import body_of
from registry.words.lifelong_id import shown
from sync.management.asking import asking
from sync.wire.refusals import NotAccepted, Refused

SHOWN = 5
"""People named in a row of the table; --json names all."""


class Command(BaseCommand):
    """Runs `publish_pack --acting NAME FILE.toml …` or `publish_pack --impact [--json] FILE.toml …`."""

    help = (
        "Propose rule packs (data files, see provinces/packs) on the national log. With --impact say whom they would "
        "move, and how, and write nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the files, who proposes them, `--impact` and `--json`."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.toml")
        parser.add_argument("--acting", default="", metavar="NAME", help="the account that proposes them")
        parser.add_argument("--impact", action="store_true", help="only say whom the files would move; nothing written")
        parser.add_argument("--json", action="store_true", help="with --impact: everybody moved, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Propose all files or none; or compare."""
        documents = [self._document(path) for path in options["files"]]
        if options["impact"]:
            self._compare([parse_pack(document) for document, _body in documents], as_json=options["json"])
            return
        if options["json"]:
            raise CommandError("--json goes with --impact")
        if not options["acting"]:
            raise CommandError("--acting names the account that proposes them")
        bodies = [body for _document, body in documents]
        try:
            proposal = publication.propose(bodies, acting=options["acting"], now=timezone.now())
        except NotAccepted as error:
            raise CommandError(f"{error}\n{error.reason.sentence_zh}") from None
        self.stdout.write(asking(proposal))

    def _compare(self, drafts: Sequence[Pack], *, as_json: bool) -> None:
        """Show whom the drafts would move, by kind."""
        today = timezone.localdate()
        people, found = 0, list[impact.Move]()
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("people", total=impact.examined(drafts).count())
            for count, moved in impact.moves(drafts, today=today):
                people += count
                found += moved
                progress.advance(task, count)
        by_kind = {kind: [move for move in found if move.kind is kind] for kind in impact.Kind}
        if as_json:
            whole = {
                "today": today.isoformat(),
                "compared": people,
                "moved": len(found),
                "kinds": {kind.value: len(moved) for kind, moved in by_kind.items()},
                "moves": [move.as_json() for move in found],
            }
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=1))
            return
        console = Console(width=120)
        with console.capture() as capture:
            console.print(_table(by_kind))
        self.stdout.write(capture.get())
        self.stdout.write(f"{len(found)} of {people} people would be moved; nothing was written")

    def _document(self, path: Path) -> tuple[dict[str, object], dict[str, object]]:
        """Return a file's content, and the statement body that it makes."""
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            return document, body_of(document)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path.name} cannot be read: {error.__class__.__name__}") from None
        except tomllib.TOMLDecodeError as error:
            raise CommandError(f"{path.name} is no TOML: {error}") from None
        except Refused as refused:
            raise CommandError(f"{path.name}: {refused}") from None


def _table(by_kind: dict[impact.Kind, list[impact.Move]]) -> Table:
    titles = {
        impact.Kind.STRICTER: "stricter today",
        impact.Kind.MILDER: "milder today",
        impact.Kind.LONGER: "longer",
        impact.Kind.SHORTER: "shorter",
        impact.Kind.OTHER_DAYS: "on other days only",
    }
    table = Table(title="Whom these rule packs would move")
    table.add_column("standing")
    table.add_column("people", justify="right")
    table.add_column("who")
    for kind, moved in by_kind.items():
        who = [_sentence(move) for move in moved[:SHOWN]]
        if len(moved) > SHOWN:
            who.append("…")
        table.add_row(titles[kind], str(len(moved)), "\n".join(who))
    return table


def _sentence(move: impact.Move) -> str:
    """Return one person's move: status and end before, and after."""
    ends = (move.before.bar_ends_on or move.before.term_ends_on, move.after.bar_ends_on or move.after.term_ends_on)
    before, after = (
        f"{interval.status}{f' {end}' if end else ''}"
        for interval, end in zip((move.before, move.after), ends, strict=True)
    )
    return f"{shown(move.person)}  {before} → {after}"
