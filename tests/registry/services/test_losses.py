"""Losses that an institution bears lie on days without the qualification (art. 46; D30)."""

from typing import Any

import pytest

from registry.models import BorneLoss
from tests.registry.ledger import CHONGQING, GUIZHOU, Ledger, hospital, person

ANN = person(1)


@pytest.fixture(autouse=True)
def _suspended(ledger: Ledger) -> None:
    """Ann is suspended from 2025-06-20 on; her term is over on 2025-09-20, and she is restored on 2025-12-22."""
    ledger.open(1, 2)
    ledger.decide(10)
    ledger.say("restoration.assessed", GUIZHOU, {"person": ANN})


DAYS = [
    pytest.param("2025-06-20", "2025-06-20", None, id="the first day"),
    pytest.param("2025-07-01", "2025-07-31", None, id="within the term"),
    pytest.param("2025-09-01", "2025-12-21", None, id="across the end of the term: still suspended"),
    pytest.param("2025-06-19", "2025-06-25", "loss_without_status", id="a day too early"),
    pytest.param("2025-12-20", "2025-12-22", "loss_without_status", id="the day of the restoration"),
    pytest.param("2025-12-22", "2025-12-31", "loss_without_status", id="after the restoration"),
    pytest.param("2025-01-01", "2025-12-31", "loss_without_status", id="the whole year"),
]


@pytest.mark.parametrize(("first", "last", "code"), DAYS)
def test_days_without_the_qualification(ledger: Ledger, first: str, last: str, code: str | None) -> None:
    body = {"person": ANN, "service_from": first, "service_to": last, "decided_on": "2026-01-15"}
    verdict = ledger.check(ledger.item("loss.borne", GUIZHOU, body))[0]
    assert (verdict and verdict.reason.code) == code


def test_stored(ledger: Ledger) -> None:
    ledger.say("loss.borne", GUIZHOU, {"person": ANN})
    found = BorneLoss.objects.get()
    assert (found.institution, found.amount_fen, found.reference) == (hospital(GUIZHOU), 123_400, "L1")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param({"person": person(9)}, "unknown_person", id="nobody has this ID"),
        pytest.param({"person": person(2)}, "loss_without_status", id="always normal"),
        pytest.param({"institution": "H999"}, "institution_unknown", id="not recorded"),
        pytest.param({"institution": hospital(CHONGQING)}, "institution_out_of_scope", id="another's"),
        pytest.param({"service_to": "2025-06-30"}, "dates_out_of_order", id="ends before it begins"),
        pytest.param({"decided_on": "2025-07-02"}, "dates_out_of_order", id="decided before the last service"),
        pytest.param({"decided_on": "2026-03-03"}, "date_implausible", id="decided tomorrow"),
        pytest.param({"amount_fen": 0}, "number_out_of_range", id="no loss"),
        pytest.param({"amount_fen": 10**13 + 1}, "number_out_of_range", id="more than the fund has"),
        pytest.param({"reference": ""}, "text_blank", id="without a reference"),
    ],
)
def test_refused(ledger: Ledger, body: dict[str, Any], code: str) -> None:
    assert ledger.refusal("loss.borne", GUIZHOU, {"person": ANN, **body}).reason.code == code


def test_a_reference_is_used_once_by_each_author(ledger: Ledger) -> None:
    ledger.say("loss.borne", GUIZHOU, {"person": ANN})
    assert ledger.refusal("loss.borne", GUIZHOU, {"person": ANN}).reason.code == "loss_reference_used"
    ledger.say("loss.borne", GUIZHOU, {"person": ANN, "reference": "L2"})
    ledger.say("loss.borne", CHONGQING, {"person": ANN})


def test_what_was_refused_may_be_said_again(ledger: Ledger) -> None:
    item = ledger.say("loss.borne", GUIZHOU, {"person": ANN}, status="pending")
    ledger.set_status(item, "refused")
    ledger.say("loss.borne", GUIZHOU, {"person": ANN})
