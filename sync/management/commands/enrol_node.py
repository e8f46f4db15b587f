"""Propose a province's node at national: approved, the log states who it is and which key it signs with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync import membership
from sync.management.asking import asking
from sync.wire import suites
from sync.wire.refusals import NotAccepted


class Command(BaseCommand):
    """Takes what `node_init` printed on the province's node. Safe to run twice."""

    help = "Propose to state a node and its key in the national log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--division", required=True, help="GB/T 2260 code of the province")
        parser.add_argument("--base-url", required=True, help="where its node answers")
        parser.add_argument("--public-key", required=True, help="its public key, base64")
        parser.add_argument("--proof", required=True, help="its proof of possession, base64")
        parser.add_argument("--suite", default=suites.ED25519.name, help="signature suite of the key")
        parser.add_argument("--acting", required=True, metavar="NAME", help="the account that proposes it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            proposal = membership.propose_admission(
                options["division"],
                options["base_url"],
                suite=options["suite"],
                public_key=options["public_key"],
                proof=options["proof"],
                acting=options["acting"],
                now=timezone.now(),
            )
        except NotAccepted as error:
            raise CommandError(str(error)) from error
        kid = membership.key_id(options["suite"], options["public_key"])
        self.stdout.write(asking(proposal) if proposal else f"{options['division']} is enrolled with key {kid}.")
