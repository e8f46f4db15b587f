"""Repair 修复 and restoration 恢复: application, the institution's consent, assessment, approval (arts. 38, 39)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from provinces.codes import ApplicationKind, ApplicationState, Duty, Office, StepName
from provinces.models import Application
from provinces.services import examinations, law
from provinces.services.enrolment import must_be_filed_at
from provinces.services.officers import Officer
from provinces.services.refusals import refused
from provinces.services.stepping import division, locked, must_be, must_have_come, must_say, record, sign_one
from registry.codes.measures import ReasonKind
from registry.codes.statuses import Status
from registry.rules import admission, facts
from registry.rules.errors import Refused
from registry.rules.standing import Interval
from registry.selectors.facts import facts_of
from registry.selectors.packs import pack_book
from registry.selectors.standings import timeline
from registry.services.handling import known_people, must_be_own, must_be_person, provinces_of, today
from registry.services.refusals import from_rules

ARTICLES = {ApplicationKind.REPAIR: "38", ApplicationKind.RESTORATION: "39"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person applies for. Year, act, points and months belong to a repair."""

    kind: ApplicationKind
    person: str
    institution: str
    applied_on: date
    year: int | None = None
    act: str = ""
    points: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the agency found."""

    assessed_on: date
    passed: bool
    document: str
    effective_on: date | None = None
    examined_on: date | None = None
    examination_passed: bool | None = None
    """Of a restoration, where the rule pack asks for an examination."""


@transaction.atomic
def apply(wish: Wish, *, acting: Officer, now: datetime) -> Application:
    """Enter an application, after everything that could refuse it was checked. Raises Rejected."""
    acting.must(Duty.HANDLE)
    must_be_own(wish.institution, division(), provinces_of({wish.institution}))
    must_be_person(wish.person, known_people({wish.person}))
    must_have_come("applied_on", wish.applied_on, now)
    must_be_filed_at(wish.person, wish.institution, wish.applied_on, article=ARTICLES[wish.kind])
    application = Application(
        person_id=wish.person,
        entered_by=acting.name,
        **{name: value for name, value in asdict(wish).items() if name != "person"},
    )
    if wish.kind is ApplicationKind.REPAIR:
        _check_repair(application, wish.applied_on, now)
    else:
        _check_may_apply(wish)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        raise refused("application_in_hand", "person") from error
    record(
        application, StepName.APPLIED, on=wish.applied_on, acting=acting, now=now, office=Office.INSTITUTION
    )  # fmt: skip
    return application


@transaction.atomic
def consent(application: Application, *, consented_on: date, acting: Officer, now: datetime) -> Application:
    """Enter that the institution reviewed the application and agrees. Raises Rejected."""
    application = _at(application, ApplicationState.APPLIED, Duty.HANDLE, acting)
    must_have_come("consented_on", consented_on, now, after={"applied_on": application.applied_on})
    application.consented_on = consented_on
    return _move(
        application, ApplicationState.CONSENTED, StepName.CONSENTED, consented_on, acting=acting, now=now,
        office=Office.INSTITUTION,
    )  # fmt: skip


@transaction.atomic
def decline(application: Application, *, declined_on: date, reason: str, acting: Officer, now: datetime) -> Application:
    """Enter that the institution does not agree: the application ends. Raises Rejected."""
    application = _at(application, ApplicationState.APPLIED, Duty.HANDLE, acting)
    must_say(reason, "reason", article=ARTICLES[ApplicationKind(application.kind)])
    must_have_come("declined_on", declined_on, now, after={"applied_on": application.applied_on})
    return _move(
        application, ApplicationState.DECLINED, StepName.DECLINED, declined_on, acting=acting, now=now, note=reason,
        office=Office.INSTITUTION,
    )  # fmt: skip


@transaction.atomic
def assess(application: Application, found: Assessment, *, acting: Officer, now: datetime) -> Application:
    """Enter what the agency's assessment found; somebody else approves it. Raises Rejected."""
    application = _at(application, ApplicationState.CONSENTED, Duty.HANDLE, acting)
    must_have_come("assessed_on", found.assessed_on, now, after={"consented_on": application.consented_on})
    application.assessed_on, application.assessed_by = found.assessed_on, acting.name
    application.passed, application.document = found.passed, found.document
    if application.kind == ApplicationKind.RESTORATION:
        if found.passed and found.effective_on is None:
            raise refused("result_missing", "effective_on")
        application.effective_on = found.effective_on if found.passed else found.assessed_on
        examinations.note(
            application,
            assessed_on=found.assessed_on,
            examined_on=found.examined_on,
            passed=found.examination_passed,
        )
    _check_result(application, now)
    return _move(
        application, ApplicationState.ASSESSED, StepName.ASSESSED, found.assessed_on, acting=acting, now=now,
        note=found.document,
    )  # fmt: skip


@transaction.atomic
def send_back(application: Application, *, reason: str, acting: Officer, now: datetime) -> Application:
    """Send an assessment back: it is made again. Raises Rejected."""
    application = _at(application, ApplicationState.ASSESSED, Duty.APPROVE, acting)
    must_say(reason, "reason", article=ARTICLES[ApplicationKind(application.kind)])
    application.assessed_on = application.effective_on = application.passed = None
    application.examined_on = application.examination_passed = None
    application.assessed_by = application.document = ""
    return _move(
        application, ApplicationState.CONSENTED, StepName.SENT_BACK, today(now), acting=acting, now=now, note=reason
    )


@transaction.atomic
def approve(application: Application, *, acting: Officer, now: datetime) -> Application:
    """Approve an assessment made by somebody else, and sign its result (arts. 38, 39). Raises Rejected.

    A repair that was not passed is no fact: nothing is signed of it.
    """
    application = _at(application, ApplicationState.ASSESSED, Duty.APPROVE, acting)
    acting.must_not_be({application.assessed_by})
    _check_result(application, now)
    application.approved_by = acting.name
    application.statement_id = _sign(application, now)
    state = ApplicationState.PASSED if application.passed else ApplicationState.FAILED
    return _move(
        application, state, StepName.APPROVED, today(now), acting=acting, now=now, statement=application.statement_id
    )


def _sign(application: Application, now: datetime) -> UUID | None:
    common: dict[str, Any] = {
        "person": application.person_id,
        "applied_on": application.applied_on,
        "document": application.document,
    }
    if application.kind == ApplicationKind.RESTORATION:
        return sign_one(
            "restoration.assessed",
            {
                **common,
                "assessed_on": application.assessed_on,
                "effective_on": application.effective_on,
                "passed": application.passed,
            },
            now=now,
        )
    if not application.passed:
        return None
    return sign_one(
        "repair.granted",
        {
            **common,
            "year": application.year,
            "points": application.points,
            "months": application.months,
            "act": application.act,
            "granted_on": application.assessed_on,
        },
        now=now,
    )


def _check_may_apply(wish: Wish) -> None:
    """Refuse an application for restoration with nothing to restore, or before its time (art. 39)."""
    standing = timeline(wish.person).on(wish.applied_on)
    term_ends_on = _term_of(standing)
    pack = law.pack_of(_author_of(standing), wish.applied_on)
    earliest = law.restoration_from(term_ends_on, pack)
    if wish.applied_on >= term_ends_on:
        return
    if earliest is None:
        raise refused("lead_unknown", "applied_on")
    if wish.applied_on < earliest:
        raise refused("application_too_early", "applied_on", earliest=earliest)


def _term_of(standing: Interval) -> date:
    """Return where the term of the suspension by points ends. Raises Rejected."""
    by_points = [reason for reason in standing.reasons if reason.kind is ReasonKind.POINTS]
    if any(reason.status is Status.TERMINATED for reason in by_points):
        raise refused("termination_needs_filing", "person")
    if standing.term_ends_on is None:
        raise from_rules(Refused.because("nothing_to_restore", "person"))
    return standing.term_ends_on


def _author_of(standing: Interval) -> str:
    return next(reason.author for reason in standing.reasons if reason.kind is ReasonKind.POINTS)


def _check_result(application: Application, now: datetime) -> None:
    """Refuse a result that the rules do not allow."""
    assert application.assessed_on is not None
    if application.kind == ApplicationKind.REPAIR:
        if application.passed:
            _check_repair(application, application.assessed_on, now)
        return
    assert application.effective_on is not None
    examinations.must_be_passed(application)
    fact = facts.Restoration(
        id="in hand",
        author=division(),
        assessed_on=application.assessed_on,
        effective_on=application.effective_on,
        passed=bool(application.passed),
    )
    found = timeline(application.person_id)
    # On the first day of the term nothing holds yet the day before; a failed result says nothing of a day.
    _term_of(found.on(application.effective_on - timedelta(days=1)))
    if application.passed:
        _rules(lambda: admission.check_restoration(found, fact, today=today(now)))


def _check_repair(application: Application, granted_on: date, now: datetime) -> None:
    fact = facts.Repair(
        id="in hand",
        author=division(),
        year=application.year or 0,
        points=application.points,
        months=application.months,
        granted_on=granted_on,
        act=application.act,
    )
    known = facts_of([application.person_id])[application.person_id]
    _rules(lambda: admission.check_repair(fact, known, pack_book(), today=today(now)))


def _rules(check: Any) -> None:
    try:
        check()
    except Refused as refusal:
        raise from_rules(refusal) from refusal


def _at(application: Application, state: ApplicationState, duty: Duty, acting: Officer) -> Application:
    acting.must(duty)
    application = locked(application)
    must_be(
        application.state, ApplicationState, (state,), article=ARTICLES[ApplicationKind(application.kind)]
    )  # fmt: skip
    return application


def _move(
    application: Application,
    state: ApplicationState,
    step: StepName,
    on: date,
    *,
    acting: Officer,
    now: datetime,
    note: str = "",
    statement: UUID | None = None,
    office: Office = Office.AGENCY,
) -> Application:
    application.state = state
    application.save()
    record(application, step, on=on, acting=acting, now=now, note=note, statement=statement, office=office)
    return application
