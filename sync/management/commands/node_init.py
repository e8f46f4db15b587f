"""Give this database and this key file their identity; run once per node, national first."""

import json
from argparse import ArgumentParser
from base64 import b64encode
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync import identity, keys
from sync.topics import NATIONAL
from sync.wire import keys as wire
from sync.wire import suites
from sync.wire.refusals import NotAccepted


class Command(BaseCommand):
    """Prints JSON: what national needs to enrol the node; of national, what every province must pin."""

    help = "Make the node's key and write its identity into the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--division", default=settings.DIVISION, help="whose node (default: PAYQUAL_DIVISION)")
        parser.add_argument(
            "--base-url", default=settings.BASE_URL, help="where it answers (default: PAYQUAL_BASE_URL)"
        )
        parser.add_argument("--name", default="", help="what people call it; repeated in the answer, stored nowhere")
        parser.add_argument("--national-url", default=settings.NATIONAL_URL, help="where national answers")
        parser.add_argument(
            "--national-key", default=settings.NATIONAL_KEY, help="national's public key, base64, to be pinned"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        division: str = options["division"]
        if division != settings.DIVISION:
            raise CommandError(f"PAYQUAL_DIVISION is {settings.DIVISION}, not {division}.")
        if (division == NATIONAL) != (settings.ROLE == "national"):
            raise CommandError(f"Division {division} cannot run with the settings of a {settings.ROLE} node.")
        pinned = keys.decode_public(options["national_key"])
        if division != NATIONAL and not pinned:
            raise CommandError("A province needs --national-key (or PAYQUAL_NATIONAL_KEY): the key it will trust.")
        try:
            found = self._init(division, options["base_url"], pinned or b"")
        except NotAccepted as error:
            raise CommandError(str(error)) from error
        found |= {"base_url": options["base_url"], "name": options["name"], "national_url": options["national_url"]}
        self.stdout.write(json.dumps(found, ensure_ascii=False))

    def _init(self, division: str, base_url: str, pinned: bytes) -> dict[str, str]:
        path = Path(settings.NODE_KEY)
        # A key file without identity is left from a run that was broken off, or was brought: it is taken as it is.
        key = keys.load(path) if path.exists() else keys.create(path)
        if division == NATIONAL:
            identity.init_national(key, base_url, now=timezone.now())
            pinned = key.public
        else:
            identity.init_province(division, key, base_url, pinned, now=timezone.now())
        return {
            "division": division,
            "kid": key.kid,
            "suite": key.suite.name,
            "public_key": b64encode(key.public).decode(),
            "proof": keys.prove_possession(key, division, wire.key_id(suites.ED25519, pinned)),
            "key_file": str(path),
        }
