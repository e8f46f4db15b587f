"""What a decision would lead to, asked before anybody signs it: read, checked, computed, and nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.qualification.rules import foresight
from registry.qualification.rules.foresight import Foresight
from registry.qualification.services import decisions
from registry.qualification.services.decisions import BatchContext, DecisionHandler
from sync.topics import Item
from sync.wire.refusals import NotAccepted, Reason

TO_BE = UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")
"""Stands for the statement that is not made: of decisions of one day, authority and case it comes last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What would follow for a person, and why a human would be asked first, if one would."""

    person: str
    foresight: Foresight
    held: Reason | None


def of_decision(body: Mapping[str, object], *, author: str, now: datetime) -> Foreseen:
    """Return what a `decision.issued` with this body, signed by a division, would lead to by all that is known here.

    Raises Refused where the decision would be refused.
    """
    item, known = _asked(body, author, now)
    held = _admitted(item, known)
    found = foresight.foresee(known.kin, item.value.person, decisions.as_fact(item))
    return Foreseen(person=item.value.person, foresight=found, held=held)


def of_decision_announced(body: Mapping[str, object], *, author: str, now: datetime) -> Foreseen:
    """Return what a `decision.issued` with this body leads to if it says what its notice will say of it (O26).

    Raises Refused where the decision would be refused, and where its notice could not say what it must (art. 29).
    """
    found, known = _told(body, author, now)
    told, known = _asked({**body, "measure": found.own.kind.value}, author, now, known)
    held = _admitted(told, known)
    pack = known.kin.packs.for_(author, told.value.decided_on)
    foresight.check_announced(found, found.without.united(told.value.person), pack)
    return Foreseen(person=told.value.person, foresight=found, held=held)


def shown(body: Mapping[str, object], *, author: str, now: datetime) -> Foresight:
    """Return what `of_decision_announced` finds, also where the decision would be refused by now: a page shows it."""
    return _told(body, author, now)[0]


def _told(body: Mapping[str, object], author: str, now: datetime) -> tuple[Foresight, BatchContext]:
    item, known = _asked(body, author, now)
    return foresight.foresee_announced(known.kin, item.value.person, decisions.as_fact(item)), known


def _asked(
    body: Mapping[str, object], author: str, now: datetime, known: BatchContext | None = None
) -> tuple[Item, BatchContext]:
    handler = DecisionHandler()
    item = Item(
        id=TO_BE, author=author, topic="decision.issued", seq=0, issued_at=now, body=body, value=handler.parse(body)
    )
    return item, known or handler.prefetch([item], now)


def _admitted(item: Item, known: BatchContext) -> Reason | None:
    """Return why a human would be asked first, None where nobody would. Raises Refused."""
    try:
        DecisionHandler().admit(item, known)
    except NotAccepted as rejected:
        if not rejected.held:
            raise
        return rejected.reason
    return None
