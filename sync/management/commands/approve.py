"""Approve what another account proposed, by the digest of what it shows; it is carried out at once."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync import matters
from sync.models import ProposalState
from sync.wire.refusals import NotAccepted


class Command(BaseCommand):
    """Approves a proposal, or with --refuse does not. One that was broken off while it was carried out goes on."""

    help = "Approve what another account proposed (see `proposals`)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("digest", help="what `proposals` and the proposing command print; 12 digits do")
        parser.add_argument("--acting", required=True, metavar="NAME", help="the account that approves it")
        parser.add_argument("--report", type=Path, metavar="OUT", help="where a row report goes, .csv or .xlsx")
        parser.add_argument("--refuse", metavar="WHY", help="do not approve it")

    def handle(self, *args: Any, **options: Any) -> None:
        acting, now = options["acting"], timezone.now()
        try:
            proposal = matters.by_digest(options["digest"])
            if options["refuse"] is not None:
                matters.refuse(proposal, remark=options["refuse"], acting=acting, now=now)
                self.stdout.write("Not approved.")
                return
            if proposal.state == ProposalState.OPEN:
                proposal = matters.approve(proposal, seen=matters.digest(proposal), acting=acting, now=now)
            if proposal.state == ProposalState.APPROVED:
                matters.go_on(proposal, now=timezone.now())
        except NotAccepted as error:
            raise CommandError(f"{error}\n{error.reason.sentence_zh}") from error
        report = matters.of(proposal).report
        if options["report"] is not None and report is not None:
            report(proposal, options["report"])
        self.stdout.write(f"Approved by {acting}, and carried out: {proposal}.")
