"""The recorded duties as people see them: what is owed, an institution's list compared, an order to correct."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import Browser

from provinces.cases.models import Case
from provinces.cases.services import fraud
from provinces.duties.codes import ReminderKind
from provinces.duties.models import CorrectionOrder, Reconciliation, ReconciliationRow, Reminder
from provinces.duties.services import corrections, reconciliations, reminders
from provinces.duties.services.corrections import Fault
from provinces.duties.services.reminders import Held
from provinces.office.codes import Office
from provinces.office.services.officers import Officer, ensure_groups
from provinces.office.services.province_list import ensure_provinces
from registry.payment.models import BorneLoss
from registry.qualification.models import UnscoredCase
from sync import identity, keys
from tests.accounts import account
from tests.browser.test_admin import WHO_LOOKS, visit
from tests.provinces.node import GUIZHOU, HOSPITAL, Desk, person, row
from tests.provinces.office import ANNA, BASIS, BEN, SHARE, OfficeDesk
from tests.registry.builders import PASSWORD, superuser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OTHER = "H52010000002"


def ago(days: int) -> Any:
    return localdate() - timedelta(days=days)


@pytest.fixture
def office(transactional_db: None, settings: Any, tmp_path: Path) -> OfficeDesk:
    """Return an office with two hospitals and three people, of whom the first works at both."""
    national, own = keys.create(tmp_path / "national.key"), keys.create(tmp_path / "node.key")
    settings.NODE_KEY = str(tmp_path / "node.key")
    settings.ROOT_URLCONF = "registry.conf.urls_province"
    settings.DIVISION, settings.ROLE, settings.HANDLES_CASES = GUIZHOU, "province", True
    identity.init_province(GUIZHOU, own, "http://127.0.0.1:1", national.public, now=now())
    ensure_provinces()
    ensure_groups()
    for name in ("anna", "ben"):
        account(name, all_rights=False)
    found = OfficeDesk(Desk(now=now()), now=now())
    found.desk.people(1, 2, 3)
    for code, name in ((HOSPITAL, "示例综合医院"), (OTHER, "示例第二医院")):
        assert found.desk.outcome("institutions", institution=code, name=name) == "accepted"
    found.named(1, 2, 3)
    found.file(1, 2, 3)
    found.file(1, institution=OTHER)
    return found


def busy(office: OfficeDesk) -> None:
    """Have everything that a page shows: owed and done, late and without a time."""
    clock = office.now
    office.sets(deadlines__sites_told=3, deadlines__reconciliation_months=1)
    taken_over = row("decisions", person=person(1), case_number="黔医保案〔2026〕1号", points="9",
                     legal_basis="claim_for_ineligible", decided_on=str(ago(13)), notice_served_on=str(ago(8)),
                     suspension_starts_on=str(ago(5)), suspension_months="2")  # fmt: skip
    assert office.desk.outcomes("decisions", taken_over) == ["accepted"]
    basis = {"decided_on": ago(13), "received_on": ago(12), "basis_authority": "示例市医疗保障局"}
    second = office.case(case_number="黔医保案〔2026〕2号", **basis)
    office.served(office.issued(replace(SHARE, person=person(2)), second))
    talk = Held(
        institution=HOSPITAL, kind=ReminderKind.TALK, held_on=ago(0), held_by=Office.INSTITUTION, role="医务科负责人",
        document="谈话记录〔2026〕1号", result="本人认识到问题，承诺整改",
    )  # fmt: skip
    reminders.enter(talk, [person(2)], acting=ANNA, now=clock)
    rows = (f"{person(1)},正常,", f"{person(2)},正常,", "1234,正常,", f"{person(77)},暂停,{ago(3)}")
    listed = "\n".join(["终身编号,状态,起始日期", *rows, ""]).encode("gb18030")
    run = reconciliations.run(HOSPITAL, listed, name="人员状态.csv", on=ago(0), acting=ANNA, now=clock)
    fault = Fault(institution=HOSPITAL, run=run, grounds="未按处理通知书将状态维护为暂停", document="责改〔2026〕1号",
                  ordered_on=ago(0), correct_by=localdate() + timedelta(days=2))  # fmt: skip
    order = corrections.approve(corrections.propose(fault, acting=ANNA, now=clock), acting=BEN, now=clock)
    corrections.refuse(order, refused_on=ago(0), document="复函〔2026〕1号", acting=ANNA, now=clock)
    again = replace(fault, run=None, person=person(1), document="责改〔2026〕2号")
    corrections.propose(again, acting=ANNA, now=clock)
    loss = row("losses", person=person(1), service_from=str(ago(4)), service_to=str(ago(3)), decided_on=str(ago(1)))
    assert office.desk.outcomes("losses", loss) == ["accepted"]
    silent = replace(BASIS, case_number="黔医保案〔2026〕3号", decided_on=ago(90), received_on=ago(88),
                     legal_basis="regulation_40", edition="《医疗保障基金使用监督管理条例》第四十条")  # fmt: skip
    office.case(**{name: getattr(silent, name) for name in silent.__dataclass_fields__})
    assert fraud.tell_silent(acting=Officer(name="schedule", duties=frozenset()), now=clock) == 1


def pages() -> dict[str, str]:
    """Return the address of every page and form of the recorded duties, each with the name of its picture."""
    case, run = Case.objects.get(legal_basis="regulation_40"), Reconciliation.objects.get()
    order, proposed = CorrectionOrder.objects.order_by("pk")
    office = "/admin/provinces"
    return {
        "duties-due": f"{office}/case/due/",
        "duties-reminders": f"{office}/reminder/",
        "duties-reminder": f"{office}/reminder/{Reminder.objects.get().pk}/change/",
        "duties-reminder-form": f"{office}/reminder/begin/enter/?people={person(1)}&institution={HOSPITAL}&kind=talk",
        "duties-tellings": f"{office}/telling/",
        "duties-telling-form": f"{office}/telling/begin/tell/",
        "duties-reconciliations": f"{office}/reconciliation/",
        "duties-reconciliation": f"{office}/reconciliation/{run.pk}/change/",
        "duties-reconciliation-form": f"{office}/reconciliation/begin/compare/",
        "duties-order-form": f"{office}/reconciliation/{run.pk}/step/order/",
        "duties-orders": f"{office}/correctionorder/",
        "duties-order": f"{office}/correctionorder/{order.pk}/change/",
        "duties-order-approve": f"{office}/correctionorder/{proposed.pk}/step/approve/",
        "duties-order-handle": f"{office}/correctionorder/{order.pk}/step/handle/",
        "duties-case": f"{office}/case/{case.pk}/change/",
        "duties-case-explain": f"{office}/case/{case.pk}/step/explain/",
        "duties-case-form": f"{office}/case/begin/open/",
        "duties-unscored": "/admin/registry/unscoredcase/",
        "duties-unscored-one": f"/admin/registry/unscoredcase/{UnscoredCase.objects.get().pk}/change/",
        "duties-loss": f"/admin/registry/borneloss/{BorneLoss.objects.get().pk}/change/",
    }


@pytest.mark.parametrize("name", WHO_LOOKS)
def test_every_page_of_the_recorded_duties_is_whole(
    browser: Browser, live_server: Any, pictures: Path, name: str, office: OfficeDesk
) -> None:
    busy(office)
    superuser(password=PASSWORD)
    reader = visit(browser, live_server, pictures, name)
    reader.log_in("root", PASSWORD)
    for picture, path in pages().items():
        reader.see(path, picture)
    reader.see("/admin/provinces/telling/")
    reader.page.click("a.pq-link[href*='begin/tell/?measure=']")
    reader.page.wait_for_load_state("load")
    reader.look("telling filled in", "duties-telling-filled-in")
    assert reader.page.is_checked(f"input[name=institutions][value={OTHER}]")
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


def test_a_list_is_uploaded_by_hand(browser: Browser, live_server: Any, pictures: Path, office: OfficeDesk) -> None:
    superuser(password=PASSWORD)
    reader = visit(browser, live_server, pictures, "zh-light-wide")
    reader.log_in("root", PASSWORD)
    reader.see("/admin/provinces/reconciliation/begin/compare/")
    reader.page.fill("#id_institution", HOSPITAL)
    content = "\n".join(["终身编号,状态", *(f"{person(number)},正常" for number in (1, 2)), ""]).encode("gb18030")
    file = {"name": "人员状态.csv", "mimeType": "text/csv", "buffer": content}
    reader.page.set_input_files("input[type=file]", files=[file])  # type: ignore[list-item]
    reader.page.click("#step-form button.pq-button")
    reader.page.wait_for_load_state("load")
    run = Reconciliation.objects.get()
    assert (run.rows_in, run.same, run.missing, run.name) == (2, 2, 1, "人员状态.csv")
    assert ReconciliationRow.objects.get().person == person(3)
    with reader.page.expect_download() as download:
        reader.page.click(f"a[href='/admin/provinces/reconciliation/{run.pk}/report/']")
    assert download.value.suggested_filename == f"reconciliation-{run.pk}.csv"
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)
