"""Notices 处理通知书: `notice.served` and `notice.received`, from which the times for an objection run.

The institution's ten working days run from its own receipt, the person's from theirs (procedure arts. 31, 33, 41; O39).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.models import NoticeReceived, NoticeServed
from registry.rules import facts as rules
from registry.rules import procedure
from registry.rules.facts import Facts
from registry.selectors.facts import facts_of
from registry.services import decisions, rows, targets
from registry.services.handling import FactHandler, today
from registry.services.refusals import refused
from registry.services.shapes import Day, Shape, StatementId, Text
from registry.services.targets import Target
from sync.topics import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBody:
    """Body of `notice.served`: the institution received the notice of a decision."""

    decision: Annotated[UUID, StatementId()]
    number: Annotated[str, Text(longest=80)]
    issued_on: Annotated[date, Day()]
    served_on: Annotated[date, Day()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptBody:
    """Body of `notice.received`: the person received the notice of a decision, as the institution confirms."""

    decision: Annotated[UUID, StatementId()]
    received_on: Annotated[date, Day()]
    document: Annotated[str, Text(longest=160, blank=True)] = ""


@dataclass(slots=True, kw_only=True)
class Around:
    """What a batch of notices is judged against."""

    today: date
    decisions: dict[UUID, Target]
    facts: dict[str, Facts]


class _OfDecisions(FactHandler[Around]):
    """What notices are judged by, served and received: decisions, and the facts of those they are about."""

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return whom the decisions are about."""
        return set(decisions.people_of(item.value.decision for item in items).values())

    def prefetch(self, items: Sequence[Item], now: datetime) -> Around:
        """Read the decisions, and the facts of those they are about."""
        found = targets.decisions({item.value.decision for item in items})
        return Around(
            today=today(now),
            decisions=found,
            facts=facts_of({target.person for target in found.values()}),
        )

    def person_of(self, item: Item, known: Around) -> str:
        """Return whom the decision is about; refuse nothing's, another's, and one that does not count."""
        decision: UUID = item.value.decision
        if decision not in known.decisions:
            raise refused("unknown_decision", "decision")
        author, person = known.decisions[decision]
        if author != item.author:
            raise refused("not_the_author", "decision")
        targets.must_hold_decision(decision, known.facts[person])
        return person


class NoticeHandler(_OfDecisions):
    """`notice.served`."""

    shape = Shape(NoticeBody)

    def admit(self, item: Item, known: Around) -> None:
        """Refuse the notice of nothing, of another's decision, a second one, and days that do not fit."""
        person = self.person_of(item, known)
        before = known.facts[person]
        fact = as_fact(item)
        procedure.check_notice(fact, before, today=known.today)
        known.facts[person] = before.merge(Facts(notices=(fact,)))

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the notices."""
        rows.insert(
            NoticeServed,
            [
                {
                    "statement_id": item.id,
                    "author": item.author,
                    "decision_id": item.value.decision,
                    "number": item.value.number,
                    "issued_on": item.value.issued_on,
                    "served_on": item.value.served_on,
                }
                for item in items
            ],
        )
        return self.subjects(items)


class ReceiptHandler(_OfDecisions):
    """`notice.received`."""

    shape = Shape(ReceiptBody)

    def admit(self, item: Item, known: Around) -> None:
        """Refuse the receipt of no notice, of another's, a second one, and days that do not fit."""
        value: ReceiptBody = item.value
        person = self.person_of(item, known)
        before = known.facts[person]
        fact = rules.NoticeReceived(
            id=str(item.id), decision=str(value.decision), received_on=value.received_on, position=item.position
        )
        procedure.check_receipt(fact, before, today=known.today)
        known.facts[person] = before.merge(Facts(receipts=(fact,)))

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the receipts."""
        rows.insert(
            NoticeReceived,
            [
                {
                    "statement_id": item.id,
                    "author": item.author,
                    "decision_id": item.value.decision,
                    "received_on": item.value.received_on,
                    "document": item.value.document,
                }
                for item in items
            ],
        )
        return self.subjects(items)


def as_fact(item: Item) -> rules.NoticeServed:
    """Return a statement's notice as the rules read it."""
    value: NoticeBody = item.value
    return rules.NoticeServed(
        id=str(item.id),
        decision=str(value.decision),
        issued_on=value.issued_on,
        served_on=value.served_on,
        position=item.position,
    )
