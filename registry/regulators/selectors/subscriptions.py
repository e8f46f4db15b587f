"""Which subscriptions an account may read."""

from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from registry.regulators.models import Subscription
from sync.scope import Account

READ_SUBSCRIPTION = "registry.read_subscription"


def readable_subscriptions(user: Account) -> QuerySet[Subscription]:
    """Return the subscriptions whose notifications an account may read: by permission on each, and by nothing else."""
    return get_objects_for_user(
        user, READ_SUBSCRIPTION, klass=Subscription, with_superuser=False, accept_global_perms=False
    )
