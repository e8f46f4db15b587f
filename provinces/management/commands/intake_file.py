"""Take a file of cases into this province's node; see provinces/README.md for kinds and columns."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from provinces.files import report, tables
from provinces.files.encodings import Encoding
from provinces.files.naming import readable
from provinces.files.tables import Said
from provinces.intake import kinds, selectors
from provinces.intake.services import intake
from provinces.intake.services.runs import Taken
from provinces.office import selectors as office_selectors
from registry.words.divisions import is_province
from sync import matters
from sync.client import NationalClient
from sync.management.asking import asking
from sync.refusals import UNREACHABLE
from sync.wire.refusals import FormatRefused, ProtocolRefused, Refused

BROKEN_OFF = 1
CANNOT_READ = 2
STOPPED = 130
GO_ON = "What was answered stands; run the same file again to go on."


class Command(BaseCommand):
    """Takes in one file, or proposes it where its rows bind somebody, and says by its exit status how that went.

    0: every row has its answer, refusals included. 1: broken off, by the database or a missing key. 2: nothing was
    done, the file cannot be taken. 130: stopped by hand.
    """

    help = "Take a file of cases, CSV or XLSX, into this province's node and write a report with one line per row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--kind", required=True, choices=kinds.names(), help="what the rows are")
        parser.add_argument("--acting", required=True, metavar="NAME", help="the account that brings it in")
        parser.add_argument(
            "--report",
            type=Path,
            metavar="OUT",
            help="where the report goes, .csv or .xlsx (default: beside the file, of its kind)",
        )
        parser.add_argument(
            "--encoding",
            choices=list(Encoding),
            help="encoding of the CSV file, then read strictly so (default: judged)",
        )
        parser.add_argument("--sheet", default="", metavar="NAME", help="sheet of the workbook (default: its only one)")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with intake.open_file(path) as file:
                out: Path = options["report"] or report.default_path(path, workbook=tables.is_workbook(file))
                self._check_place(path, out)
                taken = self._take(file, path, options)
        except (FormatRefused, Refused) as refused:
            raise self._refusal(refused, as_json=options["json"]) from refused
        except ProtocolRefused as error:
            why = error.reason
            words = f"{why.code}: {why.sentence} {GO_ON}\n{why.sentence_zh}"
            raise CommandError(words, returncode=BROKEN_OFF) from error
        except DatabaseError as error:
            raise CommandError(f"The database failed: {error}\n{GO_ON}", returncode=BROKEN_OFF) from error
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. {GO_ON}", returncode=STOPPED) from None
        report.write(out, selectors.lines(taken.file), selectors.counts(taken.file))
        self._summary(taken, out, as_json=options["json"])

    def _check_place(self, path: Path, out: Path) -> None:
        if not is_province(office_selectors.own_division()):
            raise FormatRefused.because("not_a_province")
        if out.resolve() == path.resolve():
            raise FormatRefused.because("report_is_file")
        try:
            report.probe(out)
        except OSError as error:
            raise FormatRefused.because("report_unwritable", why=error.strerror or "unknown error") from error

    def _take(self, file: BinaryIO, path: Path, options: dict[str, Any]) -> Taken:
        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(options["kind"], total=None)
            return intake.take_file(
                options["kind"],
                file,
                name=path.name,
                acting=options["acting"],
                clock=timezone.now,
                said=Said(
                    encoding=Encoding(options["encoding"]) if options["encoding"] else None,
                    sheet=readable(options["sheet"] or ""),
                ),
                national=_national(),
                on_progress=lambda at: bar.update(task, completed=at.done, total=at.rows),
            )

    def _refusal(self, refused: FormatRefused | Refused, *, as_json: bool) -> CommandError:
        why, line = refused.reason, getattr(refused, "line", 0)
        if as_json:
            members = {"code": why.code, "sentence": why.sentence, "sentence_zh": why.sentence_zh}
            self.stdout.write(json.dumps({"refused": {**members, "line": line}}, ensure_ascii=False))
        where = f" (line {line})" if line else ""
        return CommandError(f"{why.code}{where}: {why.sentence}\n{why.sentence_zh}", returncode=CANNOT_READ)

    def _summary(self, taken: Taken, out: Path, *, as_json: bool) -> None:
        file = taken.file
        counts = selectors.counts(file)
        codes = selectors.reasons(file)
        if as_json:
            what = {"kind": file.kind, "read_as": file.read_as}
            asks = matters.digest(taken.proposal) if taken.proposal else ""
            more = {"resumed": taken.resumed, "report": readable(str(out)), "approve": asks}
            summary = {**what, **counts, "codes": codes, **more}
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
            return
        if taken.resumed:
            self.stdout.write("Went on with a run that was broken off.")
        self.stdout.write("  ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items()))
        for code, count in codes.items():
            self.stdout.write(f"  {code}: {count}")
        if UNREACHABLE in codes:
            self.stdout.write("National could not be asked: run the same file again later; nothing is taken twice.")
        self.stdout.write(f"Read as: {file.read_as}")
        self.stdout.write(f"Report: {readable(str(out))}")
        if taken.proposal:
            self.stdout.write("Its rows bind somebody: nothing is stated yet.")
            self.stdout.write(asking(taken.proposal))


def _national() -> NationalClient | None:
    """Return the way to national, or None where this node is not set up to ask it: then rows that need it are held."""
    try:
        return NationalClient()
    except ProtocolRefused:
        return None
