"""A provincial office at work, as people see it: every page and form of the procedure, and one case by hand."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.utils.timezone import localdate, now
from playwright.sync_api import Browser

from provinces.cases.models import Case, CaseItem
from provinces.cases.services import cases
from provinces.cases.services.cases import Basis
from provinces.cases.services.shares import Share
from provinces.notices.models import Notice
from provinces.office.codes import Duty
from provinces.office.services.officers import GROUPS, ensure_groups
from provinces.office.services.province_list import ensure_provinces
from provinces.orders import services as cascades
from provinces.orders.models import CascadeOrder
from provinces.remedies.codes import ApplicationKind
from provinces.remedies.models import Application, ObjectionHandling
from provinces.remedies.services import applications, objections
from provinces.remedies.services.applications import Wish
from provinces.remedies.services.objections import Letter
from registry.qualification.models import Decision, Filing
from registry.words.persons import Category
from registry.words.remedies import ObjectionBy
from sync import identity, keys
from tests.accounts import account
from tests.browser.conftest import Visit
from tests.browser.test_admin import WHO_LOOKS, visit
from tests.provinces.node import CLERK, GUIZHOU, HOSPITAL, Desk, person, row
from tests.provinces.office import ANNA, BASIS, BEN, SHARE, SUSPENDING, OfficeDesk
from tests.provinces.procedure.test_cascades import CASCADE_TERMS
from tests.registry.builders import PASSWORD, superuser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def node(transactional_db: None, settings: Any, tmp_path: Path) -> None:
    """Make this Guizhou's node, with everything that a province's settings say."""
    national = keys.create(tmp_path / "national.key")
    settings.NODE_KEY = str(tmp_path / "node.key")
    settings.ROOT_URLCONF = "registry.conf.urls_province"
    settings.DIVISION, settings.ROLE, settings.HANDLES_CASES = GUIZHOU, "province", True
    own = keys.create(tmp_path / "node.key")
    identity.init_province(GUIZHOU, own, "http://127.0.0.1:1", national.public, now=now())
    ensure_provinces()
    ensure_groups()
    for name in ("anna", "ben", "cora"):
        account(name, all_rights=False)
    account(CLERK)


@pytest.fixture
def office(node: None) -> OfficeDesk:
    """Return an office that has a bit of everything in hand, today."""
    desk = Desk(now=now())
    desk.people(1, 2, 3, 4)
    hospital = row("institutions", name="示例综合医院")
    assert desk.outcomes("institutions", hospital) == ["accepted"]
    found = OfficeDesk(desk, now=now())
    found.named(1, 2, 3, 4)
    found.file(1, 2, 3)
    return found


def ago(days: int) -> Any:
    return localdate() - timedelta(days=days)


def basis(number: int, days: int) -> Basis:
    """Return the basis of a case that came in some days ago."""
    return replace(
        BASIS,
        case_number=f"黔医保案〔2026〕{number}号",
        basis_document=f"黔医保罚〔2026〕{number}号",
        basis_authority="示例市医疗保障局",
        decided_on=ago(days + 3),
        received_on=ago(days),
    )


def busy(office: OfficeDesk) -> None:
    """Fill the office with work in every state that a page shows."""
    clock: datetime = office.now

    def opened(number: int, days: int) -> Case:
        return cases.open_case(basis(number, days), acting=ANNA, now=office.now)

    def issued_before(share: Share, case: tuple[int, int], days: int) -> CaseItem:
        """Issue a decision some days ago, with a measure that began on that day."""
        office.now = clock - timedelta(days=days)
        item = office.issued(replace(share, suspension_starts_on=ago(days)), opened(*case))
        office.now = clock
        return item

    opened(1, 20)
    drafted = opened(2, 4)
    cases.draft(drafted, SHARE, acting=ANNA, now=clock)
    cases.send_back(office.proposed(replace(SHARE, person=person(3)), opened(3, 5)), reason="责任程度有误", acting=BEN,
                    now=clock)  # fmt: skip
    office.approved(replace(SHARE, person=person(3), points=4), opened(4, 3))
    office.enrol(4, category=Category.FEE_AUDIT)
    issued_before(replace(SUSPENDING, person=person(4)), (5, 75), 70)
    issued = issued_before(replace(SUSPENDING, person=person(2)), (6, 10), 5)
    office.served(issued, localdate())
    office.proposed(replace(SHARE, person=person(1), points=6), opened(7, 2))
    letter = Letter(
        decision=Decision.objects.get(pk=issued.decision_id), received_on=localdate(), lodged_by=ObjectionBy.PERSON,
        signed=True, sealed=True, document="异议〔2026〕1号", grounds="对责任程度有异议",
    )  # fmt: skip
    one = objections.receive(letter, acting=ANNA, now=clock)
    one = objections.explain(one, explained_on=localdate(), note="已说明记分依据", acting=ANNA, now=clock)
    objections.pass_up(one, passed_up_on=localdate(), acting=ANNA, now=clock)
    wish = Wish(kind=ApplicationKind.RESTORATION, person=person(4), institution=HOSPITAL, applied_on=ago(20))
    applied = applications.apply(wish, acting=ANNA, now=clock)
    applications.consent(applied, consented_on=ago(18), acting=ANNA, now=clock)
    order = cascades.propose(replace(CASCADE_TERMS, effective_on=localdate()), [person(3)], acting=ANNA, now=clock)
    cascades.approve(order, acting=BEN, now=clock)


def pages() -> dict[str, str]:
    """Return the address of every page and form of the procedure, each with the name of its picture."""
    found = {
        "due": "/admin/provinces/case/due/",
        "desk": f"/admin/provinces/case/desk/?q={HOSPITAL}",
        "desk-agreement": "/admin/provinces/case/desk/agreement/",
        "desk-file": "/admin/provinces/case/desk/file/",
        "desk-move": f"/admin/provinces/case/desk/move/{Filing.objects.first().pk}/",
        "desk-cancel": f"/admin/provinces/case/desk/cancel/{Filing.objects.first().pk}/",
        "case-open": "/admin/provinces/case/begin/open/",
        "objection-receive": "/admin/provinces/objectionhandling/begin/receive/",
        "application-repair": "/admin/provinces/application/begin/repair/",
        "application-restoration": "/admin/provinces/application/begin/restoration/",
        "cascade-propose": "/admin/provinces/cascadeorder/begin/propose/",
    }
    for model in (Case, CaseItem, Notice, ObjectionHandling, Application, CascadeOrder):
        name = model._meta.model_name
        found[f"office-list-{name}"] = f"/admin/provinces/{name}/"
        found[f"office-{name}"] = f"/admin/provinces/{name}/{model.objects.first().pk}/change/"
    item = CaseItem.objects.get(state="proposed")
    found["item-proposed"] = f"/admin/provinces/caseitem/{item.pk}/change/"
    found["item-approve"] = f"/admin/provinces/caseitem/{item.pk}/step/approve/"
    found["case-draft"] = f"/admin/provinces/case/{Case.objects.latest('pk').pk}/step/draft/"
    objection = ObjectionHandling.objects.get()
    found["objection-settle"] = f"/admin/provinces/objectionhandling/{objection.pk}/step/settle/"
    application = Application.objects.get()
    found["application-assess"] = f"/admin/provinces/application/{application.pk}/step/assess/"
    order = CascadeOrder.objects.get()
    found["cascade-lift"] = f"/admin/provinces/cascadeorder/{order.pk}/step/lift/"
    return found


@pytest.mark.parametrize("name", WHO_LOOKS)
def test_every_page_of_the_office_is_whole(
    browser: Browser, live_server: Any, pictures: Path, name: str, office: OfficeDesk
) -> None:
    busy(office)
    superuser(password=PASSWORD)
    reader = visit(browser, live_server, pictures, name)
    reader.log_in("root", PASSWORD)
    reader.see("/admin/", "office-overview")
    for picture, path in pages().items():
        reader.see(path, picture)
    reader.see(f"/admin/provinces/notice/{Notice.objects.latest('pk').pk}/read/html/", "notice-page")
    assert "测试" in reader.page.content()
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


def duty_holder(name: str, duty: Duty) -> User:
    """Return an officer of this province with one duty: the group is all it takes."""
    user, _ = User.objects.update_or_create(username=name, defaults={"is_staff": True})
    user.set_password(PASSWORD)
    user.save()
    user.groups.add(Group.objects.get(name=GROUPS[duty]))
    return user


def pressed(reader: Visit, title: str) -> None:
    """Follow a button to its form and send it."""
    reader.page.click(f"a.pq-button:text-is('{title}')")
    reader.page.wait_for_load_state("load")
    reader.page.click("#step-form button.pq-button")
    reader.page.wait_for_load_state("load")


def test_a_case_goes_through_two_pairs_of_hands(
    browser: Browser, live_server: Any, pictures: Path, office: OfficeDesk
) -> None:
    duty_holder("anna", Duty.HANDLE)
    duty_holder("ben", Duty.APPROVE)
    anna = visit(browser, live_server, pictures, "zh-light-wide")
    anna.log_in("anna", PASSWORD)
    anna.see("/admin/provinces/case/begin/open/")
    given = {
        "institution": HOSPITAL, "basis_authority": "示例市医疗保障局", "basis_document": "罚1号", "case_number": "C1",
        "decided_on": ago(3).isoformat(), "received_on": ago(2).isoformat(),
    }  # fmt: skip
    for field, value in given.items():
        anna.page.fill(f"#id_{field}", value)
    assert anna.page.input_value("#id_basis_kind") == ""  # what nobody chose is no answer
    anna.page.select_option("#id_basis_kind", "penalty")
    anna.page.click("#step-form button.pq-button")
    anna.page.wait_for_load_state("load")
    anna.page.click("a.pq-button:text-is('草拟记分决定')")
    anna.page.wait_for_load_state("load")
    for field, value in {"person": person(1), "act": "分解住院", "violation": "分解住院", "points": "7"}.items():
        anna.page.fill(f"#id_{field}", value)
    anna.page.check("input[name=situations][value=regulation_38]")
    anna.page.select_option("#id_legal_basis", "regulation_38")
    anna.page.select_option("#id_degree", "important")
    anna.page.click("#step-form button.pq-button")
    anna.page.wait_for_load_state("load")
    assert "points_outside_band" in anna.page.inner_text("#step-form")
    anna.look("refused draft", "draft-refused")
    anna.page.fill("#id_points", "5")
    anna.page.click("#step-form button.pq-button")
    anna.page.wait_for_load_state("load")
    pressed(anna, "提请审批")
    item = CaseItem.objects.get()
    assert item.state == "proposed"
    assert anna.page.query_selector("a.pq-button:text-is('审批')") is None

    ben = visit(browser, live_server, pictures, "en-dark-wide")
    ben.log_in("ben", PASSWORD)
    ben.see(f"/admin/provinces/caseitem/{item.pk}/change/")
    pressed(ben, "Approve")

    anna.see(f"/admin/provinces/caseitem/{item.pk}/change/")
    pressed(anna, "作出决定并制作通知书")
    item.refresh_from_db()
    assert item.state == "issued"
    assert Decision.objects.get(pk=item.decision_id).points == 5
    anna.look("issued", "item-issued")
    for reader in (anna, ben):
        reader.context.close()
        assert [fault for fault in reader.faults if "422" not in fault] == []
