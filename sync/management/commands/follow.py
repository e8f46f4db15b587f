"""Read and apply national's log, here and now."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sync import follower, loops
from sync.client import NationalClient
from sync.reading import ReadingAhead
from sync.wire.refusals import NotAccepted


class Command(BaseCommand):
    """Reads and applies the log. Exit status 1 when a page cannot be had, verified or applied."""

    help = "Follow national's log until level, or for ever with --keep-on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep-on", action="store_true", help="go on until Ctrl-C, as the worker does")
        parser.add_argument("--limit", type=int, default=1_000, help="entries per page (1 to 1,000)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep_on"]:
            stop = loops.Stop()
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stop.set())
            if not loops.follow(stop):
                raise CommandError("The worker of this node follows already.")
            return
        client, count = NationalClient(), 0
        try:
            with ReadingAhead(client) as reader:
                level = False
                while not level:
                    applied = follower.follow_once(0, limit=options["limit"], client=client, reader=reader)
                    count, level = count + applied.entries, applied.level
        except NotAccepted as error:
            raise CommandError(f"Stopped after {count} entries. {error}") from error
        finally:
            client.close()
        self.stdout.write(f"{count} entries applied; level with national at position {applied.position}.")
