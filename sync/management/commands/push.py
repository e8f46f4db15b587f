"""Send what waits in the outbox, here and now."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sync import loops, outbox
from sync.client import NationalClient
from sync.wire.refusals import NotAccepted


class Command(BaseCommand):
    """Sends the outbox. Exit status 1 when national cannot be reached, or stores nothing of what is sent."""

    help = "Send the outbox to national until nothing is due, or for ever with --keep-on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep-on", action="store_true", help="go on until Ctrl-C, as the worker does")
        parser.add_argument("--limit", type=int, default=loops.BATCH, help="statements per batch (1 to 1,000)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep_on"]:
            stop = loops.Stop()
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stop.set())
            if not loops.push(stop):
                raise CommandError("The worker of this node pushes already.")
            return
        client, count = NationalClient(), 0
        try:
            while True:
                sent, stored = loops.push_once(client, limit=options["limit"])
                count += stored
                if not sent:
                    break
                if not stored:
                    raise CommandError("National stores nothing of what is sent; see the outbox for the reasons.")
        except NotAccepted as error:
            raise CommandError(f"Stopped after {count} statements. {error}") from error
        finally:
            client.close()
        states = ", ".join(f"{state} {number}" for state, number in outbox.counts().items() if number)
        self.stdout.write(f"{count} statements taken by national. Outbox: {states or 'empty'}.")
