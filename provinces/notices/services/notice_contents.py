"""What a notice says, gathered from the work, the facts and the vault (arts. 29 to 34)."""

from datetime import date

from provinces.cases.models import CaseItem
from provinces.cases.services import shares
from provinces.notices.documents.cascade_notice import CascadeNoticeContent
from provinces.notices.documents.clauses import CASCADE, CROSSING, number_of
from provinces.notices.documents.crossing_notice import CrossingNoticeContent
from provinces.notices.documents.notice import NoticeContent
from provinces.office.services.refusals import refused
from provinces.office.services.stepping import division
from provinces.orders.models import CascadeSubject
from registry.institutions.models import Institution
from registry.packs.selectors import pack_of
from registry.people.models import PersonCode
from registry.people.selectors.kin import kin
from registry.people.services.identity_cards import open_card
from registry.qualification.rules.facts import MeasureStated
from registry.qualification.rules.foresight import Foresight
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.qualification.selectors.crossed import Crossing
from registry.qualification.selectors.filed import audits_fees
from registry.words.lifelong_id import shown
from registry.words.statuses import Status


def of_item(item: CaseItem, foresight: Foresight, *, issued_on: date) -> NoticeContent:
    """Return what the notice of a decision says. Opens the vault. Raises Rejected `identity_missing`."""
    case, author = item.case, division()
    pack = pack_of(author, case.decided_on)
    return NoticeContent(
        division=author,
        number=number_of(author, _year_of(item, issued_on), item.pk),
        issued_on=issued_on,
        person=item.person_id,
        name=_name_of(item.person_id),
        codes=_codes_of(item.person_id),
        institution=case.institution,
        institution_name=_name_of_institution(case.institution),
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
        auditor=audits_fees(item.person_id, issued_on),
        pack=pack,
    )


def of_subject(subject: CascadeSubject, *, issued_on: date) -> CascadeNoticeContent:
    """Return what the notice of a cascade says to one person. Opens the vault. Raises Rejected `identity_missing`."""
    order, author = subject.order, division()
    return CascadeNoticeContent(
        division=author,
        number=number_of(author, issued_on.year, subject.pk, CASCADE),
        issued_on=issued_on,
        person=subject.person_id,
        name=_name_of(subject.person_id),
        codes=_codes_of(subject.person_id),
        institution=order.institution,
        institution_name=_name_of_institution(order.institution),
        reference=order.reference,
        status=Status(order.status),
        reason=order.reason,
        basis_authority=order.basis_authority,
        basis_document=order.basis_document,
        effective_on=order.effective_on,
        auditor=audits_fees(subject.person_id, issued_on),
        pack=pack_of(author, order.effective_on),
    )


def of_crossing(found: Crossing, stated: MeasureStated, *, serial: int, issued_on: date) -> CrossingNoticeContent:
    """Return what the notice of a measure that no notice foresaw says. Opens the vault.

    Raises Rejected `identity_missing`.
    """
    decision, author = found.decision, division()
    return CrossingNoticeContent(
        division=author,
        number=number_of(author, issued_on.year, serial, CROSSING),
        issued_on=issued_on,
        person=found.person,
        name=_name_of(found.person),
        codes=_codes_of(found.person),
        institution=decision.institution,
        institution_name=_name_of_institution(decision.institution),
        parts=found.parts,
        measure=found.as_stated(stated),
        merged_on=found.merged_on,
        auditor=audits_fees(found.person, issued_on),
        pack=found.pack,
    )


def _year_of(item: CaseItem, issued_on: date) -> int:
    """Return the year in the number: that of the first version, which keeps its number."""
    first = item.notices.order_by("version").values_list("issued_on", flat=True).first()
    return (first or issued_on).year


def _name_of(person: str) -> str:
    """Return the name last recorded under any ID of the person: an office may know only one that was absorbed."""
    card = open_card(kin([person])[person])
    if card is None or card.name is None:
        raise refused("identity_missing", "person", person=shown(person))
    return card.name


def _codes_of(person: str) -> list[str]:
    codes = PersonCode.objects.filter(person__in=kin([person])[person], system="nhsa")
    return list(codes.values_list("code", flat=True))


def _name_of_institution(code: str) -> str:
    institution = Institution.objects.filter(pk=code).first()
    return institution.name if institution else code
