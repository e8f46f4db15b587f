"""Propose a ruling about a held statement; approved, it is stated at national for every node to read."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync import rulings
from sync.management.asking import asking
from sync.models import Outcome
from sync.wire.refusals import NotAccepted


class Command(BaseCommand):
    """Proposes to settle a held statement: accepted, it is the next entry of the log; refused, it never counts."""

    help = "Propose to accept or refuse a statement that national holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("statement", type=UUID, help="id of the held statement")
        verdict = parser.add_mutually_exclusive_group(required=True)
        verdict.add_argument("--accept", dest="verdict", action="store_const", const=Outcome.ACCEPTED)
        verdict.add_argument("--refuse", dest="verdict", action="store_const", const=Outcome.REFUSED)
        parser.add_argument("--code", default="looked_at", help="reason code (default: looked_at)")
        parser.add_argument("--reason", required=True, help="one sentence, for everybody to read")
        parser.add_argument("--acting", required=True, metavar="NAME", help="the account that proposes it")

    def handle(self, *args: Any, **options: Any) -> None:
        statement: UUID = options["statement"]
        try:
            proposal = rulings.propose(
                statement,
                options["verdict"],
                code=options["code"],
                explanation=options["reason"],
                acting=options["acting"],
                now=timezone.now(),
            )
        except NotAccepted as error:
            raise CommandError(str(error)) from error
        self.stdout.write(asking(proposal))
