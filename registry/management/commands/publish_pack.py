"""Publish a rule pack: national signs its parameters onto the log."""

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from registry.rules.errors import Refused
from registry.services.packs import body_of
from sync.errors import SyncError
from sync.outbox import Draft, author


class Command(BaseCommand):
    """`publish_pack FILE.toml …`."""

    help = "Publish rule packs (data files, see provinces/packs) on the national log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.toml")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish all files or none."""
        drafts = [Draft(topic="pack.published", body=self._body(path)) for path in options["files"]]
        try:
            with transaction.atomic():
                answers = author(drafts, now=timezone.now())
                for path, answer in zip(options["files"], answers, strict=True):
                    if answer.reason is not None:
                        raise CommandError(f"{path.name}: {answer.reason.code}: {answer.reason.sentence}")
        except SyncError as error:
            raise CommandError(f"{error.reason.code}: {error.reason.sentence}") from None
        for path, answer in zip(options["files"], answers, strict=True):
            self.stdout.write(f"{path.name} published as {answer.statement_id}")

    def _body(self, path: Path) -> dict[str, Any]:
        try:
            return body_of(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path.name} cannot be read: {error.__class__.__name__}") from None
        except tomllib.TOMLDecodeError as error:
            raise CommandError(f"{path.name} is no TOML: {error}") from None
        except Refused as refused:
            raise CommandError(
                f"{path.name}: {refused.refusal.code} ({refused.refusal.field}): {refused.refusal.sentence}"
            ) from None
