"""Regulators' accounts: each with its subscription."""

from datetime import datetime

from django.db import transaction
from guardian.shortcuts import assign_perm

from registry.accounts.services import Account, account_of, make_account
from registry.regulators.models import Subscription
from registry.regulators.selectors.subscriptions import READ_SUBSCRIPTION
from registry.words import divisions
from sync.wire.refusals import Refused


def create_regulator(name: str, group: str, division: str, *, now: datetime) -> Account:
    """Make a regulator's account and its subscription: it reads those notifications, and nothing else.

    `group` is medical or pharmacy; `division` 000000 for all provinces, else one. Raises Refused.
    """
    if group not in Subscription.Group.values:
        raise Refused.because("code_unknown", "group")
    if division != divisions.NATIONAL and not divisions.is_province(division):
        raise Refused.because("division_unknown", "division")
    with transaction.atomic():
        if Subscription.objects.filter(name=name).exists():
            raise Refused.because("subscription_name_used", "name")
        account = make_account(name)
        subscription = Subscription.objects.create(name=name, group=group, division=division, created_at=now)
        subscription.users.add(account_of(name))
        assign_perm(READ_SUBSCRIPTION, account_of(name), subscription)
        return account
