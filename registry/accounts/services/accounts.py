"""Accounts of administrators and officers, and what every account is made of.

Secrets are random, returned once and kept only as hashes.
"""

import secrets
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import transaction
from guardian.shortcuts import assign_perm
from knox.models import get_token_model

from registry.words import divisions
from sync.scope import PERMISSION
from sync.wire.refusals import Refused

_PASSWORD_BYTES = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as it is handed over, once."""

    username: str
    password: str
    token: str


def create_admin(name: str) -> Account:
    """Make an administrator, who sees and may ask everything. Raises Refused."""
    with transaction.atomic():
        return make_account(name, is_staff=True, is_superuser=True)


DUTIES = {"handle": "handle_case", "approve": "approve_case", "review": "review_objection"}
"""Duty of an office -> the permission by which its group is known."""


def create_with_duty(name: str, duty: str) -> Account:
    """Make an officer of this node's own office, with one duty. Raises Refused; KeyError for no duty."""
    with transaction.atomic():
        account = make_account(name, is_staff=True)
        group = Group.objects.filter(permissions__codename=DUTIES[duty]).order_by("pk").first()
        if group is None:
            raise Refused.because("duty_unknown", "duty")
        account_of(name).groups.add(group)
        return account


def create_officer(name: str, division: str) -> Account:
    """Make a provincial officer, who sees the people of one province. Raises Refused."""
    known = divisions.PROVINCES.get(division)
    if known is None:
        raise Refused.because("division_unknown", "division")
    with transaction.atomic():
        account = make_account(name, is_staff=True)
        province, _ = apps.get_model("provinces", "Province").objects.get_or_create(
            division=division, defaults={"name_zh": known.name_zh, "name_en": known.name_en}
        )
        assign_perm(PERMISSION, account_of(name), province)
        return account


def account_of(name: str) -> User:
    """Return the account of a name."""
    return User.objects.get_by_natural_key(name)


def make_account(name: str, *, is_staff: bool = False, is_superuser: bool = False) -> Account:
    """Make an account with a password and a token, shown here and never again. Raises Refused."""
    if not name or len(name) > 150 or not name.isprintable():
        raise Refused.because("account_name_malformed", "name")
    if User.objects.filter(username=name).exists():
        raise Refused.because("account_name_used", "name")
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    user = User.objects.create_user(name, password=password, is_staff=is_staff, is_superuser=is_superuser)
    _, token = get_token_model().objects.create(user)
    return Account(username=name, password=password, token=token)
