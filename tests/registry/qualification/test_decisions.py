"""Decisions and annulments: what is refused, what is held, what follows."""

from datetime import date

import pytest

from registry.qualification.models import Annulment, Decision, Measure, StandingInterval
from registry.qualification.selectors.standings import standing
from registry.words.statuses import Status
from tests.registry.ledger import BODIES, CHONGQING, GUIZHOU, SHANGHAI, Ledger, hospital, person, scoring

ANN = person(1)
SUMMER = date(2025, 8, 1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)


def test_five_here_and_five_there_is_a_suspension_everywhere(ledger: Ledger) -> None:
    ledger.decide(5, GUIZHOU)
    assert not StandingInterval.objects.exists()

    second = ledger.decide(5, CHONGQING, decided_on="2025-08-01")

    interval = StandingInterval.objects.filter(term_over=False).get()
    assert (interval.status, interval.from_on, interval.pending) == ("suspended", SUMMER, False)
    measure = Measure.objects.get()
    assert (measure.decision_id, measure.points_total, measure.kind) == (second.id, 10, "suspension")
    assert standing(ANN, SUMMER).status is Status.SUSPENDED
    assert standing(person(2), SUMMER).status is Status.NORMAL


def test_standing_as_the_log_knew_it(ledger: Ledger) -> None:
    first = ledger.decide(10, decided_on="2025-08-01")
    assert standing(ANN, SUMMER, known_at=first.position).status is Status.SUSPENDED
    assert standing(ANN, SUMMER, known_at=first.position - 1).status is Status.NORMAL


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        pytest.param({"person": person(9)}, "unknown_person", "person", id="nobody has this ID"),
        pytest.param({"person": ANN[:-1] + "0"}, "bad_check_digits", "person", id="wrong check digits"),
        pytest.param({"institution": "H999"}, "institution_unknown", "institution", id="not recorded"),
        pytest.param(
            {"institution": hospital(CHONGQING)}, "institution_out_of_scope", "institution", id="another province's"
        ),
        pytest.param({"points": 7}, "points_outside_band", "points", id="outside the band without a ground"),
        pytest.param({"points": 12}, "two_bands_off", "points", id="two bands off"),
        pytest.param({"points": 13}, "points_out_of_range", "points", id="above 12"),
        pytest.param({"points": 0}, "points_out_of_range", "points", id="no points"),
        pytest.param({"basis_kind": None}, "basis_required", "basis_kind", id="without a basis"),
        pytest.param({"basis_authority": ""}, "basis_required", "basis_authority", id="whose basis"),
        pytest.param({"basis_document": None}, "basis_required", "basis_document", id="which basis"),
        pytest.param({"legal_basis": ""}, "basis_required", "legal_basis", id="without a legal basis"),
        pytest.param({"legal_basis": "regulation_99"}, "legal_basis_unknown", "legal_basis", id="unknown basis"),
        pytest.param({"suspension_months": 0}, "suspension_months_out_of_range", "suspension_months", id="0 months"),
        pytest.param({"suspension_months": 7}, "suspension_months_out_of_range", "suspension_months", id="7 months"),
        pytest.param({"decided_on": "2026-03-03"}, "date_implausible", "decided_on", id="decided tomorrow"),
        pytest.param({"notice_served_on": "2025-06-01"}, "dates_out_of_order", "notice_served_on", id="served before"),
        pytest.param({"conduct_to": "2025-07-01"}, "dates_out_of_order", "decided_on", id="acted afterwards"),
    ],
)
def test_refused(ledger: Ledger, body: dict[str, object], code: str, field: str) -> None:
    rejected = ledger.refusal("decision.issued", GUIZHOU, {"person": ANN, **body})
    assert (rejected.reason.code, rejected.reason.field, rejected.held) == (code, field, False)
    assert rejected.reason.sentence
    assert rejected.reason.sentence_zh
    assert not Decision.objects.exists()


def test_decided_today_by_the_clock_of_the_law(ledger: Ledger) -> None:
    # 4:00 UTC is noon in Shanghai; the day begins there at 16:00 UTC of the day before.
    ledger.now = ledger.now.replace(hour=17)
    ledger.decide(5, decided_on="2026-03-03")
    assert (
        ledger.refusal("decision.issued", GUIZHOU, {"person": ANN, "decided_on": "2026-03-04"}).reason.code
        == "date_implausible"
    )


class TestTheSamePenalty:
    """O21: one penalty scores once."""

    CASE = {"case_number": "2025-7", "person": ANN}

    def test_again_by_the_same_author_is_refused(self, ledger: Ledger) -> None:
        ledger.say("decision.issued", GUIZHOU, self.CASE)
        rejected = ledger.refusal("decision.issued", GUIZHOU, self.CASE)
        assert (rejected.reason.code, rejected.held) == ("case_number_used", False)

    def test_by_another_author_is_held(self, ledger: Ledger) -> None:
        ledger.say("decision.issued", GUIZHOU, self.CASE)
        rejected = ledger.refusal("decision.issued", CHONGQING, self.CASE)
        assert (rejected.reason.code, rejected.held) == ("same_penalty", True)

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({"item": "2"}, id="another item"),
            pytest.param({"person": person(2)}, id="another person"),
            pytest.param({"basis_authority": "某县医疗保障局"}, id="another authority"),
            pytest.param({"case_number": "2025-8"}, id="another case"),
        ],
    )
    def test_what_differs_scores_too(self, ledger: Ledger, other: dict[str, str]) -> None:
        ledger.say("decision.issued", GUIZHOU, self.CASE)
        ledger.say("decision.issued", CHONGQING, {**self.CASE, **other})

    def test_within_one_batch(self, ledger: Ledger) -> None:
        items = [ledger.item("decision.issued", GUIZHOU, {**self.CASE, "item": item}) for item in "1212"]
        verdicts = ledger.check(*items)
        assert [verdict and verdict.reason.code for verdict in verdicts] == [
            None, None, "case_number_used", "case_number_used",
        ]  # fmt: skip

    def test_after_annulment_the_case_may_be_decided_anew(self, ledger: Ledger) -> None:
        first = ledger.say("decision.issued", GUIZHOU, self.CASE)
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(first.id)})
        ledger.say("decision.issued", GUIZHOU, {**self.CASE, "points": 4})
        assert Decision.objects.count() == 2

    def test_a_refused_decision_does_not_count(self, ledger: Ledger) -> None:
        first = ledger.say("decision.issued", GUIZHOU, self.CASE, status="pending")
        ledger.set_status(first, "refused")
        ledger.say("decision.issued", GUIZHOU, self.CASE)

    @pytest.mark.parametrize("author", [GUIZHOU, CHONGQING])
    @pytest.mark.parametrize(
        ("other", "field", "known"),
        [
            pytest.param({"case_number": "黔医保罚[2025]1号"}, "case_number", "黔医保罚〔2025〕1号", id="brackets"),
            pytest.param(
                {"case_number": "黔医保罚〔２０２５〕01号"}, "case_number", "黔医保罚〔2025〕1号", id="widths"
            ),
            pytest.param({"basis_authority": "某市医保局"}, "basis_authority", "某市医疗保障局", id="the short name"),
            pytest.param({"item": "01"}, "item", "1", id="a zero in front of the item"),
        ],
    )
    def test_in_another_writing_is_held(
        self, ledger: Ledger, author: str, other: dict[str, str], field: str, known: str
    ) -> None:
        bracketed = {"case_number": "黔医保罚〔2025〕1号", "person": ANN}
        ledger.say("decision.issued", GUIZHOU, bracketed)
        rejected = ledger.refusal("decision.issued", author, {**bracketed, **other})
        assert (rejected.reason.code, rejected.reason.field, rejected.held) == ("written_otherwise", field, True)
        assert known in rejected.reason.sentence
        assert standing(ANN, SUMMER).status is Status.NORMAL

    def test_in_another_writing_within_one_batch(self, ledger: Ledger) -> None:
        numbers = ("黔医保罚〔2025〕1号", "黔医保罚[2025]1号", "黔医保罚〔2025〕1号")
        items = [ledger.item("decision.issued", GUIZHOU, {**self.CASE, "case_number": number}) for number in numbers]
        assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [
            None, "written_otherwise", "case_number_used",
        ]  # fmt: skip

    def test_in_another_writing_of_a_refused_one_counts(self, ledger: Ledger) -> None:
        first = ledger.say("decision.issued", GUIZHOU, self.CASE, status="pending")
        ledger.set_status(first, "refused")
        ledger.say("decision.issued", GUIZHOU, {**self.CASE, "case_number": "2025－07"})

    def test_a_decision_is_not_its_own_duplicate(self, ledger: Ledger) -> None:
        first = ledger.say("decision.issued", GUIZHOU, self.CASE)
        assert ledger.check(first) == [None]


class TestAnnulment:
    """O22: as though it had never been."""

    def test_undoes_what_followed(self, ledger: Ledger) -> None:
        before = ledger.decide(10)
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(before.id)})
        assert not StandingInterval.objects.exists()
        assert not Measure.objects.exists()
        assert Decision.objects.count() == Annulment.objects.count() == 1

    @pytest.mark.parametrize(
        ("author", "body", "code"),
        [
            pytest.param(CHONGQING, {}, "not_the_author", id="by another division"),
            pytest.param(
                GUIZHOU, {"decision": "00000000-0000-7000-8000-00000000ffff"}, "unknown_decision", id="nothing"
            ),
            pytest.param(GUIZHOU, {"annulled_on": "2025-06-19"}, "dates_out_of_order", id="before the decision"),
            pytest.param(GUIZHOU, {"annulled_on": "2026-03-03"}, "date_implausible", id="tomorrow"),
            pytest.param(GUIZHOU, {"document": ""}, "text_blank", id="without a document"),
            pytest.param(GUIZHOU, {"decision": "NOT-A-UUID"}, "statement_id_malformed", id="no id"),
        ],
    )
    def test_refused(self, ledger: Ledger, author: str, body: dict[str, object], code: str) -> None:
        decision = ledger.decide(10)
        rejected = ledger.refusal("decision.annulled", author, {"decision": str(decision.id), **body})
        assert (rejected.reason.code, rejected.held) == (code, False)

    def test_only_once(self, ledger: Ledger) -> None:
        decision = str(ledger.decide(10).id)
        items = [ledger.item("decision.annulled", GUIZHOU, {"decision": decision}) for _ in range(2)]
        assert [verdict and verdict.reason.code for verdict in ledger.check(*items)] == [None, "already_annulled"]
        ledger.say("decision.annulled", GUIZHOU, {"decision": decision})
        assert ledger.refusal("decision.annulled", GUIZHOU, {"decision": decision}).reason.code == "already_annulled"

    def test_not_what_is_not_in_force(self, ledger: Ledger) -> None:
        decision = ledger.decide(10, status="pending")
        ledger.set_status(decision, "held")
        assert not StandingInterval.objects.exists()
        rejected = ledger.refusal("decision.annulled", GUIZHOU, {"decision": str(decision.id)})
        assert rejected.reason.code == "not_in_force"


def test_a_batch_of_many_reads_each_kind_once(ledger: Ledger, django_assert_num_queries: object) -> None:
    items = [
        ledger.item("decision.issued", GUIZHOU, {"person": person(who), **scoring(5), "item": str(item)})
        for who in (1, 2)
        for item in range(50)
    ]
    with django_assert_num_queries(12):  # people, institutions, packs, merges, each kind of fact, earlier decisions
        ledger.check(*items)


def test_the_tests_own_bodies_are_accepted(ledger: Ledger) -> None:
    assert (
        ledger.say("decision.issued", SHANGHAI, {"person": ANN}).body["points"] == BODIES["decision.issued"]["points"]
    )
