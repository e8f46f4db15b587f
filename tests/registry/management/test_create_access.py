"""Accounts and keys from the command line: usable, printed once, kept as hashes."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.timezone import now
from knox.models import AuthToken

from registry.accounts.services import factors
from registry.institutions.models import InstitutionKey
from registry.people.selectors.persons import provinces_of
from registry.regulators.models import Subscription
from registry.regulators.selectors.subscriptions import readable_subscriptions
from tests.registry.ledger import GUIZHOU, Ledger, hospital

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Any:
    out = StringIO()
    call_command("create_access", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_an_administrator() -> None:
    made = run("--admin", "root")
    user = authenticate(username="root", password=made["password"])
    assert user is not None
    assert user.is_superuser
    assert len(made["password"]) >= 20
    assert AuthToken.objects.get().user == user
    assert made["token"] not in str(AuthToken.objects.values())


def test_a_second_factor_for_demonstrations() -> None:
    made = run("--admin", "root", "--second-factor")
    user = User.objects.get(username="root")
    assert made["totp_secret"] in made["otpauth_url"]
    assert factors.prove_by_code(user, factors.code_at(made["totp_secret"], now()), now=now()) == "totp"
    only_looks = run("--officer", "one", "--division", GUIZHOU, "--second-factor")
    assert "totp_secret" not in only_looks
    assert "totp_secret" not in run("--admin", "other")


def test_an_officer_of_a_province(settings: Any) -> None:
    assert run("--officer", "one", "--division", GUIZHOU)["division"] == GUIZHOU
    assert provinces_of(User.objects.get(username="one")) == {GUIZHOU}
    assert not User.objects.get(username="one").is_superuser


def test_a_regulator_and_its_subscription() -> None:
    made = run("--regulator", "drugs", "--group", "pharmacy", "--division", GUIZHOU)
    assert (made["group"], made["division"]) == ("pharmacy", GUIZHOU)
    user, subscription = User.objects.get(username="drugs"), Subscription.objects.get()
    assert (subscription.group, subscription.division) == ("pharmacy", GUIZHOU)
    assert list(readable_subscriptions(user)) == [subscription]
    assert not user.is_staff


def test_an_institutions_key(ledger: Ledger) -> None:
    ledger.open()
    made = run("--institution", hospital(GUIZHOU))
    key = InstitutionKey.objects.get_from_key(made["api_key"])
    assert (key.institution_id, made["institution"]) == (hospital(GUIZHOU), hospital(GUIZHOU))
    assert run("--institution", hospital(GUIZHOU))["api_key"] != made["api_key"]


def test_several_at_once_come_by_kind() -> None:
    made = run("--admin", "root", "--officer", "one", "--division", GUIZHOU)
    assert set(made) == {"admin", "officer"}


def test_for_people_it_prints_lines() -> None:
    out = StringIO()
    call_command("create_access", "--admin", "root", stdout=out)
    assert "username: root" in out.getvalue()


REFUSED = [
    pytest.param([], "nothing asked for", id="nothing"),
    pytest.param(["--admin", "taken"], "account_name_used", id="name taken"),
    pytest.param(["--admin", "a\nb"], "account_name_malformed", id="name with a line break"),
    pytest.param(["--officer", "x", "--division", "000000"], "division_unknown", id="officer of no province"),
    pytest.param(["--officer", "x", "--division", "310100"], "division_unknown", id="officer of a city"),
    pytest.param(["--regulator", "x", "--division", "999999"], "division_unknown", id="regulator of no province"),
    pytest.param(["--institution", "nowhere"], "institution_unknown", id="unknown institution"),
    pytest.param(["--admin", "new", "--institution", "nowhere"], "institution_unknown", id="all or nothing"),
]


@pytest.mark.parametrize(("arguments", "expected"), REFUSED)
def test_what_cannot_be_made(arguments: list[str], expected: str) -> None:
    User.objects.create_user("taken")
    with pytest.raises(CommandError, match=expected) as refused:
        run(*arguments)
    assert expected == "nothing asked for" or str(refused.value).endswith("。"), "in both languages"
    assert User.objects.count() == 1
