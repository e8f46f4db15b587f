"""Agreements, commitments and filings by form: record, file, move, cancel, retire (arts. 8 to 18)."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction

from provinces.office.codes import Duty, OfficeStep
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division, must_have_come, record, sign_one
from registry.institutions.models import Agreement
from registry.institutions.services import agreements
from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.people.services.known_people import known_people, must_be_person
from registry.qualification.models import Filing
from registry.qualification.rules import admission
from registry.qualification.selectors.filed import is_filed_at
from registry.qualification.services import filings
from registry.words.persons import Category
from registry.words.remedies import CancellationReason, CommitmentForm
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTerms:
    """A service agreement as the form says it; `valid_to` is the first day after its term."""

    institution: str
    number: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Everything that a filing says (art. 15; guidance, annex 1), with the commitment (arts. 19 to 22)."""

    person: str
    institution: str
    opened_on: date
    category: Category
    commitment_version: str
    commitment_signed_on: date | None
    commitment_form: CommitmentForm | None
    role: str = ""
    practice_type: str = ""
    practice_category: str = ""
    practice_scope: str = ""
    job_title: str = ""


@transaction.atomic
def record_agreement(terms: AgreementTerms, *, acting: Officer, now: datetime) -> Agreement:
    """Record an agreement of an institution of this province (art. 8). Raises Refused."""
    acting.must(Duty.HANDLE)
    must_be_own(terms.institution, division(), provinces_of({terms.institution}))
    statement = sign_one("agreement.recorded", asdict(terms), now=now)
    agreement = Agreement.objects.get(pk=statement)
    record(agreement, OfficeStep.SIGNED, on=terms.valid_from, acting=acting, now=now, statement=statement)
    return agreement


@transaction.atomic
def end_agreement(agreement: Agreement, *, ended_on: date, reason: str, acting: Officer, now: datetime) -> Agreement:
    """Record that an agreement ends before its term. Raises Refused."""
    acting.must(Duty.HANDLE)
    statement = sign_one(
        "agreement.ended", {"agreement": agreement.pk, "ended_on": ended_on, "reason": reason}, now=now
    )
    record(agreement, OfficeStep.WITHDRAWN, on=ended_on, acting=acting, now=now, note=reason, statement=statement)
    return agreement


@transaction.atomic
def file(entry: Entry, *, acting: Officer, now: datetime) -> Filing:
    """File a person: an agreement, a commitment, then the filing (arts. 8, 13, 21). Raises Refused.

    Whether it is a new filing after a termination follows from the standing on the day (art. 39). What else may hinder
    it `filing.opened` says in its own words.
    """
    acting.must(Duty.HANDLE)
    must_be_own(entry.institution, division(), provinces_of({entry.institution}))
    must_be_person(entry.person, known_people({entry.person}))
    if not agreements.terms_of({entry.institution}):
        raise Refused.because("agreement_missing", "institution")
    if not (entry.commitment_version and entry.commitment_signed_on and entry.commitment_form):
        raise Refused.because("commitment_missing", "commitment_version")
    must_have_come("commitment_signed_on", entry.commitment_signed_on, now, earliest=admission.EARLIEST)
    refiling = filings.ends_termination(entry.person, entry.opened_on)
    statement = sign_one("filing.opened", {**asdict(entry), "refiling": refiling}, now=now)
    filing = Filing.objects.get(pk=statement)
    record(filing, OfficeStep.SIGNED, on=entry.opened_on, acting=acting, now=now, statement=statement)
    return filing


@transaction.atomic
def cancel(filing: Filing, *, cancelled_on: date, reason: CancellationReason, acting: Officer, now: datetime) -> Filing:
    """Cancel a filing: contract ended, retired, off the post (art. 18). Raises Refused."""
    acting.must(Duty.HANDLE)
    if filing.author != division():
        raise Refused.because("unknown_open_filing", "filing")
    statement = sign_one(
        "filing.cancelled", {"filing": filing.pk, "cancelled_on": cancelled_on, "reason": reason.value}, now=now
    )
    record(
        filing, OfficeStep.WITHDRAWN, on=cancelled_on, acting=acting, now=now, note=reason.title_zh, statement=statement
    )
    return filing


@transaction.atomic
def move(filing: Filing, entry: Entry, *, acting: Officer, now: datetime) -> Filing:
    """Move a person to another institution: the old filing ends on the day the new one begins (art. 17)."""
    cancel(filing, cancelled_on=entry.opened_on, reason=CancellationReason.MOVED, acting=acting, now=now)
    return file(replace(entry, person=filing.person_id), acting=acting, now=now)


def must_be_filed_at(person: str, institution: str, on: date | None, *, article: str) -> None:
    """Refuse a person who is not filed at an institution on a day, or at all. Raises Refused `not_filed_here`."""
    if not is_filed_at(person, institution, on):
        raise Refused.because("not_filed_here", "person", article=article)
