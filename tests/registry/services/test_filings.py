"""Filings: who may be filed where, refilings, cancellations, and the periods that follow."""

from datetime import date
from typing import Any

import pytest

from registry.codes.statuses import Status
from registry.models import FilingPeriod
from registry.selectors.standings import standing
from sync import topics
from tests.registry.ledger import CHONGQING, GUIZHOU, Ledger, hospital, person

ANN = person(1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def file(ledger: Ledger, author: str = GUIZHOU, **body: Any) -> Any:
    return ledger.say("filing.opened", author, {"person": ANN, **body})


def refusal(ledger: Ledger, author: str = GUIZHOU, **body: Any) -> str:
    return ledger.refusal("filing.opened", author, {"person": ANN, **body}).reason.code


def test_a_filing_lasts_until_its_cancellation(ledger: Ledger) -> None:
    filing = file(ledger)
    period = FilingPeriod.objects.get()
    assert (period.person_id, period.institution, period.cancelled_on) == (ANN, hospital(GUIZHOU), None)
    ledger.say("filing.cancelled", GUIZHOU, {"filing": str(filing.id), "cancelled_on": "2025-12-31"})
    assert FilingPeriod.objects.get().cancelled_on == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("author", "body", "code"),
    [
        pytest.param(GUIZHOU, {"person": person(9)}, "unknown_person", id="nobody has this ID"),
        pytest.param(GUIZHOU, {"institution": "H999"}, "institution_unknown", id="not recorded"),
        pytest.param(CHONGQING, {"institution": hospital(GUIZHOU)}, "institution_out_of_scope", id="another's"),
        pytest.param(GUIZHOU, {"opened_on": "1949-01-01"}, "date_implausible", id="long ago"),
        pytest.param(GUIZHOU, {"opened_on": None}, "member_missing", id="no first day"),
        pytest.param(GUIZHOU, {"category": "wizard"}, "code_unknown", id="unknown class of personnel"),
        pytest.param(GUIZHOU, {"refiling": True}, "refiling_not_needed", id="never terminated"),
    ],
)
def test_refused(ledger: Ledger, author: str, body: dict[str, Any], code: str) -> None:
    assert refusal(ledger, author, **body) == code


def test_one_person_at_many_institutions_but_once_at_each(ledger: Ledger) -> None:
    first = file(ledger)
    file(ledger, CHONGQING)
    assert refusal(ledger, opened_on="2025-02-01") == "already_filed"
    ledger.say("filing.cancelled", GUIZHOU, {"filing": str(first.id), "cancelled_on": "2025-06-01"})
    assert refusal(ledger, opened_on="2025-05-31") == "already_filed"
    file(ledger, opened_on="2025-06-01")


def test_twice_in_one_batch(ledger: Ledger) -> None:
    items = [ledger.item("filing.opened", GUIZHOU, {"person": ANN}) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "already_filed"]


def test_a_suspended_person_is_filed_nowhere(ledger: Ledger) -> None:  # D25
    ledger.decide(9)
    assert refusal(ledger, CHONGQING, opened_on="2025-06-20") == "person_suspended"
    assert refusal(ledger, CHONGQING, opened_on="2026-06-20") == "person_suspended", "the term's end changes nothing"


def test_a_terminated_person_only_after_the_bar_and_by_a_refiling(ledger: Ledger) -> None:
    ledger.decide(12)
    assert refusal(ledger, opened_on="2028-06-19") == "person_barred"
    assert refusal(ledger, opened_on="2028-06-20") == "refiling_required"
    file(ledger, opened_on="2028-06-20", refiling=True)
    assert standing(ANN, date(2028, 6, 19)).status is Status.TERMINATED
    assert standing(ANN, date(2028, 6, 20)).status is Status.NORMAL


def test_only_a_refiling_is_told_to_every_province() -> None:
    topic = topics.find("filing.opened")
    assert topic is not None
    assert [topic.published(body) for body in ({}, {"refiling": False}, {"refiling": True}, {"refiling": 1})] == [
        False, False, True, False,
    ]  # fmt: skip


class TestCancellation:
    """Art. 18."""

    @pytest.mark.parametrize(
        ("author", "body", "code"),
        [
            pytest.param(CHONGQING, {}, "not_the_author", id="by another division"),
            pytest.param(GUIZHOU, {"filing": "00000000-0000-7000-8000-00000000ffff"}, "unknown_filing", id="nothing"),
            pytest.param(GUIZHOU, {"cancelled_on": "2025-01-01"}, "dates_out_of_order", id="before it began"),
        ],
    )
    def test_refused(self, ledger: Ledger, author: str, body: dict[str, Any], code: str) -> None:
        filing = file(ledger)
        assert ledger.refusal("filing.cancelled", author, {"filing": str(filing.id), **body}).reason.code == code

    def test_only_once(self, ledger: Ledger) -> None:
        filing = str(file(ledger).id)
        ledger.say("filing.cancelled", GUIZHOU, {"filing": filing})
        rejected = ledger.refusal("filing.cancelled", GUIZHOU, {"filing": filing})
        assert rejected.reason.code == "already_cancelled"

    def test_a_refused_cancellation_ends_nothing(self, ledger: Ledger) -> None:
        filing = file(ledger)
        end = ledger.say("filing.cancelled", GUIZHOU, {"filing": str(filing.id)}, status="pending")
        assert FilingPeriod.objects.get().cancelled_on
        ledger.set_status(end, "refused")
        assert FilingPeriod.objects.get().cancelled_on is None

    def test_a_refused_filing_is_none(self, ledger: Ledger) -> None:
        filing = ledger.say("filing.opened", GUIZHOU, {"person": ANN}, status="pending")
        ledger.set_status(filing, "refused")
        assert not FilingPeriod.objects.exists()
        rejected = ledger.refusal("filing.cancelled", GUIZHOU, {"filing": str(filing.id)})
        assert rejected.reason.code == "not_in_force"
