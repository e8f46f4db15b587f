"""What notices and objections are about: a decision, or a status without points; and what is known around it."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from registry.qualification.models import Cascade, Decision
from registry.qualification.rules import points
from registry.qualification.rules.facts import Facts
from sync.wire.refusals import Refused


class Target(NamedTuple):
    """Whose decision or cascade it is, and whom it is about."""

    author: str
    person: str


def decisions(ids: Collection[UUID]) -> dict[UUID, Target]:
    """Return those of the ids that are decisions, in force or not."""
    found = Decision.objects.filter(pk__any_of=ids).order_by().values_list("pk", "author", "person_id")
    return {pk: Target(author, person) for pk, author, person in found}


def cascades(ids: Collection[UUID]) -> dict[UUID, Target]:
    """Return those of the ids that are cascades, in force or not."""
    found = Cascade.objects.filter(pk__any_of=ids).order_by().values_list("pk", "author", "person_id")
    return {pk: Target(author, person) for pk, author, person in found}


def must_hold_decision(decision: UUID, facts: Facts) -> None:
    """Refuse a decision that is not in force, or was undone since."""
    wanted = str(decision)
    if all(each.id != wanted for each in facts.decisions):
        raise Refused.because("not_in_force", "decision")
    if all(each.id != wanted for each in points.in_force(facts)):
        raise Refused.because("already_annulled", "decision")


def must_hold_cascade(cascade: UUID, facts: Facts) -> None:
    """Refuse a cascade that is not in force."""
    if all(each.id != str(cascade) for each in facts.cascades):
        raise Refused.because("not_in_force", "cascade")
