"""The notice of an item: what it says, gathered from the work, the facts and the vault, and made (arts. 29 to 33)."""

from dataclasses import asdict
from datetime import date, datetime

from provinces.cases import documents
from provinces.cases.documents import NoticeContent
from provinces.cases.models import CaseItem
from provinces.cases.services import shares
from provinces.notices.documents.clauses import POINTS
from provinces.notices.models import Notice
from provinces.notices.noticed import Drawn, Told, printed
from provinces.notices.services import addressees, notices
from provinces.notices.services.numbers import next_number
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division
from registry.packs.selectors import pack_of
from registry.qualification.rules.foresight import Foresight
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.qualification.selectors.crossed import parts_of
from registry.qualification.selectors.foresight import stood
from registry.statements.days import today
from sync.wire.refusals import Refused


def prepare(item: CaseItem, foresight: Foresight, *, acting: Officer, now: datetime) -> Notice:
    """Make the notice of an item, not yet stored, under a new number. Opens the vault for it and records that.

    Raises Refused `name_unknown_here`, `not_printable`.
    """
    issued_on = today(now)
    drawn = _drawn(item, foresight, next_number(POINTS, issued_on), issued_on)
    return notices.made(drawn, item.person_id, field="act", acting=acting, now=now, item=item, version=1)


def draw(item: CaseItem, number: str, issued_on: date) -> Drawn:
    """Return the paper of an item under a number, with what its decision leads to by now. Raises Refused."""
    found = stood(item.person_id, item.decision_id)
    if found is None:
        raise Refused.because("decision_not_in_force")
    return _drawn(item, found.now, number, issued_on, apart=found.now_apart)


def tells(item: CaseItem, made_at: datetime) -> Told | None:
    """Return what the notice of an item, made at an instant, must say; None where its decision is not in force."""
    found = stood(item.person_id, item.decision_id, at=made_at)
    if found is None:
        return None
    return _told(found.now, found.now_apart, found.own, found.own_apart)


def told_by(foresight: Foresight) -> Told:
    """Return what the notice says of a decision that was foreseen and just signed: nothing was decided since."""
    return _told(foresight, False, foresight, False)


def _told(now: Foresight, now_apart: bool, own: Foresight, own_apart: bool) -> Told:
    sums = {"before": now.before, "total": now.total, "repairable": now.repairable}
    return Told(
        lasting={"points": own.decision.points, **({} if own_apart else printed(own.measure))},
        passing={**sums, **({"apart": True} if now_apart else printed(now.measure))},
    )


def _drawn(item: CaseItem, foresight: Foresight, number: str, issued_on: date, *, apart: bool = False) -> Drawn:
    content = content_of(item, foresight, number=number, issued_on=issued_on, apart=apart)
    status = None if apart else notices.STATUSES.get(foresight.measure.kind)
    return Drawn(paper=documents.compose(content), status=status)


def content_of(
    item: CaseItem, foresight: Foresight, *, number: str, issued_on: date, apart: bool = False
) -> NoticeContent:
    """Return what the notice of a decision says. Opens the vault. Raises Refused `name_unknown_here`."""
    case, author = item.case, division()
    pack = pack_of(author, case.decided_on)
    head = addressees.addressed(number, item.person_id, case.institution, issued_on=issued_on)
    return NoticeContent(
        **asdict(head),
        basis_kind=case.basis_kind,
        basis_authority=case.basis_authority,
        basis_document=case.basis_document,
        case_number=case.case_number,
        item=item.item,
        act=item.act,
        decided_on=case.decided_on,
        conduct_from=item.conduct_from,
        conduct_to=item.conduct_to,
        legal_basis=item.legal_basis,
        degree=item.degree,
        ground=item.ground,
        ground_reason=item.ground_reason,
        situation=shares.situation_of(item),
        points=foresight.decision.points,
        before=pack[ScoringRules].shown(foresight.before),
        total=pack[ScoringRules].shown(foresight.total),
        others=parts_of(each for each in foresight.counted if each.id != foresight.decision.id),
        measure=foresight.measure,
        apart=apart,
        repairable=foresight.repairable,
        pack=pack,
    )
