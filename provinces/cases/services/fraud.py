"""Fraud on which nobody was scored is told to national once its thirty working days are over (O44).

Nobody must remember to. An office that has found that nobody answers for it says why: that closes the matter.
"""

from datetime import datetime

from django.db import transaction

from provinces.cases.codes import CaseStep
from provinces.cases.models import Case
from provinces.cases.selectors import fraud
from provinces.office.codes import Duty
from provinces.office.selectors import own_division
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import locked, must_say, record, sign_one
from registry.qualification.services.unscored import FRAUD
from registry.statements.days import today
from registry.words.divisions import is_province
from sync.wire.refusals import NotAccepted, Refused

WITHDRAWN = "案件已撤回。"
"""The reason that national is told of a case withdrawn after the alarm; reasons are written as the office writes."""


def tell_silent(*, acting: Officer, now: datetime) -> int:
    """Tell national of every case on which nobody was scored in time, and of those withdrawn since; return how many.

    A case that is refused stays with the office, and the others go on.
    """
    if not is_province(own_division()):
        return 0
    told = 0
    for case in fraud.silent(today(now)):
        told += _told(case, "", acting=acting, now=now)
    for case in fraud.withdrawn_since():
        told += _told(case, WITHDRAWN, acting=acting, now=now)
    return told


@transaction.atomic
def explain(case: Case, *, reason: str, acting: Officer, now: datetime) -> Case:
    """Say why nobody is scored on a case of fraud; not by who opened it (arts. 24, 50). Raises Refused."""
    acting.must(Duty.APPROVE)
    case = locked(case)
    if case.legal_basis not in FRAUD:
        raise Refused.because("not_fraud", "legal_basis")
    if case.withdrawn_at is not None:
        raise Refused.because("case_withdrawn")
    acting.must_not_be({case.opened_by})
    must_say(reason, "reason", article="24")
    if fraud.closed_on(case, today(now)) is not None:
        raise Refused.because("fraud_closed_before")
    _state(case, reason, acting=acting, now=now)
    return case


def _told(case: Case, reason: str, *, acting: Officer, now: datetime) -> int:
    try:
        with transaction.atomic():
            _state(locked(case), reason, acting=acting, now=now)
    except NotAccepted:
        return 0
    return 1


def _state(case: Case, reason: str, *, acting: Officer, now: datetime) -> None:
    names = ("institution", "basis_authority", "basis_document", "case_number", "legal_basis", "edition", "decided_on")
    body = {name: getattr(case, name) for name in names}
    statement = sign_one("case.unscored", {**body, "reason": reason}, now=now)
    step = CaseStep.EXPLAINED_UNSCORED if reason else CaseStep.ALARMED
    record(case, step, on=today(now), acting=acting, now=now, note=reason, statement=statement)
