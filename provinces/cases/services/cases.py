"""Cases and their items: opened, drafted, proposed, approved by somebody else, issued (arts. 23 to 27, 31, 50)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from provinces.cases.codes import CaseStep, ItemState
from provinces.cases.models import ENDED, Case, CaseItem
from provinces.cases.services import foreseen, papers, shares
from provinces.cases.services.shares import Share
from provinces.notices.services import truth
from provinces.office.codes import Duty, OfficeStep
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import (
    agreed,
    division,
    last_step,
    locked,
    must_be,
    must_have_come,
    must_say,
    record,
    sign,
)
from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.people.services.known_people import known_people, must_be_person
from registry.qualification.selectors.foresight import led_to, still_follows
from registry.statements.days import today
from registry.statements.facts import IN_FORCE
from registry.words.bases import BasisKind
from registry.words.code import Code
from registry.words.wording import Phrase
from registry.words.written import writings
from sync import proposals
from sync.models import Outcome, Statement, StatementStatus
from sync.outbox import Draft
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an authority decided against an institution, as the form says it."""

    institution: str
    basis_kind: BasisKind
    basis_authority: str
    basis_document: str
    case_number: str
    decided_on: date
    received_on: date | None = None
    inspection: str = ""
    legal_basis: str = ""
    edition: str = ""


@transaction.atomic
def open_case(basis: Basis, *, acting: Officer, now: datetime) -> Case:
    """Open a case: what the authority did, a penalty or agreement handling, comes first (art. 24). Raises Refused."""
    acting.must(Duty.HANDLE)
    must_be_own(basis.institution, division(), provinces_of({basis.institution}))
    # What another authority did starts the agency's five working days when it arrives (art. 31).
    if basis.basis_kind != BasisKind.AGREEMENT_HANDLING and basis.received_on is None:
        raise Refused.because("receipt_missing", "received_on")
    must_have_come("decided_on", basis.decided_on, now)
    if basis.received_on is not None:
        must_have_come("received_on", basis.received_on, now, after={"decided_on": basis.decided_on})
    key = writings.case(basis.basis_authority, basis.case_number)
    try:
        with transaction.atomic():
            case = Case.objects.create(**asdict(basis), case_key=key, opened_by=acting.name, opened_at=now)
    except IntegrityError as error:
        raise _opened_before(basis, Case.objects.get(case_key=key, withdrawn_at=None)) from error
    record(case, CaseStep.OPENED, on=today(now), acting=acting, now=now)
    return case


def _opened_before(basis: Basis, before: Case) -> Refused:
    """Return that a case is open already, in this writing or another."""
    said, known = ((each.basis_authority, each.case_number) for each in (basis, before))
    if said == known:
        return Refused.because("case_opened_before", "case_number")
    return writings.otherwise(("basis_authority", "case_number"), said, known, held=False)


@transaction.atomic
def withdraw_case(case: Case, *, reason: str, acting: Officer, now: datetime) -> Case:
    """Withdraw a case that was opened in error; its drafts go with it. Raises Refused."""
    acting.must(Duty.HANDLE)
    case = _open(case)
    must_say(reason, "reason", article="24")
    items = list(case.items.select_for_update())
    if any(item.state in _BINDING for item in items):
        raise Refused.because("case_has_decisions")
    for item in items:
        if item.state in (ItemState.DRAFTED, ItemState.PROPOSED):
            _move(item, ItemState.WITHDRAWN, OfficeStep.WITHDRAWN, acting=acting, now=now, note=reason)
    case.withdrawn_by, case.withdrawn_at = acting.name, now
    case.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(case, OfficeStep.WITHDRAWN, on=today(now), acting=acting, now=now, note=reason)
    return case


@transaction.atomic
def draft(case: Case, share: Share, *, acting: Officer, now: datetime, replaces: CaseItem | None = None) -> CaseItem:
    """Draft what one person answers for; the rules check band, points and ground (arts. 25, 26). Raises Refused."""
    acting.must(Duty.HANDLE)
    case = _open(case)
    must_be_person(share.person, known_people({share.person}))
    item_key = writings.words(share.item)
    if case.items.exclude(state__in=ENDED).filter(item_key=item_key).exists():
        raise Refused.because("item_used", "item")
    shares.check_situations(share, shares.pack_of_case(case))
    shares.check_scored_once(case, share)
    if replaces is not None:
        must_be(replaces.state, ItemState, (ItemState.SENT_BACK,), article="25")
    item = CaseItem(
        case=case,
        person_id=share.person,
        replaces=replaces,
        item_key=item_key,
        act_key=writings.words(share.act),
        drafted_by=acting.name,
        drafted_at=now,
        **{name: value for name, value in asdict(share).items() if name != "person"},
    )
    item.situations = list(share.situations)
    shares.checked(item, now)
    item.save()
    record(item, CaseStep.DRAFTED, on=today(now), acting=acting, now=now)
    return item


@transaction.atomic
def propose(item: CaseItem, *, acting: Officer, now: datetime) -> CaseItem:
    """Propose a draft for approval by somebody else. Raises Refused."""
    acting.must(Duty.HANDLE)
    item = _of_open_case(item)
    must_be(item.state, ItemState, (ItemState.DRAFTED,), article="24")
    shares.checked(item, now)
    item.proposed_by = acting.name
    return _move(item, ItemState.PROPOSED, OfficeStep.PROPOSED, acting=acting, now=now, also=["proposed_by"])


@transaction.atomic
def approve(item: CaseItem, *, seen: str, acting: Officer, now: datetime) -> CaseItem:
    """Approve what somebody else proposed; `seen` is the digest of the foresight that was shown. Raises Refused."""
    acting.must(Duty.APPROVE)
    item = _of_open_case(item)
    must_be(item.state, ItemState, (ItemState.PROPOSED,), article="24")
    acting.must_not_be({item.drafted_by, item.proposed_by})
    found = shares.checked(item, now)
    if foreseen.digest(found) != seen:
        raise Refused.because("not_seen")
    item.approved_by, item.foreseen = acting.name, foreseen.as_json(found)
    proposed_at = last_step(item, OfficeStep.PROPOSED).at
    agreed(item, item.foreseen, proposed_by=item.proposed_by, proposed_at=proposed_at, acting=acting, now=now)
    return _move(
        item, ItemState.APPROVED, OfficeStep.APPROVED, acting=acting, now=now, also=["approved_by", "foreseen"]
    )


@transaction.atomic
def send_back(item: CaseItem, *, reason: str, acting: Officer, now: datetime) -> CaseItem:
    """Send back what was proposed, or approved but not issued; it is drafted anew. Raises Refused."""
    acting.must(Duty.APPROVE)
    item = locked(item)
    must_be(item.state, ItemState, (ItemState.PROPOSED, ItemState.APPROVED), article="24")
    must_say(reason, "reason", article="24")
    if item.state == ItemState.APPROVED:
        proposals.refuse(proposals.running(_NOUN, str(item.pk)), acting=acting.name, now=now, remark=reason)
    item.approved_by, item.foreseen = "", None
    return _move(
        item, ItemState.SENT_BACK, OfficeStep.SENT_BACK, acting=acting, now=now, note=reason,
        also=["approved_by", "foreseen"],
    )  # fmt: skip


@transaction.atomic
def withdraw_item(item: CaseItem, *, reason: str, acting: Officer, now: datetime) -> CaseItem:
    """Withdraw a draft. Raises Refused."""
    acting.must(Duty.HANDLE)
    item = locked(item)
    must_be(item.state, ItemState, (ItemState.DRAFTED,), article="24")
    must_say(reason, "reason", article="24")
    return _move(item, ItemState.WITHDRAWN, OfficeStep.WITHDRAWN, acting=acting, now=now, note=reason)


@transaction.atomic
def issue(item: CaseItem, *, acting: Officer, now: datetime) -> CaseItem:
    """Sign the decision and make its notice, both or neither (arts. 27, 31). Raises Refused.

    Where national must say first whose decision counts (O21) the item is `held`: the same step then asks again.
    """
    acting.must(Duty.HANDLE)
    item = _of_open_case(item)
    must_be(item.state, ItemState, (ItemState.APPROVED, ItemState.HELD), article="31")
    if item.state == ItemState.HELD:
        return _after_verdict(item, acting=acting, now=now)
    found = shares.checked(item, now)
    if foreseen.digest(found) != foreseen.digest_of(item.foreseen):
        raise Refused.because("not_seen")
    notice = papers.prepare(item, found, acting=acting, now=now)
    body = shares.body_of(item, found, issued_on=today(now))
    agreed_on = proposals.running(_NOUN, str(item.pk))
    authored = sign([Draft(topic="decision.issued", body=body)], now=now, may_be_held=True, proposal=agreed_on)[0]
    item.decision_id = authored.statement_id
    if authored.outcome == Outcome.HELD:
        return _move(
            item, ItemState.HELD, CaseStep.HELD, acting=acting, now=now, also=["decision_id"],
            statement=authored.statement_id,
        )  # fmt: skip
    # What the notice says was computed before the person was locked.
    assert item.decision_id is not None
    if not still_follows(found, item.person_id, item.decision_id):
        raise Refused.because("not_seen")
    truth.keep(notice, papers.told_by(found))
    return _move(
        item, ItemState.ISSUED, CaseStep.ISSUED, acting=acting, now=now, also=["decision_id"],
        statement=authored.statement_id,
    )  # fmt: skip


_NOUN = "caseitem"
_BINDING = (ItemState.APPROVED, ItemState.HELD, ItemState.ISSUED)


def _open(case: Case) -> Case:
    case = locked(case)
    if case.withdrawn_at is not None:
        raise Refused.because("case_withdrawn")
    return case


def _of_open_case(item: CaseItem) -> CaseItem:
    _open(item.case)
    return locked(item)


def _after_verdict(item: CaseItem, *, acting: Officer, now: datetime) -> CaseItem:
    """Go on with an item that national held: make the notice if it counts now, end it if it was refused."""
    assert item.decision_id is not None
    status = Statement.objects.values_list("status", flat=True).get(pk=item.decision_id)
    if status == StatementStatus.REFUSED:
        return _move(item, ItemState.REFUSED, CaseStep.REFUSED, acting=acting, now=now, statement=item.decision_id)
    if status not in IN_FORCE:
        held = Phrase(ItemState.HELD.title_en, ItemState.HELD.title_zh)
        raise Refused.because("out_of_order", "state", state=held, article="31")
    found = led_to(item.person_id, item.decision_id)
    if found is None:
        raise Refused.because("decision_not_in_force")
    truth.keep(papers.prepare(item, found, acting=acting, now=now))
    return _move(item, ItemState.ISSUED, CaseStep.ISSUED, acting=acting, now=now, statement=item.decision_id)


def _move(
    item: CaseItem,
    state: ItemState,
    step: Code,
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
