"""Losses that an institution bears lie on days without the qualification, of which it could know (art. 46; D30)."""

from typing import Any

import pytest

from registry.payment.models import BorneLoss
from sync.topics import Item
from tests.registry.days import say
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, hospital, person, scoring

ANN = person(1)
BOB, CARL = 3, 4


@pytest.fixture(autouse=True)
def _suspended(ledger: Ledger) -> None:
    """Ann is suspended from 2025-06-20 on; the term is over on 2025-09-20, and they are restored on 2025-12-22."""
    ledger.open(1, 2, BOB, CARL)
    decide(ledger, 10, author=GUIZHOU, signed="2025-06-20", who=1, suspension_months=3)
    say(ledger, "restoration.assessed", GUIZHOU, {"person": ANN}, signed="2025-12-20")


def decide(
    ledger: Ledger, points: int, *, signed: str, stored: str = "", who: int = 3, author: str = CHONGQING, **body: Any
) -> Item:
    """Say a decision about Bob, by Chongqing unless another is named."""
    said = {"person": person(who), **scoring(points), "decided_on": signed, **body}
    return say(ledger, "decision.issued", author, said, signed=signed, stored=stored)


def borne(ledger: Ledger, first: str, last: str = "", *, who: int = 3, author: str = GUIZHOU) -> tuple[str, str] | None:
    """Return code and English sentence with which losses of these days are refused, None where they may be borne."""
    body = {"person": person(who), "service_from": first, "service_to": last or first, "decided_on": "2026-01-15"}
    verdict = ledger.check(ledger.item("loss.borne", author, body))[0]
    return verdict and (verdict.reason.code, verdict.reason.sentence)


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
    decide(ledger, 10, signed="2025-06-20", suspension_months=3)
    ledger.say("loss.borne", CHONGQING, {"person": person(BOB)})


def test_what_was_refused_may_be_said_again(ledger: Ledger) -> None:
    item = ledger.say("loss.borne", GUIZHOU, {"person": ANN}, status="pending")
    ledger.set_status(item, "refused")
    ledger.say("loss.borne", GUIZHOU, {"person": ANN})


class TestWhatTheTillCalledPayable:
    """Nobody bears what the till of this node called payable before a notice was served (art. 46).

    Bob is suspended by Chongqing, signed on 20 June and stored here on the 23rd; Guizhou states the losses.
    """

    DAYS = [
        pytest.param("2025-06-19", "2025-06-19", "loss_without_status", None, id="payable to this day"),
        pytest.param("2025-06-20", "2025-06-20", "loss_before_notice", "2025-06-23", id="signed, and not here yet"),
        pytest.param("2025-06-22", "2025-06-22", "loss_before_notice", "2025-06-23", id="the day before it was"),
        pytest.param("2025-06-23", "2025-06-23", None, None, id="the day on which it was stored"),
        pytest.param("2025-06-22", "2025-06-30", "loss_before_notice", "2025-06-23", id="one day too early"),
        pytest.param("2025-06-23", "2025-07-31", None, None, id="after it"),
    ]

    @pytest.mark.parametrize(("first", "last", "code", "earliest"), DAYS)
    def test_until_it_was_stored_here(
        self, ledger: Ledger, first: str, last: str, code: str | None, earliest: str | None
    ) -> None:
        decide(ledger, 10, signed="2025-06-20", stored="2025-06-23", suspension_months=3)
        why = borne(ledger, first, last)
        assert (why and why[0]) == code
        assert earliest is None or (why and f"from {earliest} on" in why[1])

    def test_or_until_a_notice_was_served(self, ledger: Ledger) -> None:
        decision = decide(ledger, 10, signed="2025-06-20", stored="2025-06-30", suspension_months=3)
        assert borne(ledger, "2025-06-22")
        notice = {"decision": str(decision.id), "issued_on": "2025-06-20", "served_on": "2025-06-22"}
        say(ledger, "notice.served", CHONGQING, notice, signed="2025-06-25", stored="2025-06-30")
        assert borne(ledger, "2025-06-22", "2025-07-31") is None
        code, sentence = borne(ledger, "2025-06-21") or ("", "")
        assert (code, "from 2025-06-22 on" in sentence) == ("loss_before_notice", True)

    def test_what_the_author_signed_held_at_home_before_it_was_in_the_log(self, ledger: Ledger) -> None:
        decide(ledger, 10, author=GUIZHOU, signed="2025-06-20", stored="2025-06-23", suspension_months=3)
        assert borne(ledger, "2025-06-20") is None
        assert borne(ledger, "2025-06-20", author=CHONGQING), "elsewhere it did not"

    def test_a_pending_fact_of_its_own_counts(self, ledger: Ledger) -> None:
        body = {"person": person(BOB), "applied_on": "2025-06-20"}
        say(ledger, "cascade.applied", GUIZHOU, body, signed="2025-06-20", status="pending")
        assert borne(ledger, "2025-06-20", "2025-06-21") is None

    @pytest.mark.parametrize("topic", ["decision.issued", "cascade.applied"])
    def test_a_case_taken_over_reaches_back_to_its_notice(self, ledger: Ledger, topic: str) -> None:
        served = {"notice_served_on": "2025-05-10"}
        if topic == "decision.issued":
            decide(
                ledger, 10, signed="2025-06-20", stored="2025-06-23", decided_on="2025-05-05",
                notice_issued_on="2025-05-08", suspension_months=3, **served,
            )  # fmt: skip
        else:
            body = {"person": person(BOB), "applied_on": "2025-05-10", **served}
            say(ledger, topic, CHONGQING, body, signed="2025-06-20", stored="2025-06-23")
        assert borne(ledger, "2025-05-10", "2025-07-31") is None
        assert (borne(ledger, "2025-05-09") or ("",))[0] == "loss_without_status"

    def test_a_cascade_of_another_province_counts_from_its_arrival(self, ledger: Ledger) -> None:
        body = {"person": person(BOB), "applied_on": "2025-06-20"}
        say(ledger, "cascade.applied", CHONGQING, body, signed="2025-06-20", stored="2025-06-23")
        assert "from 2025-06-23 on" in (borne(ledger, "2025-06-21") or ("", ""))[1]
        assert borne(ledger, "2025-06-23") is None

    def test_a_score_that_arrives_late_was_not_in_the_sum(self, ledger: Ledger) -> None:
        """5 + 5 of one province: the second crosses, and is stored at once; the first comes in two months later."""
        decide(ledger, 5, signed="2025-03-03", stored="2025-06-10")
        decide(ledger, 5, signed="2025-04-01", suspension_months=3)
        code, sentence = borne(ledger, "2025-05-01", "2025-06-09") or ("", "")
        assert (code, "from 2025-06-10 on" in sentence) == ("loss_before_notice", True)
        assert borne(ledger, "2025-06-10", "2025-07-01") is None

    def test_an_annulment_that_arrives_late_lets_nobody_bear_anything(self, ledger: Ledger) -> None:
        decision = decide(ledger, 10, signed="2025-06-20", suspension_months=3)
        assert borne(ledger, "2025-07-01") is None
        body = {"decision": str(decision.id), "annulled_on": "2025-09-01"}
        say(ledger, "decision.annulled", CHONGQING, body, signed="2025-09-01")
        assert (borne(ledger, "2025-07-01") or ("",))[0] == "loss_without_status"

    def test_a_status_that_was_over_before_anybody_knew(self, ledger: Ledger) -> None:
        body = {"person": person(BOB), "applied_on": "2025-06-01"}
        cascade = say(ledger, "cascade.applied", CHONGQING, body, signed="2025-06-01", stored="2025-06-20")
        lifted = {"cascade": str(cascade.id), "lifted_on": "2025-06-10"}
        say(ledger, "cascade.lifted", CHONGQING, lifted, signed="2025-06-10", stored="2025-06-20")
        code, sentence = borne(ledger, "2025-06-05") or ("", "")
        assert code == "loss_before_notice"
        assert "On none of these days" in sentence

    def test_two_people_in_one_batch_are_judged_each_for_itself(self, ledger: Ledger) -> None:
        decide(ledger, 10, signed="2025-06-20", stored="2025-06-23", suspension_months=3)
        decide(ledger, 10, signed="2025-06-20", who=CARL, suspension_months=3)
        days = {"service_from": "2025-06-21", "service_to": "2025-06-21"}
        items = [
            ledger.item("loss.borne", GUIZHOU, {"person": person(who), "reference": f"L{who}", **days})
            for who in (BOB, CARL)
        ]
        assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == ["loss_before_notice", None]

    class TestMerged:
        """5 of Bob and 5 of Carl, who are found on 5 October to have been one person since the 1st."""

        @pytest.fixture(autouse=True)
        def _merged(self, ledger: Ledger, _suspended: None) -> None:
            decide(ledger, 5, signed="2025-03-03", who=BOB)
            second = decide(ledger, 5, signed="2025-04-01", who=CARL)
            notice = {"decision": str(second.id), "issued_on": "2025-04-02", "served_on": "2025-04-03"}
            say(ledger, "notice.served", CHONGQING, notice, signed="2025-04-03")
            body = {"absorbed": person(BOB), "into": person(CARL), "merged_on": "2025-10-01"}
            say(ledger, "person.merged", NATIONAL, body, signed="2025-10-01", stored="2025-10-05")

        def test_the_notice_of_5_points_told_nobody_of_a_suspension(self, ledger: Ledger) -> None:
            code, sentence = borne(ledger, "2025-10-02", who=CARL) or ("", "")
            assert (code, "from 2025-10-05 on" in sentence) == ("loss_before_notice", True)

        def test_from_the_day_on_which_the_merge_was_stored(self, ledger: Ledger) -> None:
            assert borne(ledger, "2025-10-05", "2025-10-31", who=CARL) is None

        def test_before_the_merge_both_were_normal(self, ledger: Ledger) -> None:
            assert (borne(ledger, "2025-09-30", who=CARL) or ("",))[0] == "loss_without_status"

    def test_who_was_suspended_under_one_id_before_the_merge(self, ledger: Ledger) -> None:
        decide(ledger, 10, signed="2025-06-20", who=BOB, suspension_months=3)
        body = {"absorbed": person(BOB), "into": person(CARL), "merged_on": "2025-10-01"}
        say(ledger, "person.merged", NATIONAL, body, signed="2025-10-01", stored="2025-10-05")
        assert borne(ledger, "2025-07-01", "2025-07-31", who=CARL) is None
