"""Notices: made in Chinese as page and PDF, sealed, served, opened only on record (arts. 29 to 33)."""

import base64
import hashlib
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from provinces.codes import Duty, ItemState, ServingMethod, StepName
from provinces.documents.notice import NoticeContent, compose, number_of
from provinces.documents.page import html_of
from provinces.documents.pdf import NotPrintable, pdf_of
from provinces.models import CaseItem, Notice, NoticeServing
from provinces.services import law
from provinces.services.law import Foresight
from provinces.services.officers import Officer
from provinces.services.refusals import refused
from provinces.services.stepping import division, locked, must_be, must_have_come, record, sign_one
from registry.codes.persons import Category
from registry.models import FilingPeriod, Identity, Institution, PersonCode
from registry.services import vault
from registry.services.handling import today
from registry.services.looks import record_look

MADE = "notice.made"
OPENED = "notice.opened"
"""Doors under which the looks into the vault are kept."""


def prepare(item: CaseItem, foresight: Foresight, *, version: int, acting: Officer, now: datetime) -> Notice:
    """Make a version of the notice of an item, not yet stored. Opens the vault for it and records that.

    Raises Rejected `identity_missing`, `not_printable`.
    """
    issued_on = today(now)
    paper = compose(_content(item, foresight, version=version, issued_on=issued_on))
    try:
        pdf = pdf_of(paper, made_at=now)
    except NotPrintable as lacking:
        raise refused("not_printable", "act") from lacking
    html = html_of(paper)
    record_look(acting.looker, item.person_id, door=MADE, now=now)
    return Notice(
        item=item,
        number=paper.number,
        version=version,
        issued_on=issued_on,
        issued_by=acting.name,
        made_at=now,
        html_sealed=_seal(html),
        html_digest=hashlib.sha256(html).digest(),
        pdf_sealed=_seal(pdf),
        pdf_digest=hashlib.sha256(pdf).digest(),
    )


@transaction.atomic
def make_again(item: CaseItem, *, reason: str, acting: Officer, now: datetime) -> Notice:
    """Make a further version, with what the decision leads to as it stands now. Raises Rejected."""
    acting.must(Duty.HANDLE)
    item = locked(item)
    must_be(item.state, ItemState, (ItemState.ISSUED,), article="31")
    if not reason.strip():
        raise refused("reason_missing", "reason", article="31")
    fact = law.decision_as_it_stands(item.person_id, item.decision_id)
    if fact is None:
        raise refused("decision_not_in_force")
    last = item.notices.order_by("-version").first()
    assert last is not None
    notice = prepare(item, law.foresee(item.person_id, fact), version=last.version + 1, acting=acting, now=now)
    notice.save()
    record(notice, StepName.MADE, on=notice.issued_on, acting=acting, now=now, note=reason)
    return notice


@transaction.atomic
def serve(notice: Notice, *, served_on: date, method: ServingMethod, acting: Officer, now: datetime) -> NoticeServing:
    """Enter that the institution received a notice; deadlines run from then on (arts. 33, 41). Raises Rejected."""
    acting.must(Duty.HANDLE)
    item = locked(notice.item)
    if NoticeServing.objects.filter(notice=notice).exists():
        raise refused("already_served", "served_on")
    if item.notices.filter(version__gt=notice.version).exists():
        raise refused("notice_superseded")
    if law.decision_as_it_stands(item.person_id, item.decision_id) is None:
        raise refused("decision_not_in_force")
    must_have_come("served_on", served_on, now, after={"issued_on": notice.issued_on})
    again = NoticeServing.objects.filter(notice__item=item).exists()
    statement = None if again else _statement_of_serving(notice, served_on, now=now)
    serving = NoticeServing.objects.create(
        notice=notice, served_on=served_on, method=method, statement_id=statement, by=acting.name, at=now
    )
    record(notice, StepName.SERVED, on=served_on, acting=acting, now=now, statement=statement)
    return serving


def _statement_of_serving(notice: Notice, served_on: date, *, now: datetime) -> UUID:
    return sign_one(
        "notice.served",
        {
            "decision": notice.item.decision_id,
            "number": notice.number,
            "issued_on": notice.issued_on,
            "served_on": served_on,
        },
        now=now,
    )


@transaction.atomic
def read(notice: Notice, form: str, *, acting: Officer, now: datetime) -> bytes:
    """Return the bytes of a notice, `html` or `pdf`, as they were made; the opening is recorded first.

    Raises VaultSealBroken when they are not those bytes any more.
    """
    record_look(acting.looker, notice.item.person_id, door=OPENED, now=now)
    sealed, digest = (
        (notice.pdf_sealed, notice.pdf_digest) if form == "pdf" else (notice.html_sealed, notice.html_digest)
    )
    found = base64.b64decode(vault.open_sealed(bytes(sealed)))
    if hashlib.sha256(found).digest() != bytes(digest):
        raise vault.VaultSealBroken
    return found


def _seal(document: bytes) -> bytes:
    return vault.seal(base64.b64encode(document).decode())


def _content(item: CaseItem, foresight: Foresight, *, version: int, issued_on: date) -> NoticeContent:
    case, author = item.case, division()
    serial = number_of(author, _year_of(item, issued_on), item.pk)
    institution = Institution.objects.filter(pk=case.institution).first()
    return NoticeContent(
        division=author,
        number=serial,
        issued_on=issued_on,
        person=item.person_id,
        name=_name_of(item.person_id),
        codes=list(PersonCode.objects.filter(person=item.person_id, system="nhsa").values_list("code", flat=True)),
        institution=case.institution,
        institution_name=institution.name if institution else case.institution,
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
        reached=item.reached,
        points=foresight.points,
        before=foresight.before,
        total=foresight.total,
        measure=foresight.measure,
        auditor=audits_fees(item.person_id),
        pack=law.pack_of(author, case.decided_on),
    )


def _year_of(item: CaseItem, issued_on: date) -> int:
    """Return the year in the number: that of the first version, which keeps its number."""
    first = item.notices.order_by("version").values_list("issued_on", flat=True).first()
    return (first or issued_on).year


def _name_of(person: str) -> str:
    latest = Identity.objects.filter(person_id=person).order_by("-recorded_at", "-id").first()
    if latest is None:
        raise refused("identity_missing", "person")
    return vault.open_sealed(bytes(latest.name_sealed))


def audits_fees(person: str) -> bool:
    """Return whether a person is filed anywhere here as an auditor of fees."""
    return FilingPeriod.objects.filter(
        person_id=person, cancelled_on=None, filing__category=Category.FEE_AUDIT
    ).exists()
