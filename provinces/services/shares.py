"""What one person answers for, as the rules read it: checked, and what it leads to (arts. 24 to 29)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from provinces.models import Case, CaseItem
from provinces.services import law
from provinces.services.law import Foresight
from provinces.services.refusals import refused
from provinces.services.stepping import division
from registry.codes.bases import LEGAL_BASES, BasisKind
from registry.codes.degrees import Degree, Ground, Reached
from registry.rules import admission, facts
from registry.rules.errors import Refused
from registry.rules.packs import Pack
from registry.rules.scoring import basis_of
from registry.services.handling import today
from registry.services.refusals import from_rules


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


def check_situations(share: Share, pack: Pack) -> None:
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


def checked(item: CaseItem, now: datetime) -> Foresight:
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


_BASIS = ("institution", "basis_kind", "basis_authority", "basis_document", "case_number", "decided_on")
_CONTENT = (
    "item", "legal_basis", "degree", "points", "ground", "ground_reason", "reached", "conduct_from", "conduct_to",
    "suspension_months", "suspension_starts_on",
)  # fmt: skip


def basis_of_case(case: Case) -> dict[str, Any]:
    """Return what a decision says of its case."""
    return {name: getattr(case, name) for name in _BASIS}


def content_of(item: CaseItem) -> dict[str, Any]:
    """Return what a decision says of its item."""
    return {name: getattr(item, name) for name in _CONTENT}
