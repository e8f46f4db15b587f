"""The notice of an item: what it says, gathered from the work, the facts and the vault, and made (arts. 29 to 33)."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from provinces.cases import documents
from provinces.cases.codes import ItemState
from provinces.cases.documents import NoticeContent
from provinces.cases.models import CaseItem
from provinces.cases.services import shares
from provinces.notices.codes import NoticeStep
from provinces.notices.documents.clauses import number_of
from provinces.notices.models import Notice
from provinces.notices.services import addressees, notices
from provinces.office.codes import Duty
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division, locked, must_be, record
from registry.packs.selectors import pack_of
from registry.qualification.rules.foresight import Foresight
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.qualification.selectors.foresight import led_to
from registry.statements.days import today
from sync.wire.refusals import Refused


def prepare(item: CaseItem, foresight: Foresight, *, version: int, acting: Officer, now: datetime) -> Notice:
    """Make a version of the notice of an item, not yet stored. Opens the vault for it and records that.

    Raises Refused `name_unknown_here`, `not_printable`.
    """
    paper = documents.compose(content_of(item, foresight, issued_on=today(now)))
    status = notices.STATUSES.get(foresight.measure.kind, "")
    return notices.made(
        paper, item.person_id, field="act", acting=acting, now=now, item=item, version=version, status=status
    )


@transaction.atomic
def make_again(item: CaseItem, *, reason: str, acting: Officer, now: datetime) -> Notice:
    """Make a further version, with what the decision leads to as it stands now. Raises Refused."""
    acting.must(Duty.HANDLE)
    item = locked(item)
    must_be(item.state, ItemState, (ItemState.ISSUED,), article="31")
    if not reason.strip():
        raise Refused.because("reason_missing", "reason", article="31")
    found = led_to(item.person_id, item.decision_id)
    if found is None:
        raise Refused.because("decision_not_in_force")
    last = item.notices.order_by("-version").first()
    assert last is not None
    notice = prepare(item, found, version=last.version + 1, acting=acting, now=now)
    notice.save()
    record(notice, NoticeStep.MADE, on=notice.issued_on, acting=acting, now=now, note=reason)
    return notice


def content_of(item: CaseItem, foresight: Foresight, *, issued_on: date) -> NoticeContent:
    """Return what the notice of a decision says. Opens the vault. Raises Refused `name_unknown_here`."""
    case, author = item.case, division()
    pack = pack_of(author, case.decided_on)
    number = number_of(author, _year_of(item, issued_on), item.pk)
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
        measure=foresight.measure,
        repairable=foresight.repairable,
        pack=pack,
    )


def _year_of(item: CaseItem, issued_on: date) -> int:
    """Return the year in the number: that of the first version, which keeps its number."""
    first = item.notices.order_by("version").values_list("issued_on", flat=True).first()
    return (first or issued_on).year
