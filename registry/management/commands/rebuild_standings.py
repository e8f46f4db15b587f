"""Throw the projection of standings away and compute it again from the facts; or only compare."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from rich.console import Console
from rich.progress import Progress

from registry.people.models import Person
from registry.qualification.services import standings


class Command(BaseCommand):
    """Runs `rebuild_standings [--check]`."""

    help = "Rebuild every standing, measure and filing period from the facts; --check compares and changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--check`."""
        parser.add_argument("--check", action="store_true", help="compare only; exit 1 where anything differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all people, some at a time, each portion under its people's locks."""
        differing: list[str] = []
        count = 0
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("standings", total=Person.objects.count())
            for people in standings.everybody():
                with transaction.atomic():
                    standings.StandingHooks().lock(people)
                    if options["check"]:
                        differing += standings.differing(people)
                    else:
                        standings.recompute(people)
                count += len(people)
                progress.advance(task, len(people))
        if differing:
            shown = ", ".join(differing[:20])
            raise CommandError(
                f"{len(differing)} of {count} people have another standing stored: {shown}", returncode=1
            )
        self.stdout.write(f"{count} people {'agree' if options['check'] else 'rebuilt'}")
