"""Where and when somebody applies for a repair or a restoration, whose consent it needs, and what its result would do.

Whether a result is allowed is asked of the registry, which asks the same again where it is signed (arts. 38, 39).
"""

from datetime import date, datetime

from provinces.office.services.stepping import division
from provinces.remedies.codes import ApplicationKind
from provinces.remedies.models import Application
from provinces.remedies.services import examinations
from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.packs.selectors import pack_book
from registry.qualification.rules import applications as rules
from registry.qualification.rules import facts, remedies
from registry.qualification.rules.applications import Place
from registry.qualification.rules.changes import Ahead
from registry.qualification.rules.remedies import Outlook
from registry.qualification.rules.standing import Timeline
from registry.qualification.selectors import ahead as looking
from registry.qualification.selectors.calendar import working_calendar
from registry.qualification.selectors.filed import divisions, filings_of, institutions_of
from registry.qualification.selectors.standings import timeline
from registry.qualification.services import repairs, restorations
from registry.statements.days import today
from registry.words.wording import Phrase
from sync.wire.refusals import Refused

ARTICLES = {ApplicationKind.REPAIR: "38", ApplicationKind.RESTORATION: "39"}


def check_application(application: Application, now: datetime) -> None:
    """Refuse an application for what is not there, before its time, or at the wrong place. Raises Refused.

    It is made through an institution of this province at which the person is filed. Who is filed nowhere here applies
    without one: at the author of the measure, or where they were filed last (O40).
    """
    if application.institution:
        must_be_own(application.institution, division(), provinces_of({application.institution}))
    if application.kind == ApplicationKind.REPAIR:
        _check_repair(application, application.applied_on, None, now)
    else:
        _check_time(application)
    _check_place(application, now)


def check_result(application: Application, now: datetime) -> None:
    """Refuse a result that the rules do not allow. Raises Refused."""
    assert application.assessed_on is not None
    if application.kind == ApplicationKind.REPAIR:
        if application.passed:
            _check_repair(application, application.assessed_on, application.consent, now)
        return
    examinations.must_be_passed(application)
    known = restorations.context_of({application.person_id}, now)
    restorations.check(application.person_id, _as_restoration(application), application.consent, known)


def consenting(application: Application, on: date) -> tuple[str, ...]:
    """Return the other divisions whose consent a passed result needs, as things stand on a day (O32)."""
    found = timeline(application.person_id)
    if application.kind == ApplicationKind.REPAIR:
        authors = repairs.authors_of(found, _as_repair(application, on)) if application.months else set()
    else:
        authors = restorations.authors_awaiting(found, on)
    return remedies.consenting(division(), authors)


def outlook(application: Application, now: datetime) -> tuple[Outlook, Timeline]:
    """Return what a passed assessment does to what holds, and the standing without it. The application has its day."""
    assert application.effective_on is not None
    known = restorations.context_of({application.person_id}, now)
    before = known.kin.timeline(application.person_id)
    after = restorations.with_fact(known.kin, application.person_id, _as_restoration(application, passed=True))
    return remedies.outlook(before, after, application.effective_on), before


def ahead(application: Application, now: datetime) -> Ahead:
    """Return how the person stands, and what a passed result would change on any day to come."""
    on = application.assessed_on or today(now)
    if application.kind == ApplicationKind.REPAIR:
        more = facts.Facts(repairs=(_as_repair(application, on),))
    elif application.effective_on is None:
        more = facts.Facts()
    else:
        more = facts.Facts(restorations=(_as_restoration(application, passed=True),))
    return looking.ahead(application.person_id, more, since=today(now))


def _check_time(application: Application) -> None:
    """Refuse an application where there is nothing to assess, or before its time (art. 39)."""
    on = application.applied_on
    rules.check_time(timeline(application.person_id).on(on), on, pack_book(), working_calendar())


def _check_place(application: Application, now: datetime) -> None:
    person, on, article = application.person_id, application.applied_on, ARTICLES[ApplicationKind(application.kind)]
    filed = institutions_of(person, division(), on)
    authors, last = _authors(application, now), divisions(filings_of({person}).get(person, ()), on)
    found = rules.place(application.institution, filed, own=division(), authors=authors, last=last)
    if found is Place.ELSEWHERE:
        raise Refused.because(
            "apply_elsewhere",
            "institution",
            article=article,
            divisions=", ".join(sorted(authors | last)),
        )
    if found is not Place.RIGHT:
        raise Refused.because(
            _ELSEWHERE[found], "institution", institutions=Phrase(", ".join(filed), "、".join(filed)), article=article
        )


_ELSEWHERE = {
    Place.THROUGH_ANOTHER: "apply_through",
    Place.THROUGH_ONE: "institution_missing",
    Place.WITHOUT: "apply_without",
}


def _authors(application: Application, now: datetime) -> set[str]:
    """Return whose decisions or measures an application is about."""
    person, on = application.person_id, application.applied_on
    if application.kind == ApplicationKind.RESTORATION:
        return restorations.authors_awaiting(timeline(person), on)
    return repairs.concerned(person, _as_repair(application, on), repairs.context_of({person}, now))


def _check_repair(application: Application, granted_on: date, consent: str | None, now: datetime) -> None:
    known = repairs.context_of({application.person_id}, now)
    repairs.check(application.person_id, _as_repair(application, granted_on), consent, known)


def _as_repair(application: Application, granted_on: date) -> facts.Repair:
    return facts.Repair(
        id="in hand",
        author=division(),
        year=application.year or 0,
        points=application.points,
        months=application.months,
        granted_on=granted_on,
        act=application.act,
    )


def _as_restoration(application: Application, *, passed: bool | None = None) -> facts.Restoration:
    assert application.assessed_on is not None
    assert application.effective_on is not None
    return facts.Restoration(
        id="in hand",
        author=division(),
        assessed_on=application.assessed_on,
        effective_on=application.effective_on,
        passed=bool(application.passed if passed is None else passed),
    )
