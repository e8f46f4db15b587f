"""Give the application's role its rights: after every migration, as the owner of the tables."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, transaction

from sync import grants


class Command(BaseCommand):
    """Gives the rights to a role that exists: who may log in is the database administrator's to say."""

    help = "Let a role add to facts and evidence, and change or delete nothing of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", required=True, help="role under which web server and worker run")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                count = grants.grant(options["role"])
        except ProgrammingError as error:
            raise CommandError(f"The rights were not given: {error}") from error
        self.stdout.write(f"{options['role']}: rights on {count} tables.")
