"""What one person answers for, as the rules read it: checked, and what it leads to (arts. 24 to 29)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from provinces.models import Case, CaseItem
from provinces.models.cases import ENDED, SIGNED
from provinces.services import law
from provinces.services.law import Foresight
from provinces.services.refusals import refused
from provinces.services.stepping import division
from registry.codes.bases import BasisKind
from registry.codes.degrees import Degree, Ground, LeftOutBecause, Reached
from registry.rules import admission, facts, scoring
from registry.rules.errors import Refused
from registry.rules.packs import Pack
from registry.rules.scoring import Match, Proposal
from registry.selectors.facts import facts_of
from registry.selectors.merging import kin
from registry.services.refusals import from_rules
from registry.statements.days import today


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
    amount_yuan: int | None = None
    """What of the loss is attributable to the person, in whole yuan."""


def foresight_of(item: CaseItem, *, on: date) -> Foresight:
    """Return what an item would lead to if it were signed on a day."""
    return law.foresee_told(item.person_id, as_fact(item, on=on))


def as_fact(item: CaseItem, *, on: date) -> facts.Decision:
    """Return an item as the rules read it, signed on a day."""
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
        situation=situation_of(item),
        reached=Reached(item.reached),
        conduct_from=item.conduct_from,
        conduct_to=item.conduct_to,
        suspension_months=item.suspension_months,
        suspension_starts_on=item.suspension_starts_on,
        signed_on=on,
    )


def deciders_of(decision: UUID) -> set[str]:
    """Return the accounts that took part in a decision made here (arts. 44, 50)."""
    found = CaseItem.objects.filter(decision_id=decision).values_list("drafted_by", "proposed_by", "approved_by")
    return {name for names in found for name in names if name}


def check_situations(share: Share, pack: Pack) -> None:
    """See that the legal basis is that of the highest situation that one act matches (art. 26).

    The highest is the one for which the pack proposes the most points, whatever points are stated: those may be
    anywhere in the band. Raises Rejected.
    """
    if not share.situations:
        raise refused("situation_unknown", "situations")
    try:
        proposals = _proposals(share, pack)
    except Refused as unknown:
        raise refused("situation_unknown", "situations") from unknown
    if share.legal_basis not in {proposal.legal_basis for proposal in proposals.values()}:
        raise refused("basis_not_matched", "legal_basis")
    highest = _highest(share, proposals)
    if proposals[highest].legal_basis != share.legal_basis:
        title = scoring.situations(pack)[highest]
        raise refused("not_the_highest", "legal_basis", highest=title.title_en, highest_zh=title.title_zh)


def situation_of(item: CaseItem) -> str:
    """Return the name of the province's own situation in which an item is decided; empty for a national one.

    It is the highest that the act matches (art. 26), among those that the rule pack of the day lists.
    """
    pack = law.pack_of(division(), item.case.decided_on)
    own = {situation.name for situation in pack.scoring.situations}
    if own.isdisjoint(item.situations):
        return ""
    proposals = _proposals(item, pack, skip_unknown=True)
    highest = _highest(item, proposals)
    return highest if highest in own else ""


def _proposals(share: Share | CaseItem, pack: Pack, *, skip_unknown: bool = False) -> dict[str, Proposal]:
    known = scoring.situations(pack)
    degree, ground = Degree(share.degree), Ground(share.ground)
    return {
        name: scoring.proposed(name, degree, ground, pack, amount_yuan=share.amount_yuan)
        for name in share.situations
        if name in known or not skip_unknown
    }


def _highest(share: Share | CaseItem, proposals: Mapping[str, Proposal]) -> str:
    """Return the situation for which the most points are proposed; of as many points one of the basis chosen."""
    names = sorted(proposals, key=lambda name: proposals[name].legal_basis != share.legal_basis)
    (highest,) = scoring.of_inspection(_match(share, name, proposals[name].default) for name in names).scored
    return highest.situation


def check_scored_once(case: Case, share: Share) -> None:
    """See that no item of the case scores the same act of this person or, where the rule pack scores acts of one type
    once, another of its type (art. 26, O38).

    Where the new one is heavier, the item in its way must go first. Raises Rejected.
    """
    whole = kin({share.person})[share.person]
    items = case.items.exclude(state__in=ENDED).filter(person__in=whole).order_by("id")
    held = [(Match(act=each.act, kind=each.violation, situation=each.legal_basis, points=each.points), each)
            for each in items]  # fmt: skip
    new = _match(share, share.legal_basis, share.points)
    of_one_type = law.pack_of(division(), case.decided_on).scoring.acts_of_one_type
    found = scoring.of_inspection([*(match for match, _ in held), new], of_one_type).left_out
    lost = next((each for each in found if each.match is new), None)
    won = next((each for each in found if each.instead is new), None)
    if lost is not None:
        item = next(item for match, item in held if match is lost.instead)
        code, field = _SCORED_BEFORE[lost.because]
    elif won is not None:
        item = next(item for match, item in held if match is won.match)
        code, field = "lighter_signed" if item.state in SIGNED else "lighter_in_hand", _SCORED_BEFORE[won.because][1]
    else:
        return
    raise refused(code, field, item=item.item, held=item.points, points=share.points)


_SCORED_BEFORE = {
    LeftOutBecause.HIGHER_MATCH: ("act_scored_before", "act"),
    LeftOutBecause.SAME_KIND: ("type_scored_before", "violation"),
}


def _match(share: Share | CaseItem, situation: str, points: int) -> Match:
    return Match(act=share.act, kind=share.violation, situation=situation, points=points)


def proposal_of(item: CaseItem) -> Proposal:
    """Return what the pack allows and proposes for an item; it binds nobody (art. 25)."""
    pack = law.pack_of(division(), item.case.decided_on)
    degree, ground = Degree(item.degree), Ground(item.ground)
    situation = situation_of(item) or item.legal_basis
    return scoring.proposed(situation, degree, ground, pack, amount_yuan=item.amount_yuan)


def of_the_same_type(item: CaseItem) -> list[CaseItem]:
    """Return the other items of the case that score an act of the same type of the same person (O38)."""
    others = item.case.items.exclude(state__in=ENDED).exclude(pk=item.pk).filter(violation=item.violation)
    return list(others.filter(person__in=kin({item.person_id})[item.person_id]).order_by("id"))


def checked(item: CaseItem, now: datetime) -> Foresight:
    """Return what an item leads to; refuse what the rules do not allow, and a measure without a first day."""
    fact = as_fact(item, on=today(now))
    pack = law.pack_of(fact.author, fact.decided_on)
    try:
        admission.check_decision(fact, pack, today=today(now))
        foresight = law.foresee_told(item.person_id, fact)
        if foresight.carried:
            admission.check_stated_months(fact, foresight.measure.points_total, pack)
    except Refused as refusal:
        raise from_rules(refusal) from refusal
    if fact.situation and not scoring.repeats(fact, facts_of([item.person_id])[item.person_id], pack):
        raise refused("situation_not_repeated", "situations")
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


def content_of(item: CaseItem, foresight: Foresight, *, issued_on: date) -> dict[str, Any]:
    """Return what a decision says of its item, and what its notice of that day says of what follows (O26)."""
    content = {name: getattr(item, name) for name in _CONTENT} | {"situation": situation_of(item)}
    return {**content, "notice_issued_on": issued_on, "measure": foresight.own.value}
