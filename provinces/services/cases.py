"""Cases and their items: opened, drafted, proposed, approved by somebody else, issued (arts. 23 to 27, 31, 50)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from provinces.codes import Duty, ItemState, StepName
from provinces.models import Case, CaseItem
from provinces.services import law, notices
from provinces.services.law import Foresight
from provinces.services.officers import Officer
from provinces.services.refusals import refused
from provinces.services.stepping import division, locked, must_be, must_have_come, must_say, record, sign, stated
from registry.codes.bases import LEGAL_BASES, BasisKind
from registry.codes.degrees import Degree, Ground, Reached
from registry.models.facts import IN_FORCE
from registry.rules import admission, facts
from registry.rules.errors import Refused
from registry.rules.packs import Pack
from registry.rules.scoring import basis_of
from registry.services.handling import known_people, must_be_own, must_be_person, provinces_of, today
from registry.services.refusals import from_rules
from sync.models import Outcome, Statement, StatementStatus
from sync.outbox import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What was decided against the institution."""

    institution: str
    basis_kind: BasisKind
    basis_authority: str
    basis_document: str
    case_number: str
    decided_on: date
    received_on: date | None = None
    inspection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person answers for."""

    person: str
    item: str
    act: str
    violation: str
    situations: Sequence[str]
    legal_basis: str
    degree: Degree
    points: int
    ground: Ground = Ground.NONE
    ground_reason: str = ""
    reached: Reached = Reached.ACCUMULATED
    conduct_from: date | None = None
    conduct_to: date | None = None
    suspension_months: int | None = None
    suspension_starts_on: date | None = None


@transaction.atomic
def open_case(basis: Basis, *, acting: Officer, now: datetime) -> Case:
    """Open a case: the penalty or agreement handling comes first (art. 24). Raises Rejected."""
    acting.must(Duty.HANDLE)
    must_be_own(basis.institution, division(), provinces_of({basis.institution}))
    if basis.basis_kind == BasisKind.PENALTY and basis.received_on is None:
        raise refused("receipt_missing", "received_on")
    must_have_come("decided_on", basis.decided_on, now)
    if basis.received_on is not None:
        must_have_come("received_on", basis.received_on, now, after={"decided_on": basis.decided_on})
    try:
        with transaction.atomic():
            case = Case.objects.create(**asdict(basis), opened_by=acting.name, opened_at=now)
    except IntegrityError as error:
        raise refused("case_opened_before", "case_number") from error
    record(case, StepName.OPENED, on=today(now), acting=acting, now=now)
    return case


@transaction.atomic
def withdraw_case(case: Case, *, reason: str, acting: Officer, now: datetime) -> Case:
    """Withdraw a case that was opened in error; its drafts go with it. Raises Rejected."""
    acting.must(Duty.HANDLE)
    case = _open(case)
    must_say(reason, "reason", article="24")
    items = list(case.items.select_for_update())
    if any(item.state in _BINDING for item in items):
        raise refused("case_has_decisions")
    for item in items:
        if item.state in (ItemState.DRAFTED, ItemState.PROPOSED):
            _move(item, ItemState.WITHDRAWN, StepName.WITHDRAWN, acting=acting, now=now, note=reason)
    case.withdrawn_by, case.withdrawn_at = acting.name, now
    case.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(case, StepName.WITHDRAWN, on=today(now), acting=acting, now=now, note=reason)
    return case


@transaction.atomic
def draft(case: Case, share: Share, *, acting: Officer, now: datetime, replaces: CaseItem | None = None) -> CaseItem:
    """Draft what one person answers for; the rules check band, points and ground (arts. 25, 26). Raises Rejected."""
    acting.must(Duty.HANDLE)
    case = _open(case)
    must_be_person(share.person, known_people({share.person}))
    _check_situations(share, law.pack_of(division(), case.decided_on))
    if replaces is not None:
        must_be(replaces.state, ItemState, (ItemState.SENT_BACK,), article="25")
    item = CaseItem(
        case=case,
        person_id=share.person,
        replaces=replaces,
        drafted_by=acting.name,
        drafted_at=now,
        **{name: value for name, value in asdict(share).items() if name != "person"},
    )
    item.situations = list(share.situations)
    _checked(item, now)
    if case.items.exclude(state__in=_ENDED).filter(item=share.item).exists():
        raise refused("item_used", "item")
    if case.items.exclude(state__in=_ENDED).filter(person=share.person, act=share.act).exists():
        raise refused("act_scored_before", "act")
    if case.items.exclude(state__in=_ENDED).filter(person=share.person, violation=share.violation).exists():
        raise refused("type_scored_before", "violation")
    item.save()
    record(item, StepName.DRAFTED, on=today(now), acting=acting, now=now)
    return item


@transaction.atomic
def propose(item: CaseItem, *, acting: Officer, now: datetime) -> CaseItem:
    """Propose a draft for approval by somebody else. Raises Rejected."""
    acting.must(Duty.HANDLE)
    item = _of_open_case(item)
    must_be(item.state, ItemState, (ItemState.DRAFTED,), article="24")
    _checked(item, now)
    item.proposed_by = acting.name
    return _move(item, ItemState.PROPOSED, StepName.PROPOSED, acting=acting, now=now, also=["proposed_by"])


@transaction.atomic
def approve(item: CaseItem, *, seen: str, acting: Officer, now: datetime) -> CaseItem:
    """Approve what somebody else proposed; `seen` is the digest of the foresight that was shown. Raises Rejected."""
    acting.must(Duty.APPROVE)
    item = _of_open_case(item)
    must_be(item.state, ItemState, (ItemState.PROPOSED,), article="24")
    acting.must_not_be({item.drafted_by, item.proposed_by})
    foresight = _checked(item, now)
    if foresight.digest != seen:
        raise refused("not_seen")
    item.approved_by, item.foreseen = acting.name, foresight.as_json()
    return _move(item, ItemState.APPROVED, StepName.APPROVED, acting=acting, now=now, also=["approved_by", "foreseen"])


@transaction.atomic
def send_back(item: CaseItem, *, reason: str, acting: Officer, now: datetime) -> CaseItem:
    """Send back what was proposed, or approved but not issued; it is drafted anew. Raises Rejected."""
    acting.must(Duty.APPROVE)
    item = locked(item)
    must_be(item.state, ItemState, (ItemState.PROPOSED, ItemState.APPROVED), article="24")
    must_say(reason, "reason", article="24")
    item.approved_by, item.foreseen = "", None
    return _move(
        item, ItemState.SENT_BACK, StepName.SENT_BACK, acting=acting, now=now, note=reason,
        also=["approved_by", "foreseen"],
    )  # fmt: skip


@transaction.atomic
def withdraw_item(item: CaseItem, *, reason: str, acting: Officer, now: datetime) -> CaseItem:
    """Withdraw a draft. Raises Rejected."""
    acting.must(Duty.HANDLE)
    item = locked(item)
    must_be(item.state, ItemState, (ItemState.DRAFTED,), article="24")
    must_say(reason, "reason", article="24")
    return _move(item, ItemState.WITHDRAWN, StepName.WITHDRAWN, acting=acting, now=now, note=reason)


@transaction.atomic
def issue(item: CaseItem, *, acting: Officer, now: datetime) -> CaseItem:
    """Sign the decision and make its notice, both or neither (arts. 27, 31). Raises Rejected.

    Where national must say first whose decision counts (O21) the item is `held`: the same step then asks again.
    """
    acting.must(Duty.HANDLE)
    item = _of_open_case(item)
    must_be(item.state, ItemState, (ItemState.APPROVED, ItemState.HELD), article="31")
    if item.state == ItemState.HELD:
        return _after_verdict(item, acting=acting, now=now)
    foresight = _checked(item, now)
    if foresight.digest != law.digest(item.foreseen):
        raise refused("not_seen")
    notice = notices.prepare(item, foresight, version=1, acting=acting, now=now)
    body = stated({"person": item.person_id, **_basis_of(item.case), **_content_of(item)})
    authored = sign([Draft(topic="decision.issued", body=body)], now=now, may_be_held=True)[0]
    item.decision_id = authored.statement_id
    if authored.outcome == Outcome.HELD:
        return _move(
            item, ItemState.HELD, StepName.HELD, acting=acting, now=now, also=["decision_id"],
            statement=authored.statement_id,
        )  # fmt: skip
    # What the notice says was computed before the person was locked.
    if law.foresee(item.person_id, as_fact(item)).digest != foresight.digest:
        raise refused("not_seen")
    notice.save()
    return _move(
        item, ItemState.ISSUED, StepName.ISSUED, acting=acting, now=now, also=["decision_id"],
        statement=authored.statement_id,
    )  # fmt: skip


def foresight_of(item: CaseItem) -> Foresight:
    """Return what an item would lead to, or led to."""
    return law.foresee(item.person_id, as_fact(item))


def as_fact(item: CaseItem) -> facts.Decision:
    """Return an item as the rules read it."""
    case = item.case
    return facts.Decision(
        id=str(item.decision_id or "foreseen"),
        author=division(),
        case_number=case.case_number,
        item=item.item,
        institution=case.institution,
        basis_kind=BasisKind(case.basis_kind),
        legal_basis=item.legal_basis,
        decided_on=case.decided_on,
        degree=Degree(item.degree),
        points=item.points,
        ground=Ground(item.ground),
        ground_reason=item.ground_reason or None,
        reached=Reached(item.reached),
        conduct_from=item.conduct_from,
        conduct_to=item.conduct_to,
        suspension_months=item.suspension_months,
        suspension_starts_on=item.suspension_starts_on,
    )


def deciders_of(decision: UUID) -> set[str]:
    """Return the accounts that took part in a decision made here (arts. 44, 50)."""
    found = CaseItem.objects.filter(decision_id=decision).values_list("drafted_by", "proposed_by", "approved_by")
    return {name for names in found for name in names if name}


_BINDING = (ItemState.APPROVED, ItemState.HELD, ItemState.ISSUED)
_ENDED = (ItemState.SENT_BACK, ItemState.WITHDRAWN, ItemState.REFUSED)


def _open(case: Case) -> Case:
    case = locked(case)
    if case.withdrawn_at is not None:
        raise refused("case_withdrawn")
    return case


def _of_open_case(item: CaseItem) -> CaseItem:
    _open(item.case)
    return locked(item)


def _check_situations(share: Share, pack: Pack) -> None:
    """See that the legal basis is that of the highest situation that one act matches (art. 26)."""
    if not share.situations:
        raise refused("situation_unknown", "situations")
    try:
        bases = [basis_of(name, pack) for name in share.situations]
    except Refused as unknown:
        raise refused("situation_unknown", "situations") from unknown
    if share.legal_basis not in {basis.name for basis in bases}:
        raise refused("basis_not_matched", "legal_basis")
    top = max(bases, key=lambda basis: basis.high)
    if LEGAL_BASES[share.legal_basis].high < top.high:
        raise refused("not_the_highest", "legal_basis", highest=top.title_en, highest_zh=top.title_zh)


def _checked(item: CaseItem, now: datetime) -> Foresight:
    """Return what an item leads to; refuse what the rules do not allow, and a measure without a first day."""
    fact = as_fact(item)
    try:
        admission.check_decision(fact, law.pack_of(fact.author, fact.decided_on), today=today(now))
    except Refused as refusal:
        raise from_rules(refusal) from refusal
    foresight = law.foresee(item.person_id, fact)
    if foresight.leads_to_status and foresight.carried and item.suspension_starts_on is None:
        raise refused("start_missing", "suspension_starts_on")
    if item.suspension_starts_on is not None and item.suspension_starts_on < item.case.decided_on:
        raise refused("start_before_decision", "suspension_starts_on")
    return foresight


def _after_verdict(item: CaseItem, *, acting: Officer, now: datetime) -> CaseItem:
    """Go on with an item that national held: make the notice if it counts now, end it if it was refused."""
    assert item.decision_id is not None
    status = Statement.objects.values_list("status", flat=True).get(pk=item.decision_id)
    if status == StatementStatus.REFUSED:
        return _move(item, ItemState.REFUSED, StepName.REFUSED, acting=acting, now=now, statement=item.decision_id)
    if status not in IN_FORCE:
        raise refused("out_of_order", "state", state=ItemState.HELD.title_en, state_zh=ItemState.HELD.title_zh,
                      article="31")  # fmt: skip
    notices.prepare(item, foresight_of(item), version=1, acting=acting, now=now).save()
    return _move(item, ItemState.ISSUED, StepName.ISSUED, acting=acting, now=now, statement=item.decision_id)


def _move(
    item: CaseItem,
    state: ItemState,
    step: StepName,
    *,
    acting: Officer,
    now: datetime,
    note: str = "",
    also: Sequence[str] = (),
    statement: UUID | None = None,
) -> CaseItem:
    item.state = state
    item.save(update_fields=["state", *also])
    record(item, step, on=today(now), acting=acting, now=now, note=note, statement=statement)
    return item


_BASIS = ("institution", "basis_kind", "basis_authority", "basis_document", "case_number", "decided_on")
_CONTENT = (
    "item", "legal_basis", "degree", "points", "ground", "ground_reason", "reached", "conduct_from", "conduct_to",
    "suspension_months", "suspension_starts_on",
)  # fmt: skip


def _basis_of(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _BASIS}


def _content_of(item: CaseItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in _CONTENT}
