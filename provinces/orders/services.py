"""Cascades by order: the responsible persons of an institution or department, and nobody else (art. 34)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from provinces.filings.services import must_be_filed_at
from provinces.notices.services import truth
from provinces.office.codes import ApprovalState, Duty, OfficeStep
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import agreed, division, locked, must_be, must_say, record, sign, stated
from provinces.orders import papers
from provinces.orders.codes import OrderKind
from provinces.orders.models import CascadeOrder, CascadeSubject
from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.people.services.known_people import known_people, must_be_person
from registry.qualification.models import Cascade, CascadeLift
from registry.qualification.rules import admission, facts
from registry.qualification.rules.changes import Ahead
from registry.qualification.selectors import ahead as looking
from registry.qualification.selectors.facts import facts_of
from registry.statements.days import today
from registry.words.statuses import Status
from registry.words.written import writings
from sync.outbox import Draft
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeTerms:
    """An order as the form says it: what follows for the responsible persons, and from what.

    Something was done to the institution or a department of it.
    """

    reference: str
    institution: str
    status: Status
    reason: str
    basis_authority: str
    basis_document: str
    effective_on: date


@transaction.atomic
def propose(terms: CascadeTerms, people: Sequence[str], *, acting: Officer, now: datetime) -> CascadeOrder:
    """Propose a status for the people named, from a day that is not over. Each must be or have been filed there.

    Raises Refused.
    """
    acting.must(Duty.HANDLE)
    must_be_own(terms.institution, division(), provinces_of({terms.institution}))
    named = list(dict.fromkeys(people))
    if not named:
        raise Refused.because("nobody_named", "people")
    known = known_people(set(named))
    for person in named:
        must_be_person(person, known)
        must_be_filed_at(person, terms.institution, None, article="34")
    if terms.effective_on < today(now):
        raise Refused.because("start_before_notice", "effective_on", earliest=today(now))
    return _store(CascadeOrder(kind=OrderKind.APPLY, **asdict(terms)), named, acting=acting, now=now)


@transaction.atomic
def propose_lift(order: CascadeOrder, *, lifted_on: date, acting: Officer, now: datetime) -> CascadeOrder:
    """Propose to lift an order for everybody it names. Raises Refused."""
    acting.must(Duty.HANDLE)
    order = locked(order)
    if order.kind != OrderKind.APPLY or order.state != ApprovalState.SIGNED or not cascades_to_lift(order):
        raise Refused.because("nothing_to_lift")
    for cascade in cascades_to_lift(order):
        _check_lift(cascade, lifted_on, now)
    lifting = CascadeOrder(
        kind=OrderKind.LIFT, lifts=order, effective_on=lifted_on,
        **{name: getattr(order, name) for name in ("reference", "institution", "status", "reason", "basis_authority",
                                                   "basis_document")},
    )  # fmt: skip
    named = list(order.subjects.values_list("person_id", flat=True))
    return _store(lifting, named, acting=acting, now=now)


@transaction.atomic
def approve(order: CascadeOrder, *, acting: Officer, now: datetime) -> CascadeOrder:
    """Approve what somebody else proposed: one statement and one notice per person, all or none. Raises Refused.

    A lifting makes no notice.
    """
    acting.must(Duty.APPROVE)
    order = locked(order)
    must_be(order.state, ApprovalState, (ApprovalState.PROPOSED,), article="34")
    acting.must_not_be({order.proposed_by})
    made = papers.prepare_all(order, acting=acting, now=now) if order.kind == OrderKind.APPLY else ()
    drafts = _drafts(order)
    shows = [{"topic": draft.topic, "body": dict(draft.body)} for draft in drafts]
    by, at = order.proposed_by, order.proposed_at
    proposal = agreed(order, shows, proposed_by=by, proposed_at=at, acting=acting, now=now)
    sign(drafts, now=now, proposal=proposal)
    order.approved_by, order.state = acting.name, ApprovalState.SIGNED
    order.save(update_fields=["approved_by", "state"])
    for notice in made:
        truth.keep(notice)
    record(order, OfficeStep.SIGNED, on=order.effective_on, acting=acting, now=now)
    return order


@transaction.atomic
def send_back(order: CascadeOrder, *, reason: str, acting: Officer, now: datetime) -> CascadeOrder:
    """Send back what was proposed; it is proposed anew. Raises Refused."""
    acting.must(Duty.APPROVE)
    order = locked(order)
    must_be(order.state, ApprovalState, (ApprovalState.PROPOSED,), article="34")
    must_say(reason, "reason", article="34")
    order.state = ApprovalState.SENT_BACK
    order.save(update_fields=["state"])
    record(order, OfficeStep.SENT_BACK, on=today(now), acting=acting, now=now, note=reason)
    return order


def ahead_of(order: CascadeOrder, now: datetime) -> list[tuple[str, Ahead]]:
    """Return for each person named how they stand, and what the order would change on any day to come."""
    people = order.subjects.order_by("person").values_list("person_id", flat=True)
    lifted = {str(each.person_id): each for each in cascades_to_lift(order.lifts)} if order.lifts else {}
    return [
        (person, looking.ahead(person, _as_facts(order, lifted.get(person), now), since=today(now)))
        for person in people
    ]


def _as_facts(order: CascadeOrder, lifted: Cascade | None, now: datetime) -> facts.Facts:
    if lifted is not None:
        lift = facts.CascadeLift(id="in hand", cascade=str(lifted.pk), lifted_on=order.effective_on)
        return facts.Facts(cascade_lifts=(lift,))
    if order.kind == OrderKind.LIFT:
        return facts.Facts()
    cascade = facts.Cascade(
        id="in hand",
        author=division(),
        institution=order.institution,
        status=Status(order.status),
        reason=order.reason,
        applied_on=order.effective_on,
        signed_on=today(now),
    )
    return facts.Facts(cascades=(cascade,))


def _check_lift(cascade: Cascade, lifted_on: date, now: datetime) -> None:
    fact = facts.CascadeLift(id="in hand", cascade=str(cascade.pk), lifted_on=lifted_on)
    admission.check_cascade_lift(fact, facts_of([cascade.person_id])[cascade.person_id], today=today(now))


def cascades_of(order: CascadeOrder) -> Sequence[Cascade]:
    """Return the cascades in force that an order made."""
    people = order.subjects.values("person")
    found = Cascade.objects.in_force().filter(author=division(), reference=order.reference, person__in=people)
    return list(found.order_by("person"))


def cascades_to_lift(order: CascadeOrder) -> Sequence[Cascade]:
    """Return those of an order's cascades that nothing has lifted yet."""
    lifted = set(
        CascadeLift.objects.in_force().filter(cascade__reference=order.reference).values_list("cascade_id", flat=True)
    )
    return [cascade for cascade in cascades_of(order) if cascade.pk not in lifted]


def _drafts(order: CascadeOrder) -> list[Draft]:
    if order.kind == OrderKind.LIFT:
        assert order.lifts is not None
        cascades = cascades_to_lift(order.lifts)
        if not cascades:
            raise Refused.because("nothing_to_lift")
        return [
            Draft(topic="cascade.lifted", body=stated({"cascade": each.pk, "lifted_on": order.effective_on}))
            for each in cascades
        ]
    members = ("reference", "institution", "status", "reason", "basis_authority", "basis_document")
    body = {name: getattr(order, name) for name in members} | {"applied_on": order.effective_on}
    return [
        Draft(topic="cascade.applied", body=stated({**body, "person": person}))
        for person in order.subjects.order_by("person").values_list("person_id", flat=True)
    ]


def _used_before(order: CascadeOrder) -> Refused:
    """Return that the reference is used already, in this writing or another."""
    same = CascadeOrder.objects.filter(kind=order.kind, reference_key=order.reference_key)
    before = same.exclude(state=ApprovalState.SENT_BACK).get()
    if before.reference == order.reference:
        return Refused.because("order_used", "reference")
    return writings.otherwise(("reference",), (order.reference,), (before.reference,), held=False)


def _store(order: CascadeOrder, people: Sequence[str], *, acting: Officer, now: datetime) -> CascadeOrder:
    order.proposed_by, order.proposed_at = acting.name, now
    order.reference_key = writings.number(order.reference)
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError as error:
        raise _used_before(order) from error
    CascadeSubject.objects.bulk_create(CascadeSubject(order=order, person_id=person) for person in people)
    record(order, OfficeStep.PROPOSED, on=today(now), acting=acting, now=now)
    return order
