"""What a decision would lead to, asked before anybody signs it: read, checked, computed, and nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.rules.foresight import Foresight, foresee
from registry.selectors.merging import kinship
from registry.services import decisions
from registry.services.decisions import DecisionHandler
from sync.errors import Reason
from sync.topics import Item

TO_BE = UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")
"""Stands for the statement that is not made: of decisions of one day, authority and case it comes last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What would follow for a person, and why a human would be asked first, if one would."""

    person: str
    foresight: Foresight
    held: Reason | None


def of_decision(body: Mapping[str, Any], *, author: str, now: datetime) -> Foreseen:
    """Return what a `decision.issued` with this body, signed by a division, would lead to by all that is known here.

    Raises Rejected where the decision would be refused.
    """
    handler = DecisionHandler()
    item = Item(
        id=TO_BE, author=author, topic="decision.issued", seq=0, issued_at=now, body=body, value=handler.parse(body)
    )
    (verdict,) = handler.check([item], now=now)
    if verdict is not None and not verdict.held:
        raise verdict
    person: str = item.value.person
    whole = kinship([person])
    foresight = foresee(whole.united(person), whole.packs, decisions.as_fact(item))
    return Foreseen(person=person, foresight=foresight, held=verdict.reason if verdict else None)
