"""Accounts that are a person's own: linked by national staff who have seen who it is, and ended by them."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from registry.people.models import Person, PersonAccount
from sync.errors import Reason
from sync.scope import scope_of

LONGEST_PROOF = 200
logger = logging.getLogger(__name__)

_REFUSALS = {
    "link_forbidden": (
        "Only national staff with this permission links accounts to people.",
        "仅国家级且有此权限的工作人员可将账户与人员关联。",
    ),
    "link_to_oneself": ("Nobody links the own account.", "不得关联本人的账户。"),
    "account_of_an_office": (
        "An account of an office cannot be a person's own as well.",
        "工作账户不得同时作为个人账户。",
    ),
    "account_linked": ("The account is linked to a person already.", "该账户已与人员关联。"),
    "person_linked": ("The person has an own account already.", "该人员已有个人账户。"),
    "proof_missing": (
        "It must be said how it was proved who uses the account, in at most 200 characters.",
        "须写明身份核验方式，且不超过200字。",
    ),
    "link_ended": ("The link has been ended before.", "该关联此前已解除。"),
}


class LinkRefused(Exception):
    """The account is not linked, or its link not ended; the reason says why."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code} ({field})")
        english, chinese = _REFUSALS[code]
        self.reason = Reason(code=code, field=field, sentence=english, sentence_zh=chinese)


def link(user: User, person: Person, *, proof: str, acting: User, now: datetime) -> PersonAccount:
    """Make an account a person's own: it reads that file and nothing else. Raises LinkRefused."""
    _must_be_national(acting)
    if user.pk == acting.pk:
        raise LinkRefused("link_to_oneself", "user")
    if user.is_staff or user.is_superuser or user.user_permissions.exists() or user.groups.exists():
        raise LinkRefused("account_of_an_office", "user")
    if not proof.strip() or len(proof) > LONGEST_PROOF:
        raise LinkRefused("proof_missing", "proof")
    with transaction.atomic():
        open_links = PersonAccount.objects.filter(ended_at=None)
        list(Person.objects.select_for_update(no_key=True).filter(pk=person.pk))
        if open_links.filter(user=user).exists():
            raise LinkRefused("account_linked", "user")
        if open_links.filter(person=person).exists():
            raise LinkRefused("person_linked", "person")
        made = PersonAccount.objects.create(
            user=user, person=person, proof=proof.strip(), linked_by=acting.get_username(), linked_at=now
        )
    logger.info("account %s is a person's own from now on, says %s", user.pk, acting.get_username())
    return made


def end(account: PersonAccount, *, acting: User, now: datetime) -> PersonAccount:
    """End a link at once and for good. Raises LinkRefused."""
    _must_be_national(acting)
    with transaction.atomic():
        account = PersonAccount.objects.select_for_update().get(pk=account.pk)
        if account.ended_at is not None:
            raise LinkRefused("link_ended", "account")
        account.ended_by, account.ended_at = acting.get_username(), now
        account.save(update_fields=["ended_by", "ended_at"])
    return account


def _must_be_national(acting: User) -> None:
    if not acting.has_perm("registry.add_personaccount") or not scope_of(acting).everything:
        raise LinkRefused("link_forbidden", "acting")
