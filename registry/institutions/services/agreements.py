"""Service agreements of institutions and their early ends: `agreement.recorded`, `agreement.ended` (art. 8).

They are a province's own business and not told to others. What follows from them is which filings it may open, and that
its till calls nothing payable on days without one, where any is recorded of the institution.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Min, Q

from registry.institutions.models import Agreement, AgreementEnd
from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.statements.facts import IN_FORCE
from registry.statements.handling import FactHandler
from registry.statements.shapes import Shape
from registry.statements.topics import Topic, never
from registry.words.written import writings
from sync.models import StatementStatus
from sync.topics import Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecorded:
    """Body of `agreement.recorded`: an agreement of an institution, until the day before `valid_to`."""

    institution: str
    number: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEnded:
    """Body of `agreement.ended`: an agreement ends before its term."""

    agreement: UUID
    ended_on: date
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of agreements is judged against."""

    provinces: dict[str, str]
    used: dict[tuple[str, str], set[str]]
    """Institution and number, folded, of agreements; with how the number is written."""


class AgreementHandler(FactHandler[BatchContext]):
    """Checks and stores `agreement.recorded`: it concerns an institution, and no person."""

    shape = Shape(AgreementRecorded, Agreement)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read the institutions, and the numbers in use."""
        used = (
            Agreement.objects.in_force()
            .filter(institution__any_of={item.value.institution for item in items})
            .exclude(pk__any_of={item.id for item in items})
        )
        return BatchContext(
            provinces=provinces_of({item.value.institution for item in items}),
            used=writings.by_key(
                (institution, writings.number(number), number)
                for institution, number in used.order_by().values_list("institution", "number")
            ),
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse another's institution, a number used before, and an agreement that never holds.

        Another writing of a number used before is held.
        """
        value: AgreementRecorded = item.value
        must_be_own(value.institution, item.author, known.provinces)
        if value.valid_to <= value.valid_from:
            raise Refused.because("dates_out_of_order", "valid_to", earlier="valid_from", later="valid_to")
        written = known.used.setdefault((value.institution, writings.number(value.number)), set())
        writings.must_be_new("number", value.number, written, used="agreement_number_used")


class _Term(NamedTuple):
    author: str
    valid_from: date
    valid_to: date
    status: str


@dataclass(slots=True, kw_only=True)
class EndContext:
    """What a batch of ends is judged against."""

    agreements: dict[UUID, _Term]
    ended: set[UUID] = field(default_factory=set)


class AgreementEndHandler(FactHandler[EndContext]):
    """Checks and stores `agreement.ended`: filings there go on, unpaid, until they are cancelled (art. 18)."""

    shape = Shape(AgreementEnded, AgreementEnd)

    def prefetch(self, items: Sequence[Item], now: datetime) -> EndContext:
        """Read the agreements, and which of them have ended already."""
        ids = {item.value.agreement for item in items}
        found = Agreement.objects.filter(pk__any_of=ids).order_by()
        ended = AgreementEnd.objects.in_force().filter(agreement_id__any_of=ids)
        return EndContext(
            agreements={
                pk: _Term(author, valid_from, valid_to, status)
                for pk, author, valid_from, valid_to, status in found.values_list(
                    "pk", "author", "valid_from", "valid_to", "statement__status"
                )
            },
            ended=set(
                ended.exclude(pk__any_of={item.id for item in items}).order_by().values_list("agreement_id", flat=True)
            ),
        )

    def admit(self, item: Item, known: EndContext) -> None:
        """Refuse to end an agreement that is not there, is another's or has ended before, and days outside its term."""
        value: AgreementEnded = item.value
        if value.agreement not in known.agreements:
            raise Refused.because("unknown_agreement", "agreement")
        term = known.agreements[value.agreement]
        if term.author != item.author:
            raise Refused.because("not_the_author", "agreement")
        if term.status not in (StatementStatus.LOGGED, StatementStatus.PENDING):
            raise Refused.because("not_in_force", "agreement")
        if value.agreement in known.ended:
            raise Refused.because("agreement_ended_before", "agreement")
        if value.ended_on < term.valid_from:
            raise Refused.because("dates_out_of_order", "ended_on", earlier="valid_from", later="ended_on")
        if value.ended_on > term.valid_to:
            raise Refused.because("dates_out_of_order", "ended_on", earlier="ended_on", later="valid_to")
        known.ended.add(value.agreement)


type Terms = dict[str, list[tuple[date, date]]]
"""For each institution that has any agreement recorded: from when until when each of them holds."""


def terms_of(institutions: Collection[str]) -> Terms:
    """Return the agreements in force of these institutions, each until its term or its earliest end."""
    ended = Min("ends__ended_on", filter=Q(ends__statement__status__in=IN_FORCE))
    found = Agreement.objects.in_force().filter(institution__any_of=institutions).annotate(ends_on=ended).order_by()
    terms: Terms = {}
    for institution, valid_from, valid_to, ends_on in found.values_list(
        "institution", "valid_from", "valid_to", "ends_on"
    ):
        terms.setdefault(institution, []).append((valid_from, min(valid_to, ends_on or valid_to)))
    return terms


def holds(institution: str, on: date) -> bool:
    """Return whether an agreement of an institution is recorded and in force on a day."""
    return any(first <= on < end for first, end in terms_of({institution}).get(institution, ()))


def must_have_agreement(institution: str, opened_on: date, terms: Terms) -> None:
    """Refuse a filing outside every agreement, where the institution has any recorded (art. 8)."""
    recorded = terms.get(institution)
    if recorded is not None and not any(first <= opened_on < end for first, end in recorded):
        raise Refused.because("agreement_not_in_force", "opened_on")


TOPICS = (
    Topic(
        name="agreement.recorded",
        title_en="agreement recorded",
        title_zh="服务协议登记",
        handler=AgreementHandler(),
        published=never,
    ),
    Topic(
        name="agreement.ended",
        title_en="agreement ended",
        title_zh="服务协议终止",
        handler=AgreementEndHandler(),
        published=never,
    ),
)
