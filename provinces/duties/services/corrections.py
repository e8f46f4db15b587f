"""Orders to correct statuses: proposed, approved by somebody else, then followed or refused (art. 46).

A refusal is handled by the agreement. Nothing follows by itself: neither the handling nor the loss that an institution
bears.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from provinces.duties.codes import CorrectionState, DutyStep
from provinces.duties.models import CorrectionOrder, Reconciliation
from provinces.filings.services import must_be_filed_at
from provinces.office.codes import Duty, Office, OfficeStep
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division, locked, must_be, must_have_come, must_say, record
from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.people.services.known_people import known_people, must_be_person
from registry.statements.days import today
from registry.words.code import Code
from registry.words.written import writings
from sync.wire.refusals import Refused

ORDERED = (CorrectionState.ORDERED, CorrectionState.REFUSED, CorrectionState.HANDLED)
"""States in which a correction may still come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What an institution is to correct, and until when."""

    institution: str
    grounds: str
    document: str
    ordered_on: date
    correct_by: date
    run: Reconciliation | None = None
    person: str = ""


@transaction.atomic
def propose(fault: Fault, *, acting: Officer, now: datetime) -> CorrectionOrder:
    """Propose an order about a reconciliation that showed differences, or about a person. Raises Refused."""
    acting.must(Duty.HANDLE)
    must_be_own(fault.institution, division(), provinces_of({fault.institution}))
    if fault.run is None and not fault.person:
        raise Refused.because("order_about_nothing", "person")
    if fault.run is not None and fault.run.institution != fault.institution:
        raise Refused.because("run_of_another", "run")
    if fault.run is not None and not (fault.run.different or fault.run.missing):
        raise Refused.because("nothing_differs", "run")
    if fault.person:
        must_be_person(fault.person, known_people({fault.person}))
        must_be_filed_at(fault.person, fault.institution, None, article="46")
    must_say(fault.grounds, "grounds", article="46")
    if not fault.document.strip():
        raise Refused.because("document_missing", "document", article="46")
    must_have_come("ordered_on", fault.ordered_on, now, after={"on": fault.run.on if fault.run else None})
    if fault.correct_by < fault.ordered_on:
        raise Refused.because("dates_out_of_order", "correct_by", earlier="ordered_on", later="correct_by")
    content = {name: value for name, value in _content(fault).items() if name != "person"}
    try:
        with transaction.atomic():
            order = CorrectionOrder.objects.create(
                **content,
                document_key=writings.number(fault.document),
                person_id=fault.person or None,
                proposed_by=acting.name,
                proposed_at=now,
            )
    except IntegrityError as error:
        raise Refused.because("order_document_used", "document") from error
    record(order, OfficeStep.PROPOSED, on=today(now), acting=acting, now=now)
    return order


@transaction.atomic
def approve(order: CorrectionOrder, *, acting: Officer, now: datetime) -> CorrectionOrder:
    """Approve an order that somebody else proposed: from then on its term runs. Raises Refused."""
    acting.must(Duty.APPROVE)
    order = locked(order)
    must_be(order.state, CorrectionState, (CorrectionState.PROPOSED,), article="46")
    acting.must_not_be({order.proposed_by})
    order.approved_by = acting.name
    return _move(order, CorrectionState.ORDERED, DutyStep.ORDERED, ["approved_by"], on=order.ordered_on, acting=acting,
                 now=now)  # fmt: skip


@transaction.atomic
def send_back(order: CorrectionOrder, *, reason: str, acting: Officer, now: datetime) -> CorrectionOrder:
    """Send back what was proposed; it is proposed anew. Raises Refused."""
    acting.must(Duty.APPROVE)
    order = locked(order)
    must_be(order.state, CorrectionState, (CorrectionState.PROPOSED,), article="46")
    must_say(reason, "reason", article="46")
    return _move(order, CorrectionState.SENT_BACK, OfficeStep.SENT_BACK, [], on=today(now), acting=acting, now=now,
                 note=reason)  # fmt: skip


@transaction.atomic
def corrected(
    order: CorrectionOrder, *, corrected_on: date, document: str, acting: Officer, now: datetime
) -> CorrectionOrder:
    """Enter that the institution has corrected its statuses; also after a refusal. Raises Refused."""
    acting.must(Duty.HANDLE)
    order = locked(order)
    must_be(order.state, CorrectionState, ORDERED, article="46")
    after = {"ordered_on": order.ordered_on, "refused_on": order.refused_on}
    must_have_come("corrected_on", corrected_on, now, after=after)
    _must_have(document)
    order.corrected_on, order.correction = corrected_on, document
    return _move(order, CorrectionState.CORRECTED, DutyStep.CORRECTED, ["corrected_on", "correction"], on=corrected_on,
                 acting=acting, now=now, office=Office.INSTITUTION)  # fmt: skip


@transaction.atomic
def refuse(
    order: CorrectionOrder, *, refused_on: date, document: str, acting: Officer, now: datetime
) -> CorrectionOrder:
    """Enter that the institution refuses to correct its statuses: the agreement says what follows. Raises Refused."""
    acting.must(Duty.HANDLE)
    order = locked(order)
    must_be(order.state, CorrectionState, (CorrectionState.ORDERED,), article="46")
    must_have_come("refused_on", refused_on, now, after={"ordered_on": order.ordered_on})
    _must_have(document)
    order.refused_on, order.refusal = refused_on, document
    return _move(order, CorrectionState.REFUSED, DutyStep.CORRECTION_REFUSED, ["refused_on", "refusal"], on=refused_on,
                 acting=acting, now=now, office=Office.INSTITUTION)  # fmt: skip


@transaction.atomic
def handle(
    order: CorrectionOrder, *, handled_on: date, handling: str, document: str, acting: Officer, now: datetime
) -> CorrectionOrder:
    """Enter how a refusal was handled by the agreement and in the assessment. Raises Refused."""
    acting.must(Duty.HANDLE)
    order = locked(order)
    must_be(order.state, CorrectionState, (CorrectionState.REFUSED,), article="46")
    must_have_come("handled_on", handled_on, now, after={"refused_on": order.refused_on})
    must_say(handling, "handling", article="46")
    _must_have(document)
    order.handled_on, order.handling, order.handling_document = handled_on, handling, document
    return _move(order, CorrectionState.HANDLED, DutyStep.HANDLED, ["handled_on", "handling", "handling_document"],
                 on=handled_on, acting=acting, now=now, note=handling)  # fmt: skip


def _must_have(document: str) -> None:
    if not document.strip():
        raise Refused.because("document_missing", "document", article="46")


def _content(fault: Fault) -> dict[str, object]:
    return {name: getattr(fault, name) for name in Fault.__dataclass_fields__}


def _move(
    order: CorrectionOrder,
    state: CorrectionState,
    step: Code,
    also: list[str],
    *,
    on: date,
    acting: Officer,
    now: datetime,
    note: str = "",
    office: Office = Office.AGENCY,
) -> CorrectionOrder:
    order.state = state
    order.save(update_fields=["state", *also])
    record(order, step, on=on, acting=acting, now=now, note=note, office=office)
    return order
