"""Commendations: `commendation.recorded` (art. 32). Nothing follows from them for points or standing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.people.selectors.kin import spoken_of
from registry.people.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.qualification.models import Commendation
from registry.statements.days import EARLIEST, today
from registry.statements.in_file import InFile
from registry.statements.readers import LifelongId
from registry.statements.shapes import Shape
from registry.statements.topics import Topic, never
from registry.words.written import writings
from sync.models import StatementStatus
from sync.topics import Item
from sync.wire.refusals import Refused

type Award = tuple[str, str, date, str]
"""Author, person, day, and title, folded: given once, however written, whichever ID the person is spoken of under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommendationRecorded:
    """Body of `commendation.recorded`: clean and careful service that was commended."""

    person: Annotated[str, LifelongId()]
    institution: str = ""
    title: str
    awarded_on: date
    document: str = ""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of commendations is judged against."""

    today: date
    people: People
    provinces: dict[str, str]
    given: dict[Award, set[str]]
    """With how the title is written."""


class CommendationHandler(PersonFactHandler[BatchContext]):
    """Checks and stores `commendation.recorded`."""

    shape = Shape(CommendationRecorded, Commendation)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read people, institutions, and what these people were commended for before."""
        values: list[CommendationRecorded] = [item.value for item in items]
        people = {value.person for value in values}
        ids = spoken_of(people)
        given = (
            Commendation.objects.filter(person_id__any_of=ids)
            .exclude(statement__status=StatementStatus.REFUSED)
            .exclude(pk__any_of={item.id for item in items})
        )
        return BatchContext(
            today=today(now),
            people=known_people(people),
            provinces=provinces_of({value.institution for value in values if value.institution}),
            given=writings.by_key(
                (author, ids[person], awarded_on, writings.words(title), title)
                for author, person, awarded_on, title in given.order_by().values_list(
                    "author", "person_id", "awarded_on", "title"
                )
            ),
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse another's institution, an implausible day, and what was recorded before."""
        value: CommendationRecorded = item.value
        must_be_person(value.person, known.people)
        if value.institution:
            must_be_own(value.institution, item.author, known.provinces)
        if not EARLIEST <= value.awarded_on <= known.today:
            raise Refused.because("date_implausible", "awarded_on", earliest=EARLIEST, latest=known.today)
        award = (item.author, value.person, value.awarded_on, writings.words(value.title))
        writings.must_be_new("title", value.title, known.given.setdefault(award, set()), used="commended_before")


TOPICS = (
    Topic(
        name="commendation.recorded",
        title_en="commendation recorded",
        title_zh="表扬记录",
        handler=CommendationHandler(),
        published=never,
        file=InFile(section="commendations", place=100, order=("awarded_on",)),
    ),
)
