"""Notices 处理通知书: `notice.served` and `notice.received`, from which the times for an objection run.

The institution's ten working days run from its own receipt, the person's from theirs (procedure arts. 31, 33, 41; O39),
each of the last notice: one that did not say what stands any more is corrected by a further one (O45).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.qualification.models import NoticeReceived, NoticeServed
from registry.qualification.rules import serving
from registry.qualification.rules.facts import Facts
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.readings import NOTICE, RECEIPT
from registry.qualification.services import targets
from registry.qualification.services.targets import Target
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile
from registry.statements.shapes import Shape
from registry.statements.topics import Topic
from sync.topics import Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBody:
    """Body of `notice.served`: the institution received the notice of a decision, or one that corrects it."""

    decision: UUID
    number: str
    issued_on: date
    served_on: date
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptBody:
    """Body of `notice.received`: the person received the notice of a decision, as the institution confirms.

    `number` says which, where it is one that corrects another.
    """

    decision: UUID
    received_on: date
    document: str = ""
    number: str = ""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of notices is judged against."""

    today: date
    decisions: dict[UUID, Target]
    facts: dict[str, Facts]


class _OfDecisions(FactHandler[BatchContext]):
    """The base of both handlers: it reads decisions, and the facts of those they are about."""

    about = ("decision__person",)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read the decisions, and the facts of those they are about."""
        found = targets.decisions({item.value.decision for item in items})
        return BatchContext(
            today=today(now),
            decisions=found,
            facts=facts_of({target.person for target in found.values()}),
        )

    def person_of(self, item: Item, known: BatchContext) -> str:
        """Return whom the decision is about; refuse one that is not there, is another's, or does not count."""
        decision: UUID = item.value.decision
        if decision not in known.decisions:
            raise Refused.because("unknown_decision", "decision")
        author, person = known.decisions[decision]
        if author != item.author:
            raise Refused.because("not_the_author", "decision")
        targets.must_hold_decision(decision, known.facts[person])
        return person


class NoticeHandler(_OfDecisions):
    """Checks and stores `notice.served`."""

    shape = Shape(NoticeBody, NoticeServed)

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse a notice of nothing or of another's, a second one that corrects none, and days that do not fit."""
        person = self.person_of(item, known)
        before = known.facts[person]
        fact = NOTICE.of_item(item)
        serving.check_notice(fact, before, today=known.today)
        known.facts[person] = before.merge(Facts(notices=(fact,)))


class ReceiptHandler(_OfDecisions):
    """Checks and stores `notice.received`."""

    shape = Shape(ReceiptBody, NoticeReceived)

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse a receipt of a notice that is not there or is another's, a second one, and days that do not fit."""
        person = self.person_of(item, known)
        before = known.facts[person]
        fact = RECEIPT.of_item(item)
        serving.check_receipt(fact, before, today=known.today)
        known.facts[person] = before.merge(Facts(receipts=(fact,)))


TOPICS = (
    Topic(
        name="notice.served",
        title_en="notice served",
        title_zh="处理通知书送达机构",
        handler=NoticeHandler(),
        file=InFile(section="notices", place=30, order=("served_on",)),
    ),
    Topic(
        name="notice.received",
        title_en="notice received",
        title_zh="本人收到处理通知书",
        handler=ReceiptHandler(),
        file=InFile(section="receipts", place=40, order=("received_on",)),
    ),
)
