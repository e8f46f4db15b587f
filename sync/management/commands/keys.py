"""Keys of nodes: list them, add one to a node, revoke one, make a new one."""

import json
from argparse import ArgumentParser
from base64 import b64encode
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from sync import keys, membership, outbox
from sync.management.asking import asking
from sync.models import Node, NodeIdentity, NodeKey
from sync.wire.refusals import NotAccepted


class Command(BaseCommand):
    """Lists, adds and revokes keys of nodes: on every node these count from their position in the log.

    To exchange a key: `new` on the node, `add` at national, `use` on the node once its log has the new key, wait until
    what the old one signed is in the log, `revoke` it at national. What is added and revoked is proposed by one account
    and approved by another.
    """

    help = "List, make, add and revoke keys of nodes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        shown = verbs.add_parser("list", help="every key, whose it is, and the positions it counts for")
        shown.add_argument("--json", action="store_true", help="print JSON")
        new = verbs.add_parser("new", help="make a key file and print what national needs to add the key")
        new.add_argument("file", type=Path, help="must not exist yet")
        use = verbs.add_parser("use", help="sign with this key file from now on; it takes the place of the old one")
        use.add_argument("file", type=Path, help="made by `new`, added at national")
        add = verbs.add_parser("add", help="at national: propose a further key of an enrolled node")
        add.add_argument("--acting", required=True, metavar="NAME", help="the account that proposes it")
        add.add_argument("--division", required=True)
        add.add_argument("--public-key", required=True, help="base64")
        add.add_argument("--proof", required=True, help="proof of possession, base64")
        add.add_argument("--suite", default="ed25519-sha256")
        revoke = verbs.add_parser("revoke", help="at national: propose that a key counts no more")
        revoke.add_argument("--acting", required=True, metavar="NAME", help="the account that proposes it")
        revoke.add_argument("kid")
        revoke.add_argument("--reason", required=True, help="why, for everybody to read")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['verb']}")(options)
        except NotAccepted as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        rows = [
            {
                "division": key.node_id,
                "kid": key.kid,
                "suite": key.suite,
                "added_position": key.added_position,
                "revoked_position": key.revoked_position,
                "revoked_reason": key.revoked_reason,
            }
            for key in NodeKey.objects.order_by("node", "added_position", "kid")
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        table = Table("division", "key", "suite", "from", "until", "why")
        for row in rows:
            table.add_row(*("" if value is None else str(value) for value in row.values()))
        console = Console(file=StringIO(), width=120)
        console.print(table)
        self.stdout.write(console.file.getvalue())  # type: ignore[attr-defined]

    def _new(self, options: dict[str, Any]) -> None:
        key, division = keys.create(options["file"]), outbox.this_division()
        found = {
            "division": division,
            "kid": key.kid,
            "suite": key.suite.name,
            "public_key": b64encode(key.public).decode(),
            "proof": keys.prove_possession(key, division, keys.pinned_kid()),
            "key_file": str(options["file"]),
        }
        self.stdout.write(json.dumps(found, ensure_ascii=False))

    def _use(self, options: dict[str, Any]) -> None:
        key, division = keys.load(options["file"]), outbox.this_division()
        found = keys.resolve(key.kid)
        if found is None or found[2] != division:
            raise CommandError(f"Key {key.kid} does not count yet: add it at national and follow its log.")
        with transaction.atomic():
            NodeIdentity.objects.update(kid=key.kid)
            options["file"].replace(settings.NODE_KEY)
        self.stdout.write(f"{division} signs with key {key.kid} from now on.")

    def _add(self, options: dict[str, Any]) -> None:
        node = Node.objects.filter(pk=options["division"]).first()
        if node is None:
            raise CommandError(f"{options['division']} is not enrolled.")
        proposal = membership.propose_admission(
            node.division,
            node.base_url,
            suite=options["suite"],
            public_key=options["public_key"],
            proof=options["proof"],
            acting=options["acting"],
            now=timezone.now(),
        )
        self.stdout.write(asking(proposal) if proposal else f"{node.division} may sign with this key.")

    def _revoke(self, options: dict[str, Any]) -> None:
        kid, reason, acting = options["kid"], options["reason"], options["acting"]
        proposal = membership.propose_revocation(kid, reason, acting=acting, now=timezone.now())
        self.stdout.write(asking(proposal))
