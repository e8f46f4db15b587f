"""List what waits for a second account, with the digest that names it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sync import matters
from sync.models import Proposal
from sync.wire.refusals import NotAccepted


class Command(BaseCommand):
    """Prints each proposal that waits: what it shows now, who proposed it, and its digest."""

    help = "List what waits for approval by a second account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [_row(proposal) for proposal in matters.waiting()]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        if not rows:
            self.stdout.write("Nothing waits.")
        for row in rows:
            self.stdout.write(f"{row['digest'] or row['refused']}\n  {row['matter']}, proposed by {row['proposed_by']}")
            for name, value in row["shown"].items():
                self.stdout.write(f"    {name}: {value}")


def _row(proposal: Proposal) -> dict[str, Any]:
    shown, digest, refused = {}, "", ""
    try:
        shown, digest = dict(matters.of(proposal).shows(proposal)), matters.digest(proposal)
    except NotAccepted as error:
        refused = error.reason.code
    return {
        "matter": proposal.matter,
        "key": proposal.key,
        "state": proposal.state,
        "proposed_by": proposal.proposed_by.get_username(),
        "reason": proposal.reason,
        "digest": digest,
        "refused": refused,
        "shown": shown,
    }
