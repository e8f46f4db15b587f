"""Settlements of objections: who may settle, what it may come to, where each outcome leads (arts. 44, 50)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from provinces.cases.services import shares
from provinces.files.models import IntakeRow
from provinces.office.codes import Duty, Office
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import (
    agreed,
    last_step,
    locked,
    must_be,
    must_have_come,
    must_say,
    sign_one,
    stated,
)
from provinces.orders.models import CascadeOrder
from provinces.remedies.codes import ObjectionState, ObjectionStep
from provinces.remedies.models import ObjectionHandling
from provinces.remedies.services.objections import move
from registry.packs.selectors import pack_book
from registry.qualification.rules import procedure
from registry.qualification.rules.objection_rules import ObjectionReviewer
from registry.qualification.rules.procedure import Bounds
from registry.qualification.selectors import ahead
from registry.qualification.selectors.ahead import Ending
from registry.qualification.selectors.facts import facts_of
from registry.statements.days import today
from registry.words.remedies import ObjectionOutcome
from registry.words.wording import Phrase
from sync.wire.refusals import Refused

_REVIEWERS = {
    ObjectionReviewer.SAME_LEVEL_DEPARTMENT: ("administrative department of the same level", "同级医疗保障行政部门"),
    ObjectionReviewer.DECIDING_DEPARTMENT: ("department that made the handling decision", "作出处理决定的部门"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementTerms:
    """How an objection is settled, as the form says it."""

    outcome: ObjectionOutcome
    settled_on: date
    document: str
    reason: str = ""
    points: int | None = None
    suspension_months: int | None = None


@transaction.atomic
def settle(handling: ObjectionHandling, terms: SettlementTerms, *, acting: Officer, now: datetime) -> ObjectionHandling:
    """Settle an objection (art. 44). Raises Refused.

    A reviewer settles it where it was passed up, an approver where the explanation was accepted, and nobody who took
    part in the decision, or brought it before them.
    """
    handling = locked(handling)
    if handling.state == ObjectionState.WITH_EXPERTS:
        raise Refused.because("experts_out")
    must_be(handling.state, ObjectionState, (ObjectionState.ACCEPTED, ObjectionState.PASSED_UP), article="44")
    office = _must_be_office(handling, acting)
    acting.must_not_be(deciders_of(handling), "decided_by_same_person")
    if handling.state == ObjectionState.ACCEPTED and terms.outcome is not ObjectionOutcome.UPHELD:
        raise Refused.because("acceptance_upholds", "outcome")
    must_say(terms.reason, "reason", article="44")
    after = {
        "explained_on": handling.explained_on,
        "passed_up_on": handling.passed_up_on,
        "answered_on": handling.experts_to,
    }
    must_have_come("settled_on", terms.settled_on, now, after=after)
    handling.outcome, handling.settled_on, handling.settled_by = terms.outcome, terms.settled_on, acting.name
    body = _settlement(handling, terms)
    before = last_step(handling, ObjectionStep.ACCEPTED, ObjectionStep.PASSED_UP)
    proposal = agreed(handling, stated(body), proposed_by=before.by, proposed_at=before.at, acting=acting, now=now)
    handling.settlement_id = sign_one("objection.settled", body, now=now, proposal=proposal)
    return move(
        handling, ObjectionState.SETTLED, ObjectionStep.SETTLED, terms.settled_on, acting=acting, now=now,
        note=terms.reason, statement=handling.settlement_id, office=office,
    )  # fmt: skip


def bounds_of(handling: ObjectionHandling) -> Bounds | None:
    """Return what a change may come to at most, so that an objection never makes it worse; None of a cascade."""
    if handling.decision_id is None:
        return None
    known = facts_of([handling.person_id])[handling.person_id]
    return procedure.bounds(str(handling.decision_id), known, pack_book())


def endings_of(handling: ObjectionHandling, now: datetime) -> list[Ending]:
    """Return what each outcome would lead to today; nothing for a cascade, which is upheld or annulled."""
    if handling.decision_id is None or handling.objection_id is None:
        return []
    decision, objection = str(handling.decision_id), str(handling.objection_id)
    return ahead.endings(handling.person_id, decision, objection, on=today(now))


def deciders_of(handling: ObjectionHandling) -> set[str]:
    """Return the accounts that took part in what is objected to, by form or by file."""
    target = handling.decision_id or handling.cascade_id
    brought_in = IntakeRow.objects.filter(statement_id=target, file__rehearsed=False)
    hands = brought_in.values_list("file__acting", "file__proposal__approved_by__username")
    found = {name for names in hands for name in names if name}
    if handling.decision_id:
        return found | shares.deciders_of(handling.decision_id)
    assert handling.cascade is not None
    orders = CascadeOrder.objects.filter(kind="apply", reference=handling.cascade.reference)
    return found | {name for names in orders.values_list("proposed_by", "approved_by") for name in names if name}


def _settlement(handling: ObjectionHandling, terms: SettlementTerms) -> Mapping[str, Any]:
    return {
        "objection": handling.objection_id,
        "outcome": terms.outcome.value,
        "settled_on": terms.settled_on,
        "points": terms.points,
        "suspension_months": terms.suspension_months,
        "document": terms.document,
        "reason": terms.reason,
    }


def _must_be_office(handling: ObjectionHandling, acting: Officer) -> Office:
    """Return the office that settles; refuse another (arts. 42, 44)."""
    if handling.state == ObjectionState.PASSED_UP:
        if Duty.REVIEW not in acting.duties:
            english, chinese = _REVIEWERS[ObjectionReviewer(handling.passed_to)]
            raise Refused.because("wrong_office", office=Phrase(english, chinese))
        return Office.DEPARTMENT
    acting.must(Duty.APPROVE)
    return Office.AGENCY
