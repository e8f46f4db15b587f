"""Check the stored log from the signed bytes up to the last checkpoint."""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from rich.console import Console
from rich.progress import Progress

from sync import merkle_store, verification


class Command(BaseCommand):
    """Verifies the stored log. Exit status 1 when anything differs.

    Then stop serving, and look at what was restored or touched.
    """

    help = "Verify every entry, signature, subtree and checkpoint stored here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--faults", type=int, default=20, help="stop after so many (default 20)")

    def handle(self, *args: Any, **options: Any) -> None:
        verified = verification.Verified()
        console = Console(stderr=True)
        with transaction.atomic(), Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            # One state of the database: the node goes on working meanwhile.
            if not connection.savepoint_ids:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            task = bar.add_task("verifying", total=merkle_store.head().size)
            found = verification.verify(verified, lambda count: bar.advance(task, count))
            faults = list(islice(found, options["faults"]))
        for fault in faults:
            self.stderr.write(f"position {fault.position}: {fault.what}" if fault.position else fault.what)
        summary = (
            f"{verified.entries} entries, {verified.signatures} signatures, {verified.withheld} withheld, "
            f"{verified.checkpoints} checkpoints"
        )
        if faults:
            raise CommandError(f"The log is not whole: {len(faults)} faults in {summary}.")
        self.stdout.write(f"The log is whole: {summary}.")
