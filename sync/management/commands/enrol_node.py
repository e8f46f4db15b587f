"""Enrol a province's node at national: state in the log who it is and which key it signs with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from sync import keys, outbox
from sync.models import Node, NodeKey
from sync.outbox import Draft
from sync.wire import keys as wire
from sync.wire import suites
from sync.wire.refusals import NotAccepted, Refused


class Command(BaseCommand):
    """Takes what `node_init` printed on the province's node. Safe to run twice."""

    help = "State a node and its key in the national log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--division", required=True, help="GB/T 2260 code of the province")
        parser.add_argument("--base-url", required=True, help="where its node answers")
        parser.add_argument("--public-key", required=True, help="its public key, base64")
        parser.add_argument("--proof", required=True, help="its proof of possession, base64")
        parser.add_argument("--suite", default=suites.ED25519.name, help="signature suite of the key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kid = enrol(
                options["division"],
                options["base_url"],
                suite=options["suite"],
                public_key=options["public_key"],
                proof=options["proof"],
            )
        except NotAccepted as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['division']} is enrolled with key {kid}.")


def enrol(division: str, base_url: str, *, suite: str, public_key: str, proof: str) -> str:
    """State what is not stated yet; return the key's ID. Raises NotAccepted; then nothing is stated."""
    public = keys.decode_public(public_key) or b""
    kid = wire.key_id(suites.by_name(suite), public)
    drafts = []
    if not Node.objects.filter(pk=division, base_url=base_url).exists():
        drafts.append(Draft(topic="node.enrolled", body={"division": division, "base_url": base_url}))
    if not NodeKey.objects.filter(pk=kid, node=division, revoked_position=None).exists():
        body = {"division": division, "kid": kid, "suite": suite, "public_key": public_key, "possession": proof}
        drafts.append(Draft(topic="key.added", body=body))
    with transaction.atomic():
        for authored in outbox.author(drafts, now=timezone.now()):
            if authored.reason is not None:
                raise Refused(authored.reason)
    return kid
