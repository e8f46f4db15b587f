"""Accounts that are a person's own: linked by national staff who have seen who it is, and ended by them."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from registry.people.models import Person, PersonAccount
from sync.scope import scope_of
from sync.wire.refusals import Refused

LONGEST_PROOF = 200
logger = logging.getLogger(__name__)


def link(user: User, person: Person, *, proof: str, acting: User, now: datetime) -> PersonAccount:
    """Make an account a person's own: it reads that file and nothing else. Raises Refused."""
    _must_be_national(acting)
    if user.pk == acting.pk:
        raise Refused.because("link_to_oneself", "user")
    if user.is_staff or user.is_superuser or user.user_permissions.exists() or user.groups.exists():
        raise Refused.because("account_of_an_office", "user")
    if not proof.strip() or len(proof) > LONGEST_PROOF:
        raise Refused.because("proof_missing", "proof")
    with transaction.atomic():
        open_links = PersonAccount.objects.filter(ended_at=None)
        list(Person.objects.select_for_update(no_key=True).filter(pk=person.pk))
        if open_links.filter(user=user).exists():
            raise Refused.because("account_linked", "user")
        if open_links.filter(person=person).exists():
            raise Refused.because("person_linked", "person")
        made = PersonAccount.objects.create(
            user=user, person=person, proof=proof.strip(), linked_by=acting.get_username(), linked_at=now
        )
    logger.info("account %s is a person's own from now on, says %s", user.pk, acting.get_username())
    return made


def end(account: PersonAccount, *, acting: User, now: datetime) -> PersonAccount:
    """End a link at once and for good. Raises Refused."""
    _must_be_national(acting)
    with transaction.atomic():
        account = PersonAccount.objects.select_for_update().get(pk=account.pk)
        if account.ended_at is not None:
            raise Refused.because("link_ended", "account")
        account.ended_by, account.ended_at = acting.get_username(), now
        account.save(update_fields=["ended_by", "ended_at"])
    return account


def _must_be_national(acting: User) -> None:
    if not acting.has_perm("registry.add_personaccount") or not scope_of(acting).everything:
        raise Refused.because("link_forbidden", "acting")
