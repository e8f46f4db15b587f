"""Filings and their cancellation: `filing.opened`, `filing.cancelled`.

Whoever is filed later than they began to work was not filed in between, and the till said so. How far back a filing
may begin is for the division's pack to say, `filing.backdating_days`, on the day on which the filing is signed. So a
province that takes over its filings from before does so while a pack without this limit holds, and publishes the one
with it from the day on which the loading ends. For a later load it lifts the limit for some days, by a pack that
everybody can read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from registry.institutions.models import Institution
from registry.institutions.services.agreements import Terms, must_have_agreement, terms_of
from registry.institutions.services.own_institutions import must_be_own
from registry.packs.book import PackBook
from registry.packs.selectors import pack_book
from registry.people.services.known_people import People, PersonFactHandler, known_people, must_be_person
from registry.qualification.models import Filing, FilingCancellation, FilingPeriod
from registry.qualification.rules import admission
from registry.qualification.rules.timeline import Timeline
from registry.qualification.selectors.standings import timelines
from registry.qualification.services import commitments
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.in_file import InFile, Later
from registry.statements.readers import LifelongId
from registry.statements.shapes import Shape
from registry.statements.telling import Change, Telling, Tells, Told
from registry.statements.topics import Topic, never
from registry.words.institutions import InstitutionKind
from registry.words.measures import MeasureKind
from registry.words.persons import Category
from registry.words.remedies import CancellationReason, CommitmentForm
from sync.models import StatementStatus
from sync.topics import Item
from sync.wire.refusals import Refused

_KINDS = frozenset(InstitutionKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingOpened:
    """Body of `filing.opened`: a person at an institution from a day on (arts. 13, 39)."""

    person: Annotated[str, LifelongId()]
    institution: str
    opened_on: date
    role: str = ""
    category: Category | str = ""
    practice_type: str = ""
    practice_category: str = ""
    practice_scope: str = ""
    job_title: str = ""
    commitment_version: str = ""
    commitment_signed_on: date | None = None
    commitment_form: CommitmentForm | str = ""
    refiling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingCancelled:
    """Body of `filing.cancelled`: a filing ends (art. 18)."""

    filing: UUID
    cancelled_on: date
    reason: CancellationReason | str = ""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of filings is judged against."""

    people: People
    provinces: dict[str, str]
    kinds: dict[str, InstitutionKind]
    """What the institutions are; those of which this node does not know it are not in it."""
    terms: Terms
    packs: PackBook
    timelines: dict[str, Timeline]
    ends: dict[tuple[str, str], list[date | None]]
    """When the filings of a person at an institution end; None for those that are open."""


class FilingHandler(PersonFactHandler[BatchContext]):
    """Checks and stores `filing.opened`."""

    shape = Shape(FilingOpened, Filing)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read people, their standing, institutions with their agreements, and where these people are filed already."""
        values: list[FilingOpened] = [item.value for item in items]
        people = {value.person for value in values}
        institutions = {value.institution for value in values}
        ends: dict[tuple[str, str], list[date | None]] = {}
        periods = FilingPeriod.objects.filter(person_id__any_of=people).exclude(
            filing_id__any_of={item.id for item in items}
        )
        for person, institution, cancelled_on in periods.order_by().values_list(
            "person_id", "institution", "cancelled_on"
        ):
            ends.setdefault((person, institution), []).append(cancelled_on)
        recorded = Institution.objects.filter(pk__any_of=institutions).order_by()
        found = list(recorded.values_list("code", "province", "kind"))
        return BatchContext(
            people=known_people(people),
            provinces={code: province for code, province, _ in found},
            kinds={code: InstitutionKind(kind) for code, _, kind in found if kind in _KINDS},
            terms=terms_of(institutions),
            packs=pack_book(),
            timelines=timelines(people),
            ends=ends,
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse a person who may not be filed here, and a filing that lacks its agreement or commitment.

        Such a person is not managed, is suspended or barred, or is filed here already. A refiling must be called one.
        """
        value: FilingOpened = item.value
        must_be_person(value.person, known.people)
        must_be_own(value.institution, item.author, known.provinces)
        pack = known.packs.for_(item.author, value.opened_on)
        kind = known.kinds.get(value.institution)
        if kind is not None:
            admission.check_role(value.role, value.category, kind, pack)
        signed_on = today(item.issued_at)
        admission.check_backdating(value.opened_on, known.packs.for_(item.author, signed_on), today=signed_on)
        timeline = known.timelines[value.person]
        if _is_refiling(timeline, value.opened_on) is not value.refiling:
            raise Refused.because("refiling_not_needed" if value.refiling else "refiling_required", "refiling")
        must_have_agreement(value.institution, value.opened_on, known.terms)
        commitments.check(
            value,
            pack=pack,
            terminated_on=commitments.termination_before(timeline, value.opened_on) if value.refiling else None,
        )
        ends = known.ends.setdefault((value.person, value.institution), [])
        if any(end is None or value.opened_on < end for end in ends):
            raise Refused.because("already_filed", "institution")
        ends.append(None)


def ends_termination(person: str, opened_on: date) -> bool:
    """Return whether a filing of a person would end a termination (art. 39), as its statement must say.

    False where no filing is accepted: then the statement is refused, with its reason.
    """
    try:
        return admission.check_filing(timelines({person})[person], opened_on)
    except Refused:
        return False


def _is_refiling(timeline: Timeline, opened_on: date) -> bool:
    """Return whether a filing ends a termination. Raises Refused, or Refused with the earliest day."""
    try:
        return admission.check_filing(timeline, opened_on)
    except Refused as refusal:
        earliest = timeline.on(opened_on).term_ends_on
        if refusal.why.code != "person_suspended" or earliest is None:
            raise
        sentence = "person_suspended_until" if opened_on < earliest else "person_suspended_term_over"
        raise Refused.because(sentence, "opened_on", earliest=earliest) from None


@dataclass(slots=True, kw_only=True)
class CancellationContext:
    """What a batch of cancellations is judged against."""

    filings: dict[UUID, tuple[str, date, str]]
    """Author, first day and statement's status of each filing."""
    cancelled: set[UUID] = field(default_factory=set)


class CancellationHandler(FactHandler[CancellationContext]):
    """Checks and stores `filing.cancelled`."""

    about = ("filing__person",)
    shape = Shape(FilingCancelled, FilingCancellation)

    def prefetch(self, items: Sequence[Item], now: datetime) -> CancellationContext:
        """Read the filings, and which of them are cancelled already."""
        ids = {item.value.filing for item in items}
        found = Filing.objects.filter(pk__any_of=ids).order_by()
        cancelled = FilingCancellation.objects.in_force().filter(filing_id__any_of=ids)
        return CancellationContext(
            filings={
                pk: (author, opened_on, status)
                for pk, author, opened_on, status in found.values_list("pk", "author", "opened_on", "statement__status")
            },
            cancelled=set(
                cancelled.exclude(pk__any_of={item.id for item in items}).order_by().values_list("filing_id", flat=True)
            ),
        )

    def admit(self, item: Item, known: CancellationContext) -> None:
        """Refuse to cancel a filing that is not there, is another's, or was cancelled before."""
        value: FilingCancelled = item.value
        if value.filing not in known.filings:
            raise Refused.because("unknown_filing", "filing")
        author, opened_on, status = known.filings[value.filing]
        if author != item.author:
            raise Refused.because("not_the_author", "filing")
        if status not in (StatementStatus.LOGGED, StatementStatus.PENDING):
            raise Refused.because("not_in_force", "filing")
        if value.filing in known.cancelled:
            raise Refused.because("already_cancelled", "filing")
        if value.cancelled_on < opened_on:
            raise Refused.because("dates_out_of_order", "cancelled_on", later="cancelled_on", earlier="opened_on")
        known.cancelled.add(value.filing)


def _refiling(body: Mapping[str, object]) -> bool:
    """Return whether a filing bears on standing: it does where it ends a termination."""
    return body.get("refiling") is True


def _told(telling: Telling) -> Iterator[Told]:
    """Yield the end of the terminations that a new filing ends."""
    value: FilingOpened = telling.item.value
    if value.refiling:
        for act in telling.ended(MeasureKind.TERMINATION, value.opened_on):
            yield from telling.everywhere(Change.RESTORATION, act)


TOPICS = (
    Topic(
        name="filing.opened",
        title_en="filing opened",
        title_zh="登记备案",
        handler=FilingHandler(),
        published=_refiling,
        moves_filings=True,
        tells=Tells(says=_told),
        file=InFile(section="filings", place=90, order=("opened_on",)),
    ),
    Topic(
        name="filing.cancelled",
        title_en="filing cancelled",
        title_zh="登记备案取消",
        handler=CancellationHandler(),
        published=never,
        moves_filings=True,
        file=Later(
            section="filings",
            link="filing",
            columns={"cancelled_on": "cancelled_on", "cancellation_reason": "reason"},
            by="cancelled_on",
        ),
    ),
)
