"""Agreements of institutions, and which filings they allow (arts. 8, 13)."""

from typing import Any

import pytest

from registry.institutions.models import Agreement, AgreementEnd
from sync.topics import Item
from tests.registry.ledger import CHONGQING, GUIZHOU, Ledger, hospital, person

ANN = person(1)
NOTHING = "00000000-0000-7000-8000-00000000ffff"


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def agree(ledger: Ledger, **body: Any) -> Item:
    return ledger.say("agreement.recorded", GUIZHOU, body)


def end(ledger: Ledger, agreement: Item, **body: Any) -> Item:
    return ledger.say("agreement.ended", GUIZHOU, {"agreement": str(agreement.id), **body})


def filed(ledger: Ledger, opened_on: str, who: int = 1) -> str | None:
    """Return why somebody may not be filed from a day on, or None."""
    item = ledger.item("filing.opened", GUIZHOU, {"person": person(who), "opened_on": opened_on})
    verdict = ledger.check(item)[0]
    return verdict and verdict.reason.code


TERMS = [
    pytest.param("2024-12-31", "agreement_not_in_force", id="the day before"),
    pytest.param("2025-01-01", None, id="the first day"),
    pytest.param("2025-06-30", None, id="the last day"),
    pytest.param("2025-07-01", "agreement_not_in_force", id="ended before its term"),
    pytest.param("2025-09-01", None, id="under the next one"),
    pytest.param("2026-09-01", "agreement_not_in_force", id="after the term of the next one"),
]


@pytest.mark.parametrize(("opened_on", "code"), TERMS)
def test_a_filing_lies_in_an_agreement_in_force(ledger: Ledger, opened_on: str, code: str | None) -> None:
    end(ledger, agree(ledger))
    agree(ledger, number="2", valid_from="2025-09-01", valid_to="2026-09-01")
    assert filed(ledger, opened_on) == code


def test_another_writing_of_a_number_is_held(ledger: Ledger) -> None:
    agree(ledger)
    rejected = ledger.refusal("agreement.recorded", GUIZHOU, {"number": "协议[2025]001号"})
    assert (rejected.reason.code, rejected.reason.field, rejected.held) == ("written_otherwise", "number", True)


def test_where_none_is_recorded_none_is_asked_for(ledger: Ledger) -> None:
    assert filed(ledger, "2025-02-01") is None
    held = ledger.say("agreement.recorded", GUIZHOU, {"valid_from": "2024-01-01"}, status="pending")
    ledger.set_status(held, "held")
    assert filed(ledger, "2023-02-01") is None


def test_who_is_filed_stays_filed_when_the_agreement_ends(ledger: Ledger) -> None:
    agreement = agree(ledger)
    ledger.say("filing.opened", GUIZHOU, {"person": ANN, "opened_on": "2025-02-01"})
    end(ledger, agreement)
    assert filed(ledger, "2025-08-01") == "agreement_not_in_force"


@pytest.mark.parametrize(
    ("author", "body", "code"),
    [
        pytest.param(GUIZHOU, {"institution": "H999"}, "institution_unknown", id="not recorded"),
        pytest.param(GUIZHOU, {"institution": hospital(CHONGQING)}, "institution_out_of_scope", id="another's"),
        pytest.param(GUIZHOU, {"valid_to": "2025-01-01"}, "dates_out_of_order", id="that never holds"),
        pytest.param(GUIZHOU, {"number": ""}, "text_blank", id="without a number"),
    ],
)
def test_refused(ledger: Ledger, author: str, body: dict[str, Any], code: str) -> None:
    assert ledger.refusal("agreement.recorded", author, body).reason.code == code
    assert not Agreement.objects.exists()


def test_a_number_is_used_once(ledger: Ledger) -> None:
    items = [ledger.item("agreement.recorded", GUIZHOU, {}) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "agreement_number_used"]
    agree(ledger)
    assert ledger.refusal("agreement.recorded", GUIZHOU, {}).reason.code == "agreement_number_used"


@pytest.mark.parametrize(
    ("author", "body", "code"),
    [
        pytest.param(CHONGQING, {}, "not_the_author", id="by another division"),
        pytest.param(GUIZHOU, {"agreement": NOTHING}, "unknown_agreement", id="of nothing"),
        pytest.param(GUIZHOU, {"ended_on": "2024-12-31"}, "dates_out_of_order", id="before it began"),
        pytest.param(GUIZHOU, {"ended_on": "2026-01-02"}, "dates_out_of_order", id="after its term"),
    ],
)
def test_end_refused(ledger: Ledger, author: str, body: dict[str, Any], code: str) -> None:
    agreement = agree(ledger)
    assert ledger.refusal("agreement.ended", author, {"agreement": str(agreement.id), **body}).reason.code == code
    assert not AgreementEnd.objects.exists()


def test_ended_once(ledger: Ledger) -> None:
    agreement = agree(ledger)
    body = {"agreement": str(agreement.id)}
    items = [ledger.item("agreement.ended", GUIZHOU, body) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "agreement_ended_before"]
    end(ledger, agreement)
    assert ledger.refusal("agreement.ended", GUIZHOU, body).reason.code == "agreement_ended_before"
