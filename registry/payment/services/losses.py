"""Losses that an institution bears: `loss.borne` (art. 46).

An institution bears what was paid for services of somebody whose status it did not act on. So on every day from the
first to the last of the services the person must have been suspended or terminated by the standing known, and that must
have been known then: by a notice that was served, or to this node, whose till refused to pay. What the till itself
called payable, before anybody had been told, no institution bears. Who was merged is looked at under one of the IDs,
since before the merge each has its own standing.

A node that was rebuilt from the log has stored everything anew: of earlier days only notices tell, and what the author
signed itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.payment.models import BorneLoss
from registry.payment.rules.payment import last_gap
from registry.payment.selectors.till_history import TillHistory, till_history
from registry.people.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.qualification.rules.objections import united
from registry.statements.days import today
from registry.statements.in_file import InFile
from registry.statements.readers import LifelongId, Whole
from registry.statements.shapes import Shape
from registry.statements.topics import Topic, never
from registry.words.written import writings
from sync.models import StatementStatus
from sync.topics import Item
from sync.wire.refusals import Refused

MOST_FEN = 10**13
"""A hundred thousand million yuan: more is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossBorne:
    """Body of `loss.borne`: claims paid for somebody who was suspended or terminated, borne by the institution."""

    reference: str
    person: Annotated[str, LifelongId()]
    institution: str
    service_from: date
    service_to: date
    amount_fen: Annotated[int, Whole(low=1, high=MOST_FEN)]
    decided_on: date
    document: str = ""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of losses is judged against."""

    today: date
    people: People
    provinces: dict[str, str]
    history: TillHistory
    used: dict[tuple[str, str], set[str]]
    """Author and reference, folded: used once, however written. With how it is written."""


class LossHandler(PersonFactHandler[BatchContext]):
    """Checks and stores `loss.borne`."""

    shape = Shape(LossBorne, BorneLoss)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read people, their standing and since when it is known, institutions, and the references in use."""
        values: list[LossBorne] = [item.value for item in items]
        people = {value.person for value in values}
        used = (
            BorneLoss.objects.filter(reference_key__any_of={writings.number(value.reference) for value in values})
            .exclude(statement__status=StatementStatus.REFUSED)
            .exclude(pk__any_of={item.id for item in items})
        )
        return BatchContext(
            today=today(now),
            people=known_people(people),
            provinces=provinces_of({value.institution for value in values}),
            history=till_history(people),
            used=writings.by_key(used.order_by().values_list("author", "reference_key", "reference")),
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse another's institution, days on which nothing was to be refused, and a reference used before.

        Such are days out of order, days without a status, and days before anybody knew of it.
        """
        value: LossBorne = item.value
        must_be_person(value.person, known.people)
        must_be_own(value.institution, item.author, known.provinces)
        for earlier, later in (("service_from", "service_to"), ("service_to", "decided_on")):
            if getattr(value, later) < getattr(value, earlier):
                raise Refused.because("dates_out_of_order", later, earlier=earlier, later=later)
        if value.decided_on > known.today:
            raise Refused.because("date_implausible", "decided_on", earliest=value.service_to, latest=known.today)
        _must_have_been_told(value, item.author, known)
        written = known.used.setdefault((item.author, writings.number(value.reference)), set())
        writings.must_be_new("reference", value.reference, written, used="loss_reference_used")


def _must_have_been_told(value: LossBorne, author: str, known: BatchContext) -> None:
    """Refuse days on which the person had a qualification, and such on which neither a notice nor the till said so."""
    first, last, history = value.service_from, value.service_to, known.history
    ids = [one for one in history.ids(value.person) if last_gap(history.refusing(one), first, last) is None]
    if not ids:
        raise Refused.because("loss_without_status", "service_from")
    earliest = []
    for one in ids:
        told = history.told(one, first, known.today, own=author)
        gap = last_gap(told, first, last)
        if gap is None:
            return
        earliest += [start for start, _ in united(told) if start > gap][:1]
    if not earliest:
        raise Refused.because("loss_never_told", "service_from")
    raise Refused.because("loss_before_notice", "service_from", earliest=min(earliest))


TOPICS = (
    Topic(
        name="loss.borne",
        binds=True,
        title_en="loss borne",
        title_zh="机构承担损失",
        handler=LossHandler(),
        published=never,
        file=InFile(section="losses", place=110, order=("decided_on",)),
    ),
)
