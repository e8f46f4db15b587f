"""Who takes a step: an account with its duties, and the groups that carry them (arts. 50, 56)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import connections

from provinces.office.codes import Duty
from registry.words.wording import Phrase
from sync.scope import Account
from sync.wire.refusals import Refused

PERMISSIONS = {
    Duty.HANDLE: "provinces.handle_case",
    Duty.APPROVE: "provinces.approve_case",
    Duty.REVIEW: "provinces.review_objection",
}
GROUPS = {
    Duty.HANDLE: "经办 case officers",
    Duty.APPROVE: "审批 approvers",
    Duty.REVIEW: "异议复核 reviewers",
}
"""Names of groups are rows, the same for every reader: so each is in both languages."""


class _Nameless(AnonymousUser):
    """Nobody who can log in; keeps the name under which something was done."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.username = name  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An account by name, and what it may do. The name is kept with every step: it outlives the account."""

    name: str
    duties: frozenset[Duty]
    account: Account | None = None

    @property
    def looker(self) -> Account:
        """Return the account as records of looks ask for it; one that only has a name, where there is no account."""
        return self.account or _Nameless(self.name)

    def must(self, duty: Duty) -> None:
        """Refuse a step of another duty. Raises Refused `duty_missing`."""
        if duty not in self.duties:
            raise Refused.because("duty_missing", duty=Phrase(duty.title_en, duty.title_zh))

    def must_not_be(self, names: Iterable[str], code: str = "same_person") -> None:
        """Refuse who took part before (four eyes). Raises Refused."""
        if self.name in set(names):
            raise Refused.because(code)


def officer_of(user: Account) -> Officer:
    """Return the officer behind an account."""
    held = frozenset(duty for duty, permission in PERMISSIONS.items() if user.is_active and user.has_perm(permission))
    return Officer(name=user.get_username(), duties=held, account=user)


def ensure_groups(*, using: str = "default", **_signal: object) -> None:
    """Have a group for each duty; called after each migration, changes no group that is there."""
    tables = connections[using].introspection.table_names()
    if Group._meta.db_table not in tables:
        return
    for duty, name in GROUPS.items():
        codename = PERMISSIONS[duty].partition(".")[2]
        permission = Permission.objects.using(using).filter(content_type__app_label="provinces", codename=codename)
        if permission.exists() and not Group.objects.using(using).filter(name=name).exists():
            Group.objects.using(using).create(name=name).permissions.add(permission.get())
