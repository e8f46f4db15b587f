"""What one person answers for, as the rules read it: checked, and what it leads to (arts. 24 to 29)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from provinces.cases.models import ENDED, SIGNED, Case, CaseItem
from provinces.office.services.stepping import division, stated
from registry.packs.pack import Pack
from registry.packs.selectors import pack_of
from registry.people.selectors.kin import kin
from registry.qualification.rules import matching
from registry.qualification.rules.foresight import Foresight
from registry.qualification.rules.matching import Act
from registry.qualification.rules.scoring import Proposal
from registry.qualification.services import foresight
from registry.statements.days import today
from registry.words.degrees import Degree, Ground, LeftOutBecause, Reached
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person answers for in a case, as the form says it."""

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


def act_of(share: Share | CaseItem) -> Act:
    """Return what a person answers for as the rules match it."""
    return Act(
        act=share.act,
        violation=share.violation,
        situations=tuple(share.situations),
        legal_basis=share.legal_basis,
        degree=Degree(share.degree),
        ground=Ground(share.ground),
        points=share.points,
        amount_yuan=share.amount_yuan,
    )


def pack_of_case(case: Case) -> Pack:
    """Return this province's rule pack on the day of a case's decision."""
    return pack_of(division(), case.decided_on)


def deciders_of(decision: UUID) -> set[str]:
    """Return the accounts that took part in a decision made here (arts. 44, 50)."""
    found = CaseItem.objects.filter(decision_id=decision).values_list("drafted_by", "proposed_by", "approved_by")
    return {name for names in found for name in names if name}


def check_situations(share: Share, pack: Pack) -> None:
    """See that the legal basis is that of the highest situation that one act matches (art. 26). Raises Refused."""
    matching.check_situations(act_of(share), pack)


def check_scored_once(case: Case, share: Share) -> None:
    """Refuse an item whose act another item of the case scores already (art. 26, O38).

    Where the rule pack scores acts of one type once, another act of its type is in the way too. Where the new one is
    heavier, the item in its way must go first. Raises Refused.
    """
    whole = kin({share.person})[share.person]
    items = list(case.items.exclude(state__in=ENDED).filter(person__in=whole).order_by("id"))
    found = matching.clash(act_of(share), map(act_of, items), pack_of_case(case))
    if found is None:
        return
    item = items[found.place]
    code, field = _SCORED_BEFORE[found.because]
    if found.heavier:
        code = "lighter_signed" if item.state in SIGNED else "lighter_in_hand"
    raise Refused.because(code, field, item=item.item, held=item.points, points=share.points)


_SCORED_BEFORE = {
    LeftOutBecause.HIGHER_MATCH: ("act_scored_before", "act"),
    LeftOutBecause.SAME_KIND: ("type_scored_before", "violation"),
}


def situation_of(item: CaseItem) -> str:
    """Return the name of the province's own situation in which an item is decided; empty for a national one."""
    return matching.own_situation(act_of(item), pack_of_case(item.case))


def proposal_of(item: CaseItem) -> Proposal:
    """Return what the pack allows and proposes for an item; it binds nobody (art. 25)."""
    return matching.proposed(act_of(item), pack_of_case(item.case))


def of_the_same_type(item: CaseItem) -> list[CaseItem]:
    """Return the other items of the case that score an act of the same type of the same person (O38)."""
    others = item.case.items.exclude(state__in=ENDED).exclude(pk=item.pk).filter(violation=item.violation)
    return list(others.filter(person__in=kin({item.person_id})[item.person_id]).order_by("id"))


def checked(item: CaseItem, now: datetime) -> Foresight:
    """Return what an item leads to if it is signed now (art. 29). Raises Refused.

    Refused is what would be refused at the signature, and what the notice could not say.
    """
    return foresight.of_decision_announced(_to_be(item, now), author=division(), now=now).foresight


def foresight_of(item: CaseItem, now: datetime) -> Foresight:
    """Return what an item would lead to if it were signed now, also where it would be refused by now."""
    return foresight.shown(_to_be(item, now), author=division(), now=now)


def body_of(item: CaseItem, found: Foresight, *, issued_on: date) -> dict[str, object]:
    """Return what the decision of an item says, and what its notice of that day says of what follows (O26)."""
    return stated({**_said(item), "notice_issued_on": issued_on, "measure": found.own.kind.value})


_BASIS = ("institution", "basis_kind", "basis_authority", "basis_document", "case_number", "decided_on")
_CONTENT = (
    "item", "legal_basis", "degree", "points", "ground", "ground_reason", "reached", "conduct_from", "conduct_to",
    "suspension_months", "suspension_starts_on",
)  # fmt: skip


def _to_be(item: CaseItem, now: datetime) -> dict[str, object]:
    """Return what the decision of an item would say, but for the measure, which follows."""
    return stated({**_said(item), "notice_issued_on": today(now)})


def _said(item: CaseItem) -> dict[str, object]:
    basis = {name: getattr(item.case, name) for name in _BASIS}
    content = {name: getattr(item, name) for name in _CONTENT} | {"situation": situation_of(item)}
    content["basis_received_on"] = item.case.received_on
    return {"person": item.person_id, **basis, **content}
