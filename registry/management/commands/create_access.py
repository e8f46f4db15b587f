"""`manage.py create_access`: accounts, tokens and keys for those who ask this node."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from registry.accounts import services
from registry.accounts.selectors.factors import must_have_second_factor
from registry.accounts.services import factors
from registry.institutions.services import keys as institutions_keys
from registry.regulators.models import Subscription
from registry.regulators.services import accounts as regulators_accounts
from sync.wire.refusals import Refused


class Command(BaseCommand):
    """Makes what is asked for and prints its secrets, once: they are kept only as hashes."""

    help = (
        "Makes an administrator, an officer, a regulator or an institution's key, and prints the secrets once. With "
        "--json: an object; of several, an object of objects by kind."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be asked for."""
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--admin", metavar="NAME", help="an administrator: sees everything, may ask everything")
        parser.add_argument("--officer", metavar="NAME", help="an officer: sees the people of --division")
        parser.add_argument(
            "--duty", choices=list(services.DUTIES), help="with --officer: works in this node's office, with this duty"
        )
        parser.add_argument(
            "--regulator", metavar="NAME", help="a regulator: reads notifications of --group, --division"
        )
        parser.add_argument("--institution", metavar="CODE", help="a key with which a recorded institution asks")
        parser.add_argument(
            "--division",
            metavar="D",
            help="whose officer or regulator; this node's own if left out",
            default=settings.DIVISION,
        )
        parser.add_argument(
            "--second-factor",
            action="store_true",
            help="print the secret of an authenticator app for accounts that must have a second factor: for "
            "demonstrations; without it they set one up when they come in first",
        )
        parser.add_argument("--group", choices=Subscription.Group.values, default=Subscription.Group.MEDICAL.value)

    def handle(self, **options: Any) -> None:
        """Make all of it, or nothing."""
        try:
            with transaction.atomic():
                made = _make(options)
        except Refused as error:
            raise CommandError(f"{error}\n{error.reason.sentence_zh}") from None
        if not made:
            raise CommandError("nothing asked for: name --admin, --officer, --regulator or --institution")
        if options["json"]:
            shown = next(iter(made.values())) if len(made) == 1 else made
            self.stdout.write(json.dumps(shown, ensure_ascii=False))
            return
        for kind, secrets in made.items():
            self.stdout.write(kind)
            for name, value in secrets.items():
                self.stdout.write(f"  {name}: {value}")


def _make(options: dict[str, Any]) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    division, group = options["division"], options["group"]
    if name := options["admin"]:
        made["admin"] = {**asdict(services.create_admin(name)), **_second_factor(name, options)}
    if name := options["officer"]:
        duty = options["duty"]
        account = services.create_with_duty(name, duty) if duty else services.create_officer(name, division)
        made["officer"] = {**asdict(account), **_second_factor(name, options), "division": division}
    if name := options["regulator"]:
        regulator = regulators_accounts.create_regulator(name, group, division, now=datetime.now(UTC))
        made["regulator"] = {**asdict(regulator), "division": division, "group": group}
    if code := options["institution"]:
        made["institution"] = {"institution": code, "api_key": institutions_keys.create_institution_key(code)}
    return made


def _second_factor(name: str, options: dict[str, Any]) -> dict[str, str]:
    """Give an account that must have a second factor one, if that is asked for; return what is to be printed of it."""
    account = services.account_of(name)
    if not (options["second_factor"] and must_have_second_factor(account)):
        return {}
    secret = factors.new_secret()
    factors.add_totp(account, secret, "TOTP", acting=None, now=datetime.now(UTC))
    return {"totp_secret": secret, "otpauth_url": factors.otpauth_url(account, secret)}
