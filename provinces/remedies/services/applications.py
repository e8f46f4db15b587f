"""Repair 修复 and restoration 恢复: application, the institution's consent, assessment, approval (arts. 38, 39)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from provinces.office.codes import Duty, Office, OfficeStep
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import (
    agreed,
    last_step,
    locked,
    must_be,
    must_have_come,
    must_say,
    record,
    sign_one,
    stated,
)
from provinces.remedies.codes import ApplicationKind, ApplicationState, ApplicationStep
from provinces.remedies.models import Application
from provinces.remedies.services import eligibility, examinations
from provinces.remedies.services.eligibility import ARTICLES
from registry.people.services.known_people import known_people, must_be_person
from registry.statements.days import today
from registry.words.code import Code
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person applies for.

    Year, act, points and months belong to a repair. Whoever is filed nowhere here applies without an institution (O40).
    """

    kind: ApplicationKind
    person: str
    applied_on: date
    institution: str = ""
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
    consent: str = ""
    """Document by which others consent whose measure it ends or shortens (O32)."""


@transaction.atomic
def apply(wish: Wish, *, acting: Officer, now: datetime) -> Application:
    """Enter an application, after everything that could refuse it was checked. Raises Refused."""
    acting.must(Duty.HANDLE)
    must_be_person(wish.person, known_people({wish.person}))
    must_have_come("applied_on", wish.applied_on, now)
    application = Application(
        person_id=wish.person,
        entered_by=acting.name,
        **{name: value for name, value in asdict(wish).items() if name != "person"},
    )
    eligibility.check_application(application, now)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        raise Refused.because("application_in_hand", "person") from error
    office = Office.INSTITUTION if application.institution else Office.AGENCY
    record(application, ApplicationStep.APPLIED, on=wish.applied_on, acting=acting, now=now, office=office)
    return application


@transaction.atomic
def consent(application: Application, *, consented_on: date, acting: Officer, now: datetime) -> Application:
    """Enter that the institution reviewed the application and agrees. Raises Refused."""
    application = _asked(application, acting)
    must_have_come("consented_on", consented_on, now, after={"applied_on": application.applied_on})
    application.consented_on = consented_on
    return _move(
        application, ApplicationState.CONSENTED, ApplicationStep.CONSENTED, consented_on, acting=acting, now=now,
        office=Office.INSTITUTION,
    )  # fmt: skip


@transaction.atomic
def decline(application: Application, *, declined_on: date, reason: str, acting: Officer, now: datetime) -> Application:
    """Enter that the institution does not agree: the application ends. Raises Refused."""
    application = _asked(application, acting)
    must_say(reason, "reason", article=_article(application))
    must_have_come("declined_on", declined_on, now, after={"applied_on": application.applied_on})
    return _move(
        application, ApplicationState.DECLINED, ApplicationStep.DECLINED, declined_on, acting=acting, now=now,
        note=reason, office=Office.INSTITUTION,
    )  # fmt: skip


@transaction.atomic
def assess(application: Application, found: Assessment, *, acting: Officer, now: datetime) -> Application:
    """Enter what the agency's assessment found; somebody else approves it. Raises Refused.

    Where no institution has to consent, the agency takes it up itself.
    """
    application = _at(application, (ApplicationState.CONSENTED, ApplicationState.APPLIED), Duty.HANDLE, acting)
    must_be(application.state, ApplicationState, (_to_be_assessed(application),), article=_article(application))
    after = {"applied_on": application.applied_on, "consented_on": application.consented_on}
    must_have_come("assessed_on", found.assessed_on, now, after=after)
    application.assessed_on, application.assessed_by = found.assessed_on, acting.name
    application.passed, application.document = found.passed, found.document
    application.consent = found.consent
    if application.kind == ApplicationKind.RESTORATION:
        if found.passed and found.effective_on is None:
            raise Refused.because("result_missing", "effective_on")
        application.effective_on = found.effective_on if found.passed else found.assessed_on
        examinations.note(
            application,
            assessed_on=found.assessed_on,
            examined_on=found.examined_on,
            passed=found.examination_passed,
        )
    eligibility.check_result(application, now)
    return _move(
        application, ApplicationState.ASSESSED, ApplicationStep.ASSESSED, found.assessed_on, acting=acting, now=now,
        note=found.document,
    )  # fmt: skip


@transaction.atomic
def send_back(application: Application, *, reason: str, acting: Officer, now: datetime) -> Application:
    """Send an assessment back: it is made again. Raises Refused."""
    application = _at(application, (ApplicationState.ASSESSED,), Duty.APPROVE, acting)
    must_say(reason, "reason", article=_article(application))
    application.assessed_on = application.effective_on = application.passed = None
    application.examined_on = application.examination_passed = None
    application.assessed_by = application.document = application.consent = ""
    return _move(
        application, _to_be_assessed(application), OfficeStep.SENT_BACK, today(now), acting=acting, now=now, note=reason
    )


@transaction.atomic
def approve(application: Application, *, acting: Officer, now: datetime) -> Application:
    """Approve an assessment made by somebody else, and sign its result (arts. 38, 39). Raises Refused.

    A repair that was not passed is no fact: nothing is signed of it.
    """
    application = _at(application, (ApplicationState.ASSESSED,), Duty.APPROVE, acting)
    acting.must_not_be({application.assessed_by})
    eligibility.check_result(application, now)
    application.approved_by = acting.name
    application.statement_id = _sign(application, acting=acting, now=now)
    state = ApplicationState.PASSED if application.passed else ApplicationState.FAILED
    return _move(
        application, state, OfficeStep.APPROVED, today(now), acting=acting, now=now, statement=application.statement_id
    )


def _sign(application: Application, *, acting: Officer, now: datetime) -> UUID | None:
    """State what was assessed, if it is a fact; return its statement."""
    restoration = application.kind == ApplicationKind.RESTORATION
    if not restoration and not application.passed:
        return None
    topic = "restoration.assessed" if restoration else "repair.granted"
    body = _body(application)
    by, at = application.assessed_by, last_step(application, ApplicationStep.ASSESSED).at
    proposal = agreed(application, stated(body), proposed_by=by, proposed_at=at, acting=acting, now=now)
    return sign_one(topic, body, now=now, proposal=proposal)


def _body(application: Application) -> dict[str, object]:
    common: dict[str, object] = {
        "person": application.person_id,
        "applied_on": application.applied_on,
        "consent": application.consent,
        "document": application.document,
    }
    if application.kind == ApplicationKind.RESTORATION:
        return {
            **common,
            "assessed_on": application.assessed_on,
            "effective_on": application.effective_on,
            "passed": application.passed,
        }
    return {
        **common,
        "year": application.year,
        "points": application.points,
        "months": application.months,
        "act": application.act,
        "granted_on": application.assessed_on,
    }


def _at(application: Application, states: tuple[ApplicationState, ...], duty: Duty, acting: Officer) -> Application:
    acting.must(duty)
    application = locked(application)
    must_be(application.state, ApplicationState, states, article=_article(application))
    return application


def _asked(application: Application, acting: Officer) -> Application:
    """Return an application on which the institution is to say something; refuse one without an institution."""
    application = _at(application, (ApplicationState.APPLIED,), Duty.HANDLE, acting)
    if not application.institution:
        raise Refused.because("consent_not_asked", "institution", article=_article(application))
    return application


def _to_be_assessed(application: Application) -> ApplicationState:
    """Return the state in which the agency assesses: once the institution consented, where there is one."""
    return ApplicationState.CONSENTED if application.institution else ApplicationState.APPLIED


def _article(application: Application) -> str:
    return ARTICLES[ApplicationKind(application.kind)]


def _move(
    application: Application,
    state: ApplicationState,
    step: Code,
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
