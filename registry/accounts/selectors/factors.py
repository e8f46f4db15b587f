"""Who must have a second factor, and who has one."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User

from registry.accounts.models import Factor, RecoveryCode
from sync.scope import Account

type Binds = Callable[[User], bool]
"""Says of an account of staff whether it can bind others."""

ONLY_LOOKS = ("view_", "see_", "read_")
"""How rights are called that let somebody look and do nothing."""


def holds_more_than_looking(user: User) -> bool:
    """Return whether an account holds any right to do something, of its own or of its groups."""
    return any(not right.rpartition(".")[2].startswith(ONLY_LOOKS) for right in user.get_all_permissions())


_binds: list[Binds] = [holds_more_than_looking]


def bound_by(binds: Binds) -> Binds:
    """Have a second factor asked of whomever this is true of, too. Usable as decorator."""
    if binds not in _binds:
        _binds.append(binds)
    return binds


def must_have_second_factor(user: Account) -> bool:
    """Return whether an account must have a second factor: staff who can bind others; or everyone, if so set."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    if settings.SECOND_FACTOR_FOR == "everyone":
        return True
    return user.is_staff and (user.is_superuser or any(binds(user) for binds in _binds))


def has_second_factor(user: User) -> bool:
    """Return whether an account has a second factor."""
    return Factor.objects.filter(account=user).exists()


def factors_of(user: User) -> list[Factor]:
    """Return the second factors of an account, the oldest first."""
    return list(Factor.objects.filter(account=user))


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes an account may still use."""
    return RecoveryCode.objects.filter(account=user, used_at=None).count()
