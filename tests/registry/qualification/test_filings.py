"""Filings: who may be filed where, refilings, cancellations, and the periods that follow."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.institutions.models import Institution
from registry.qualification.models import Filing, FilingPeriod
from registry.qualification.rules.facts import filings_with_ends
from registry.qualification.selectors.facts import facts_of
from registry.qualification.selectors.standings import standing
from registry.words.statuses import Status
from sync import topics
from sync.wire.refusals import Refused
from tests.registry.days import say
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


COMMITTED = {"commitment_version": "2025", "commitment_signed_on": "2026-02-20", "commitment_form": "paper"}


def terminate(ledger: Ledger) -> None:
    """Terminate Ann by 6 and 6: a bar from 20 February 2025 to 20 February 2026."""
    for day in ("2025-01-20", "2025-02-20"):
        ledger.decide(6, decided_on=day)


def assess(ledger: Ledger, **body: Any) -> None:
    days = {"assessed_on": "2026-02-10", "effective_on": "2026-02-20"}
    ledger.say("restoration.assessed", GUIZHOU, {"person": ANN, **days, **body})


def test_a_terminated_person_only_after_bar_and_assessment_and_by_a_refiling(ledger: Ledger) -> None:  # O9
    terminate(ledger)
    assert refusal(ledger, opened_on="2026-02-19") == "person_barred"
    why = ledger.refusal("filing.opened", GUIZHOU, {"person": ANN, "opened_on": "2026-02-20"}).reason
    assert (why.code, why.field) == ("assessment_missing", "opened_on")
    assert "applies for one first" in why.sentence
    assess(ledger, passed=False)
    assert refusal(ledger, opened_on="2026-02-20") == "assessment_missing"
    assess(ledger)
    assert refusal(ledger, opened_on="2026-02-19") == "person_barred"
    assert refusal(ledger, opened_on="2026-02-20") == "refiling_required"
    file(ledger, CHONGQING, opened_on="2026-02-20", refiling=True, **COMMITTED)
    assert standing(ANN, date(2026, 2, 19)).status is Status.TERMINATED
    assert standing(ANN, date(2026, 2, 20)).status is Status.NORMAL


def test_after_a_termination_a_new_commitment_whatever_the_pack_says(ledger: Ledger) -> None:  # O9
    terminate(ledger)
    assess(ledger)
    why = ledger.refusal("filing.opened", GUIZHOU, {"person": ANN, "opened_on": "2026-02-20", "refiling": True}).reason
    assert (why.code, why.field) == ("commitment_required", "commitment_signed_on")
    assert "2025-02-20" in why.sentence
    assert "2025-02-20" in why.sentence_zh


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


class TestCommitment:
    """Whole or not at all, signed before the filing, anew after a termination (arts. 13, 19-22, 39)."""

    WHOLE = {"commitment_version": "2025", "commitment_signed_on": "2025-01-01", "commitment_form": "paper"}

    def test_is_kept(self, ledger: Ledger) -> None:
        file(ledger, **self.WHOLE, category="medical", practice_type="执业医师", job_title="主治医师")
        row = Filing.objects.get()
        assert (row.commitment_version, row.commitment_signed_on, row.commitment_form) == (
            "2025", date(2025, 1, 1), "paper",
        )  # fmt: skip
        assert (row.category, row.practice_type, row.job_title) == ("medical", "执业医师", "主治医师")

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            pytest.param({"commitment_version": ""}, "commitment_incomplete", id="without its version"),
            pytest.param({"commitment_signed_on": None}, "commitment_incomplete", id="without a day"),
            pytest.param({"commitment_form": ""}, "commitment_incomplete", id="without its form"),
            pytest.param({"commitment_signed_on": "2025-01-03"}, "commitment_after_filing", id="signed too late"),
            pytest.param({"commitment_signed_on": "2025-01-02"}, None, id="signed on the day"),
            pytest.param({"commitment_form": "spoken"}, "code_unknown", id="in no known form"),
        ],
    )
    def test_refused(self, ledger: Ledger, body: dict[str, Any], code: str | None) -> None:
        whole = {"person": ANN, **self.WHOLE, **body}
        if code is None:
            ledger.say("filing.opened", GUIZHOU, whole)
        else:
            assert refusal(ledger, **whole) == code

    @pytest.mark.parametrize(
        ("opened_on", "code"),
        [("2025-02-28", None), ("2025-03-01", "commitment_required")],
        ids=["the day before", "the first day"],
    )
    def test_required_from_the_day_that_the_pack_names(self, ledger: Ledger, opened_on: str, code: str | None) -> None:
        parameters = {"commitment": {"required_from": {"value": "2025-03-01", "source": "invented"}}}
        pack = {"division": GUIZHOU, "version": "1", "valid_from": "2024-01-01", "document": {"parameters": parameters}}
        ledger.say("pack.published", "000000", pack)
        item = ledger.item("filing.opened", GUIZHOU, {"person": ANN, "opened_on": opened_on})
        verdict = ledger.check(item)[0]
        assert (verdict and verdict.reason.code) == code
        file(ledger, CHONGQING, opened_on=opened_on)
        file(ledger, opened_on=opened_on, **self.WHOLE)

    def test_after_a_termination_it_is_signed_anew(self, ledger: Ledger) -> None:  # O9
        ledger.decide(12, decided_on="2022-06-20", reached="at_once")
        assess(ledger, assessed_on="2025-06-10", effective_on="2025-06-20")
        body = {**self.WHOLE, "opened_on": "2025-06-20", "refiling": True}
        why = ledger.refusal("filing.opened", GUIZHOU, {"person": ANN, **body, "commitment_signed_on": "2022-06-19"})
        assert (why.reason.code, why.reason.field) == ("commitment_before_termination", "commitment_signed_on")
        assert "2022-06-20" in why.reason.sentence
        file(ledger, **{**body, "commitment_signed_on": "2022-06-20"})
        assert standing(ANN, date(2025, 6, 20)).status is Status.NORMAL


class TestAtAPharmacy:
    """Art. 11: the head is always managed, others where the province's pack says so."""

    PHARMACY = "P52010000001"

    @pytest.fixture(autouse=True)
    def _recorded(self, ledger: Ledger) -> None:
        body = {"code": self.PHARMACY, "name": "某药房", "kind": "retail_pharmacy", "division": "520100"}
        ledger.say("institution.recorded", GUIZHOU, body)
        parameters = {"pharmacy_roles": {"value": ["head", "pharmacist"], "source": "invented"}}
        pack = {"division": GUIZHOU, "version": "1", "valid_from": "2025-03-01", "document": {"parameters": parameters}}
        ledger.say("pack.published", "000000", pack)

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            pytest.param({"role": "head"}, None, id="the head"),
            pytest.param({"role": "", "category": "pharmacy_head"}, None, id="filed as head, without a role"),
            pytest.param({"role": "pharmacist"}, "role_not_managed", id="before the pack holds"),
            pytest.param({"role": "pharmacist", "opened_on": "2025-03-01"}, None, id="once the pack holds"),
            pytest.param(
                {"role": "service_staff", "opened_on": "2025-03-01"}, "role_not_managed", id="not in the pack"
            ),
            pytest.param({"role": ""}, "role_not_managed", id="no role"),
            pytest.param({"role": "service_staff", "institution": hospital(GUIZHOU)}, None, id="at a hospital"),
        ],
    )
    def test_only_whom_the_division_manages(self, ledger: Ledger, body: dict[str, Any], code: str | None) -> None:
        said = {"institution": self.PHARMACY, **body}
        if code is None:
            file(ledger, **said)
        else:
            assert refusal(ledger, **said) == code

    def test_the_roles_are_named(self, ledger: Ledger) -> None:
        body = {"person": ANN, "institution": self.PHARMACY, "opened_on": "2025-03-01", "role": "cashier"}
        why = ledger.refusal("filing.opened", GUIZHOU, body).reason
        assert (why.code, why.field) == ("role_not_managed", "role")
        assert "one of head, pharmacist" in why.sentence
        assert "主要负责人、药师" in why.sentence_zh

    def test_an_institution_of_unknown_kind_is_not_guessed_at(self, ledger: Ledger) -> None:
        Institution.objects.filter(pk=self.PHARMACY).update(kind="something_newer")
        file(ledger, institution=self.PHARMACY, role="cashier")


class TestSuspendedElsewhere:
    """D25: who is suspended is filed nowhere, and whoever tries is told from when on."""

    @pytest.mark.parametrize(
        ("points", "opened_on", "code", "english", "chinese"),
        [
            pytest.param(9, "2025-07-01", "person_suspended", "before 2025-08-20", "2025-08-20之前",
                         id="the term runs"),
            pytest.param(9, "2025-08-20", "person_suspended", "its term was over on 2025-08-20", "已于2025-08-20届满",
                         id="term over, not restored"),
            pytest.param(12, "2025-07-01", "person_barred", "2028-06-20", "2028-06-20之前", id="the bar runs"),
        ],
    )  # fmt: skip
    def test_told_the_earliest_day(
        self, ledger: Ledger, points: int, opened_on: str, code: str, english: str, chinese: str
    ) -> None:
        ledger.decide(points)
        why = ledger.refusal("filing.opened", CHONGQING, {"person": ANN, "opened_on": opened_on}).reason
        assert (why.code, why.field) == (code, "opened_on")
        assert english in why.sentence
        assert chinese in why.sentence_zh


class TestBackdated:
    """How far back a filing may begin: by the division's pack of the day on which it is signed (art. 13)."""

    WITH = {"parameters": {"filing": {"backdating_days": {"value": 10, "source": "invented"}}}}

    @pytest.fixture(autouse=True)
    def _loaded(self, ledger: Ledger) -> None:
        """A pack without a limit holds while filings are taken over; from 1 March there are ten days, no more."""
        for version, valid_from, document in (("1", "2025-01-01", {}), ("2", "2025-03-01", self.WITH)):
            body = {"division": GUIZHOU, "version": version, "valid_from": valid_from, "document": document}
            ledger.say("pack.published", "000000", body)

    SIGNED = [
        pytest.param("2025-02-28", "1995-07-01", None, id="taken over before there is a limit"),
        pytest.param("2025-03-01", "2025-02-19", None, id="ten days back"),
        pytest.param("2025-03-01", "2025-02-18", "2025-02-19", id="eleven days back"),
        pytest.param("2025-03-01", "2025-03-01", None, id="on the day itself"),
        pytest.param("2025-03-01", "2025-04-01", None, id="ahead"),
        pytest.param("2025-12-01", "2025-03-02", "2025-11-21", id="nobody told of it for months"),
    ]

    @pytest.mark.parametrize(("signed", "opened_on", "earliest"), SIGNED)
    def test_no_further_back_than_the_pack_allows(
        self, ledger: Ledger, signed: str, opened_on: str, earliest: str | None
    ) -> None:
        body = {"person": ANN, "opened_on": opened_on}
        if earliest is None:
            say(ledger, "filing.opened", GUIZHOU, body, signed=signed)
            return
        with pytest.raises(Refused) as refused:
            say(ledger, "filing.opened", GUIZHOU, body, signed=signed)
        why = refused.value.reason
        assert (why.code, why.field) == ("filing_backdated", "opened_on")
        assert earliest in why.sentence
        assert earliest in why.sentence_zh

    def test_the_day_of_the_signature_counts_and_not_that_of_its_arrival(self, ledger: Ledger) -> None:
        body = {"person": ANN, "opened_on": "2025-01-02"}
        say(ledger, "filing.opened", GUIZHOU, body, signed="2025-02-28", stored="2025-04-01")

    def test_the_day_is_that_of_china(self, ledger: Ledger) -> None:
        item = ledger.item("filing.opened", GUIZHOU, {"person": ANN, "opened_on": "2025-02-18"})
        item.issued_at = datetime(2025, 2, 28, 16, 0, tzinfo=UTC)  # midnight, the first of March
        (verdict,) = ledger.check(item)
        assert verdict is not None
        assert verdict.reason.code == "filing_backdated"
        item.issued_at = datetime(2025, 2, 28, 15, 59, tzinfo=UTC)
        assert ledger.check(item) == [None]

    def test_another_division_is_not_bound(self, ledger: Ledger) -> None:
        say(ledger, "filing.opened", CHONGQING, {"person": ANN, "opened_on": "2025-01-02"}, signed="2025-12-01")

    def test_for_a_later_load_the_limit_is_lifted_for_some_days(self, ledger: Ledger) -> None:
        for version, valid_from, document in (("3", "2025-09-01", {}), ("4", "2025-09-03", self.WITH)):
            body = {"division": GUIZHOU, "version": version, "valid_from": valid_from, "document": document}
            ledger.say("pack.published", "000000", body)
        body = {"person": ANN, "opened_on": "2025-01-02"}
        for signed in ("2025-08-31", "2025-09-03"):
            with pytest.raises(Refused):
                say(ledger, "filing.opened", GUIZHOU, body, signed=signed)
        say(ledger, "filing.opened", GUIZHOU, body, signed="2025-09-02")


class TestPhaseInFilings:
    """Filings with a class of personnel are what the phase-in looks at."""

    def test_until_the_earliest_cancellation_known(self, ledger: Ledger) -> None:
        plain = file(ledger, CHONGQING)
        filing = file(ledger, category="nursing")
        ended = ledger.say("filing.cancelled", GUIZHOU, {"filing": str(filing.id), "reason": "retired"})
        known = facts_of([ANN])[ANN]
        ((fact, until),) = filings_with_ends(known)
        assert (fact.id, fact.author, fact.category, fact.opened_on, until) == (
            str(filing.id), GUIZHOU, "nursing", date(2025, 1, 2), date(2025, 12, 31),
        )  # fmt: skip
        assert [each.position for each in known.cancellations] == [ended.position]
        assert filings_with_ends(facts_of([ANN], known_at=ended.position - 1)[ANN]) == [(fact, None)]
        assert facts_of([ANN], known_at=plain.position)[ANN].phase_in_filings == ()
