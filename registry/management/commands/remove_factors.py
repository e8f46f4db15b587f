"""`manage.py remove_factors`: for an account whose owner lost every second factor, where no page can do it any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from registry.accounts.services import factors
from sync.wire.refusals import Refused


class Command(BaseCommand):
    """Removes the second factors of an account; it sets up a new one when it comes in next."""

    help = "Removes all second factors of an account, and ends its sessions. Administrators do the same on a page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the account."""
        parser.add_argument("name", help="name of the account")

    def handle(self, **options: Any) -> None:
        """Remove them, and say how many there were."""
        try:
            removed = factors.remove_all(options["name"], now=now())
        except Refused as refused:
            raise CommandError(f"{refused}\n{refused.reason.sentence_zh}") from None
        self.stdout.write(f"{removed} removed / 已移除 {removed} 个")
