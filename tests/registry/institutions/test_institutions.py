"""Institutions: recorded by their own province, the last statement holds."""

import pytest

from registry.institutions.models import Institution
from tests.registry.ledger import CHONGQING, GUIZHOU, Ledger

CLINIC = {"code": "H52010000001", "name": "某诊所", "kind": "clinic", "division": "520100"}


def test_recorded_and_changed(ledger: Ledger) -> None:
    ledger.say("institution.recorded", GUIZHOU, CLINIC)
    ledger.say("institution.recorded", GUIZHOU, {**CLINIC, "name": "新名诊所", "division": "520200"})
    found = Institution.objects.get()
    assert (found.name, found.division, found.province) == ("新名诊所", "520200", GUIZHOU)


def test_an_earlier_statement_that_comes_later_changes_nothing(ledger: Ledger) -> None:
    first = ledger.say("institution.recorded", GUIZHOU, CLINIC)
    last = ledger.say("institution.recorded", GUIZHOU, {**CLINIC, "name": "新名诊所"})
    ledger.apply(last, first, last)
    assert Institution.objects.get().name == "新名诊所"


def test_twice_in_one_batch(ledger: Ledger) -> None:
    items = [ledger.item("institution.recorded", GUIZHOU, {**CLINIC, "name": name}) for name in ("甲", "乙", "丙")]
    ledger.store(*items)
    handler_of(items[0]).apply([items[0], items[2], items[1]], now=ledger.now)
    assert Institution.objects.get().name == "丙"


def handler_of(item: object) -> object:
    from sync import topics

    return topics.find(item.topic).handler


@pytest.mark.parametrize(
    ("author", "body", "field"),
    [
        pytest.param(CHONGQING, {"code": "X1"}, "division", id="in another division"),
        pytest.param(CHONGQING, {"division": "500000"}, "code", id="a code that another province uses"),
    ],
)
def test_out_of_scope(ledger: Ledger, author: str, body: dict[str, str], field: str) -> None:
    ledger.say("institution.recorded", GUIZHOU, CLINIC)
    reason = ledger.refusal("institution.recorded", author, {**CLINIC, **body}).reason
    assert (reason.code, reason.field) == ("institution_out_of_scope", field)


def test_the_corps_records_its_own(ledger: Ledger) -> None:
    ledger.say("institution.recorded", "660000", {**CLINIC, "division": "660100"})
    reason = ledger.refusal("institution.recorded", "650000", {**CLINIC, "code": "X1", "division": "660100"}).reason
    assert reason.code == "institution_out_of_scope"
