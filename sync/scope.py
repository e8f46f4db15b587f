"""Whose rows an account may read: everybody's, or those of some provinces.

The permission hangs on ``provinces.Province``, which sync knows by name only. National staff hold it for the
whole table; a provincial officer holds it on single provinces, by account or by group (django-guardian).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, Q, QuerySet
from guardian.shortcuts import get_objects_for_user

PERMISSION = "provinces.see_province"

type Account = User | AnonymousUser
"""Who asks, as a request says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The divisions an account may read. ``everything`` also covers what belongs to no province."""

    everything: bool
    provinces: frozenset[str] = frozenset()

    def sees(self, division: str) -> bool:
        """Return whether rows of this division may be read."""
        return self.everything or division in self.provinces

    def condition(self, *paths: str) -> Q:
        """Return the condition that one of these division columns lies in the scope."""
        condition = Q(pk__in=())
        for path in paths:
            condition |= Q(**{f"{path}__in": self.provinces})
        return condition

    def limit[M: Model](self, rows: QuerySet[M], *paths: str) -> QuerySet[M]:
        """Return the rows of which one of these division columns lies in the scope; without one, all or none."""
        if self.everything:
            return rows
        return rows.filter(self.condition(*paths)) if paths and self.provinces else rows.none()


_opening: frozenset[str] = frozenset()


def register_opening(permissions: Iterable[str]) -> None:
    """Say which permissions make an officer of the node's own province, where cases are handled."""
    global _opening
    _opening = frozenset(permissions)


def provinces_of(user: Account | None) -> frozenset[str] | None:
    """Return the divisions an account may look into; None for all. Switched-off accounts look into none.

    Where cases are handled, whoever holds a duty and was handed no province is an officer of the own one.
    """
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return frozenset()
    if user.is_superuser or user.has_perm(PERMISSION):
        return None
    provinces: QuerySet[Model] = get_objects_for_user(user, PERMISSION, with_superuser=False, accept_global_perms=False)
    handed_out = frozenset(provinces.values_list("pk", flat=True))
    if not handed_out and settings.HANDLES_CASES and any(user.has_perm(each) for each in _opening):
        return frozenset({settings.DIVISION})
    return handed_out


def scope_of(user: Account) -> Scope:
    """Return what an account may read on this node.

    A province's own node holds what every province enforces, and its own officers read all of it; elsewhere an
    officer is limited to the provinces handed out.
    """
    provinces = provinces_of(user)
    if provinces is None or settings.DIVISION in provinces:
        return Scope(everything=True)
    return Scope(everything=False, provinces=provinces)


_title: Callable[[str], str] = str


def register_titles(title: Callable[[str], str]) -> None:
    """Say how a division code is shown; sync itself knows codes only."""
    global _title
    _title = title


def title_of(division: str) -> str:
    """Return a division as people read it, in the active language."""
    return _title(division) if division else ""
