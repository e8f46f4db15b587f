"""Restorations: assessed, after the term, by those who have to do with the person."""

from datetime import date
from typing import Any

import pytest

from registry.qualification.models import Restoration
from registry.qualification.selectors.standings import standing
from registry.qualification.services import standings
from registry.words.statuses import Status
from tests.registry.ledger import CHONGQING, GUIZHOU, SHANGHAI, Ledger, person

ANN = person(1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def refusal(ledger: Ledger, author: str = GUIZHOU, **body: Any) -> str:
    return ledger.refusal("restoration.assessed", author, {"person": ANN, **body}).reason.code


def test_ends_a_suspension_whose_term_is_over(ledger: Ledger) -> None:
    ledger.decide(10)  # three months from 20 June
    assert standing(ANN, date(2025, 12, 21)).term_over, "D20: still suspended"
    ledger.say("restoration.assessed", GUIZHOU, {"person": ANN})
    assert standing(ANN, date(2025, 12, 21)).status is Status.SUSPENDED
    assert standing(ANN, date(2025, 12, 22)).status is Status.NORMAL


def test_a_failed_one_ends_nothing(ledger: Ledger) -> None:
    ledger.decide(10)
    ledger.say("restoration.assessed", GUIZHOU, {"person": ANN, "passed": False})
    assert standing(ANN, date(2025, 12, 22)).status is Status.SUSPENDED
    ledger.say("restoration.assessed", GUIZHOU, {"person": ANN})
    assert standing(ANN, date(2025, 12, 22)).status is Status.NORMAL


@pytest.mark.parametrize(
    ("points", "body", "code"),
    [
        pytest.param(5, {}, "nothing_to_restore", id="never suspended"),
        pytest.param(12, {}, "term_not_over", id="O9: a termination whose bar runs"),
        pytest.param(10, {"assessed_on": "2025-09-01", "effective_on": "2025-09-19"}, "term_not_over", id="too early"),
        pytest.param(10, {"assessed_on": "2025-12-23"}, "dates_out_of_order", id="effect before the assessment"),
        pytest.param(
            10, {"assessed_on": "2026-03-03", "effective_on": "2026-03-04"}, "date_implausible", id="tomorrow"
        ),
        pytest.param(10, {"person": person(9)}, "unknown_person", id="O20: nobody has this ID"),
    ],
)
def test_refused(ledger: Ledger, points: int, body: dict[str, Any], code: str) -> None:
    ledger.decide(points)
    assert refusal(ledger, **body) == code


def test_the_same_day_twice(ledger: Ledger) -> None:
    ledger.decide(10)
    items = [ledger.item("restoration.assessed", GUIZHOU, {"person": ANN}) for _ in range(2)]
    assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "assessed_before"]


class TestWhoMay:
    """O32: the author of the measure, or where the person is filed with the author's consent; O40: or was last."""

    CONSENT = {"consent": "黔医保函〔2025〕9号"}

    def test_the_author_of_the_measure_and_nobody_else(self, ledger: Ledger) -> None:
        ledger.decide(10)
        assert refusal(ledger, CHONGQING, **self.CONSENT) == "restoration_out_of_scope"
        ledger.say("restoration.assessed", GUIZHOU, {"person": ANN})

    def test_not_the_author_of_other_points_of_the_year(self, ledger: Ledger) -> None:
        ledger.decide(3, CHONGQING, decided_on="2025-06-01")
        ledger.decide(9)
        assert refusal(ledger, CHONGQING, **self.CONSENT) == "restoration_out_of_scope"

    def test_where_the_person_is_filed_with_the_authors_consent(self, ledger: Ledger) -> None:
        ledger.say("filing.opened", SHANGHAI, {"person": ANN})
        ledger.decide(10)
        why = ledger.refusal("restoration.assessed", SHANGHAI, {"person": ANN}).reason
        assert (why.code, why.field) == ("consent_missing", "consent")
        assert "Guizhou" in why.sentence
        assert "贵州省" in why.sentence_zh
        item = ledger.say("restoration.assessed", SHANGHAI, {"person": ANN, **self.CONSENT})
        assert Restoration.objects.get(pk=item.id).consent == self.CONSENT["consent"]
        assert standing(ANN, date(2025, 12, 22)).status is Status.NORMAL

    def test_what_was_not_passed_ends_nothing_of_the_authors(self, ledger: Ledger) -> None:
        ledger.say("filing.opened", SHANGHAI, {"person": ANN})
        ledger.decide(10)
        ledger.say("restoration.assessed", SHANGHAI, {"person": ANN, "passed": False})

    def test_of_two_measures_the_other_author_consents(self, ledger: Ledger) -> None:
        ledger.decide(9, decided_on="2024-12-20", suspension_months=6)
        ledger.decide(9, CHONGQING)
        assert refusal(ledger) == "consent_missing"
        ledger.say("restoration.assessed", GUIZHOU, {"person": ANN, **self.CONSENT})
        assert standing(ANN, date(2025, 12, 22)).status is Status.NORMAL

    @pytest.mark.parametrize(
        ("cancelled", "elsewhere", "code"),
        [
            pytest.param("2025-12-01", None, None, id="O40: filed nowhere, here last"),
            pytest.param("2025-12-01", "2025-01-02", "restoration_out_of_scope", id="filed elsewhere by now"),
            pytest.param("2025-12-21", "2025-01-02", None, id="still filed here on the day of the assessment"),
        ],
    )
    def test_where_the_person_was_filed_last(
        self, ledger: Ledger, cancelled: str, elsewhere: str | None, code: str | None
    ) -> None:
        filing = ledger.say("filing.opened", SHANGHAI, {"person": ANN})
        if elsewhere:
            ledger.say("filing.opened", CHONGQING, {"person": ANN, "opened_on": elsewhere})
        ledger.say("filing.cancelled", SHANGHAI, {"filing": str(filing.id), "cancelled_on": cancelled})
        ledger.decide(10)
        item = ledger.item("restoration.assessed", SHANGHAI, {"person": ANN, **self.CONSENT})
        verdict = ledger.check(item)[0]
        assert (verdict and verdict.reason.code) == code

    def test_filed_before_but_not_last(self, ledger: Ledger) -> None:
        for author, end in ((SHANGHAI, "2025-03-01"), (CHONGQING, "2025-05-01")):
            filing = ledger.say("filing.opened", author, {"person": ANN})
            ledger.say("filing.cancelled", author, {"filing": str(filing.id), "cancelled_on": end})
        ledger.decide(10)
        assert refusal(ledger, SHANGHAI, **self.CONSENT) == "restoration_out_of_scope"
        ledger.say("restoration.assessed", CHONGQING, {"person": ANN, **self.CONSENT})


class TestTermination:
    """O9: an assessment after the bar, effective on its last day or later; it ends nothing by itself."""

    OVER = {"assessed_on": "2026-02-10", "effective_on": "2026-02-20", "person": ANN}

    @pytest.fixture(autouse=True)
    def _terminated(self, ledger: Ledger, _open: None) -> None:
        ledger.decide(6, decided_on="2025-01-20")
        ledger.decide(6, decided_on="2025-02-20")  # a bar of one year

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            pytest.param({"effective_on": "2026-02-19"}, "term_not_over", id="before the bar ends"),
            pytest.param({}, None, id="on the day it ends, assessed before"),
            pytest.param({"passed": False, "effective_on": "2026-02-10"}, None, id="not passed, before it ends"),
        ],
    )
    def test_not_before_the_bar_ends(self, ledger: Ledger, body: dict[str, Any], code: str | None) -> None:
        verdict = ledger.check(ledger.item("restoration.assessed", GUIZHOU, {**self.OVER, **body}))[0]
        assert (verdict and verdict.reason.code) == code
        if verdict is not None:
            assert "2026-02-20" in verdict.reason.sentence

    def test_it_ends_by_the_filing(self, ledger: Ledger) -> None:
        ledger.say("restoration.assessed", GUIZHOU, self.OVER)
        before, after = standing(ANN, date(2026, 2, 19)), standing(ANN, date(2026, 2, 20))
        assert (before.status, before.assessed) == (Status.TERMINATED, False)
        assert (after.status, after.term_over, after.assessed) == (Status.TERMINATED, True, True)
        assert refusal(ledger, assessed_on="2026-02-25", effective_on="2026-02-25") == "nothing_to_restore"
        assert standings.differing([ANN]) == []
