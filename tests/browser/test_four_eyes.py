"""What waits for a second account, as its approver sees it: a file of decisions at a province."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser

from provinces.intake.services import intake
from provinces.office.codes import Duty
from registry.qualification.models import Decision
from sync import matters
from sync.models import Proposal
from tests.browser.conftest import Visit
from tests.browser.test_admin import visit
from tests.browser.test_procedure import ago, duty_holder, node, office
from tests.provinces.node import person, row, table
from tests.provinces.office import OfficeDesk
from tests.registry.builders import PASSWORD

__all__ = ["node", "office"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(office: OfficeDesk) -> Proposal:
    """A file that an officer has brought in: two decisions that would count, and one that would not."""
    duty_holder("anna", Duty.HANDLE)
    on = {"decided_on": ago(5).isoformat(), "basis_received_on": ago(4).isoformat()}
    rows = [
        row("decisions", person=person(1), case_number="F1", item="1", points="5", **on),
        row("decisions", person=person(2), case_number="F1", item="2", points="4", **on),
        row("decisions", person=person(3), case_number="F1", item="3", points="9", **on),
    ]
    file = io.BytesIO(table("decisions", rows))
    taken = intake.take_file("decisions", file, name="2026年12月记分.csv", acting="anna", clock=now)
    assert taken.proposal is not None
    return taken.proposal


@pytest.mark.parametrize("name", ["zh-light-wide", "en-dark-phone"])
def test_a_file_is_approved_by_who_sees_its_rows(
    browser: Browser, live_server: Any, pictures: Path, waiting: Proposal, name: str
) -> None:
    duty_holder("ben", Duty.APPROVE)
    before = Decision.objects.count()
    anna, ben = visit(browser, live_server, pictures, name), visit(browser, live_server, pictures, name)
    anna.log_in("anna", PASSWORD)
    anna.see(f"/admin/sync/proposal/{waiting.pk}/change/")
    assert not anna.page.query_selector("a[href$='step/approve/']"), "nobody approves what they proposed"
    ben.log_in("ben", PASSWORD)
    ben.see("/admin/sync/proposal/", "proposals")
    ben.see(f"/admin/sync/proposal/{waiting.pk}/change/", "proposal")
    press(ben, "step/approve/")
    text = ben.page.inner_text("#content, main")
    assert person(1) in text
    assert "points_outside_band" in text
    ben.look("file", "proposal-approve")
    ben.page.click("#step-form button.pq-button")
    ben.page.wait_for_load_state("load")
    assert Decision.objects.count() == before, "a file is carried out by the worker"
    assert matters.carry_out_approved(now=now()) == 1
    assert Decision.objects.count() == before + 2
    ben.see(f"/admin/sync/proposal/{waiting.pk}/change/", "proposal-done")
    for reader in (anna, ben):
        reader.context.close()
        assert not reader.faults, "\n".join(reader.faults)


def press(reader: Visit, end: str) -> None:
    """Follow the button of a step."""
    reader.page.click(f"a.pq-button[href$='{end}']")
    reader.page.wait_for_load_state("load")
