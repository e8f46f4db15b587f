"""Institutions are told of a measure in force, each with its day and its document (art. 34; guidance §3)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from provinces.duties.codes import DutyStep, TellingKind
from provinces.duties.models import Telling
from provinces.duties.selectors import tellings
from provinces.notices.codes import ServingMethod
from provinces.office.codes import Duty
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import must_have_come, record
from registry.qualification.models import Cascade, Decision, Restoration
from registry.statements.days import today
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How institutions were told of one measure."""

    cause: UUID
    kind: TellingKind
    told_on: date
    method: ServingMethod
    document: str


@transaction.atomic
def tell(told: Told, institutions: Sequence[str], *, acting: Officer, now: datetime) -> Sequence[Telling]:
    """Enter that institutions were told of a measure; none named: all that were not told yet. Raises Refused."""
    acting.must(Duty.HANDLE)
    measure = tellings.measure_of(told.cause, told.kind, today(now))
    if measure is None:
        raise Refused.because("nothing_to_tell", "cause")
    named = list(dict.fromkeys(institutions)) or list(measure.open_sites)
    if not named:
        raise Refused.because("told_before", "institutions")
    if not told.document.strip():
        raise Refused.because("document_missing", "document", article="34")
    must_have_come("told_on", told.told_on, now, after={"decided_on": _made_on(told.cause)})
    entered = []
    for institution in named:
        site = next((site for site in measure.sites if site.institution == institution), None)
        if site is None:
            raise Refused.because("not_filed_here", "institutions", article="34")
        if site.told_on is not None:
            raise Refused.because("told_before", "institutions")
        try:
            with transaction.atomic():
                telling = Telling.objects.create(
                    **asdict(told), person_id=measure.person, institution=institution, by=acting.name, at=now
                )
        except IntegrityError as error:
            raise Refused.because("told_before", "institutions") from error
        record(telling, DutyStep.TOLD, on=told.told_on, acting=acting, now=now)
        entered.append(telling)
    return entered


def _made_on(cause: UUID) -> date | None:
    """Return the day of what the measure follows from: nobody is told before."""
    decided = Decision.objects.filter(pk=cause).values_list("decided_on", flat=True).first()
    assessed = Restoration.objects.filter(pk=cause).values_list("assessed_on", flat=True).first()
    applied = Cascade.objects.filter(pk=cause).values_list("statement__issued_at", flat=True).first()
    return decided or assessed or (today(applied) if applied else None)
