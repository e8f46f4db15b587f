"""Gifts: `gift.received`, `gift.returned`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.people.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile, Later
from registry.statements.readers import LifelongId, Whole
from registry.statements.reading import Reading
from registry.statements.shapes import Shape
from registry.statements.telling import Act, Change, Telling, Tells, Told
from registry.statements.topics import Topic
from sync.topics import Item
from sync.wire.refusals import Refused, say
from tests.architecture.gifts.models import Gift, GiftReturned
from tests.architecture.gifts.rules import Received

say({"gift_to_come": ("A gift is recorded when it was received.", "礼品应在收受之后登记。")})

RECEIVED = Reading(Received, Gift)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftReceived:
    """Body of `gift.received`."""

    person: Annotated[str, LifelongId()]
    institution: str = ""
    what: str
    worth_yuan: Annotated[int, Whole(low=1, high=30_000)]
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """Body of `gift.returned`."""

    gift: UUID
    returned_on: date


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What gifts are judged against."""

    today: date
    people: People


class GiftHandler(PersonFactHandler[BatchContext]):
    """`gift.received`."""

    shape = Shape(GiftReceived, Gift)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        return BatchContext(today=today(now), people=known_people({item.value.person for item in items}))

    def admit(self, item: Item, known: BatchContext) -> None:
        must_be_person(item.value.person, known.people)
        if item.value.received_on > known.today:
            raise Refused.because("gift_to_come", "received_on")


class ReturnHandler(FactHandler[None]):
    """`gift.returned`."""

    about = ("gift__person",)
    shape = Shape(GivenBack, GiftReturned)

    def prefetch(self, items: Sequence[Item], now: datetime) -> None:
        return None

    def admit(self, item: Item, known: None) -> None:
        return None


def _told(telling: Telling) -> Iterator[Told]:
    value: GiftReceived = telling.item.value
    act = Act(author=telling.item.author, institution=value.institution, number=value.what, position=None)
    yield telling.here(Change.SCORE, act)


TOPICS = (
    Topic(
        name="gift.received",
        title_en="gift received",
        title_zh="收受礼品",
        handler=GiftHandler(),
        tells=Tells(says=_told),
        file=InFile(section="gifts", place=130, order=("received_on",)),
    ),
    Topic(
        name="gift.returned",
        title_en="gift returned",
        title_zh="退还礼品",
        handler=ReturnHandler(),
        file=Later(section="gifts", link="gift", columns={"returned_on": "returned_on"}, by="returned_on"),
    ),
)
