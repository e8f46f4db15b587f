"""What becomes of rows of each kind: accepted once, known the second time, refused with the reason."""

from io import BytesIO
from typing import ClassVar

import pytest

from provinces.intake.services import intake
from registry.institutions.models import Agreement, AgreementEnd, Institution
from registry.payment.models import BorneLoss
from registry.qualification.models import (
    Annulment,
    Cascade,
    CascadeLift,
    Decision,
    Filing,
    FilingCancellation,
    NoticeReceived,
    NoticeServed,
    Objection,
    Repair,
    Restoration,
    StandingInterval,
)
from sync.models import OutboxItem, Statement
from sync.wire.refusals import FormatRefused
from tests.provinces.node import GUIZHOU, HOSPITAL, NOW, Desk, person, row

ONE, TWO = person(1), person(2)


class TestInstitutions:
    def test_recorded_once(self, desk: Desk) -> None:
        assert desk.outcome("institutions") == "duplicate"
        assert desk.outcome("institutions", name="新名医院") == "accepted"
        assert Institution.objects.get().name == "新名医院"

    def test_renamed_twice_in_one_file_the_last_name_stays(self, desk: Desk) -> None:
        names = ("甲医院", "乙医院", "甲医院", "甲医院")
        rows = [row("institutions", name=name) for name in names]
        assert desk.outcomes("institutions", *rows) == ["accepted", "accepted", "accepted", "duplicate"]
        assert Institution.objects.get().name == "甲医院"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"division": "500100"}, "refused institution_out_of_scope", id="another province's"),
            pytest.param({"division": "990000"}, "refused division_unknown", id="no division"),
            pytest.param({"kind": "sanatorium"}, "refused code_unknown", id="a kind that is none"),
            pytest.param({"name": ""}, "refused missing", id="no name"),
            pytest.param({"name": "医" * 201}, "refused too_long", id="a name too long"),
            pytest.param({"name": "a\x00"}, "refused forbidden_character", id="NUL"),
            pytest.param({"name": "=cmd|'/c calc'!A1"}, "accepted", id="a formula is a name like any other"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("institutions", **cells) == outcome


class TestFilings:
    def test_opened_then_cancelled_by_a_later_file(self, desk: Desk) -> None:
        filing = row("filings", person=ONE)
        assert desk.outcomes("filings", filing) == ["accepted"]
        assert desk.outcomes("filings", filing) == ["duplicate"]
        ended = {**filing, "cancelled_on": "2025-08-01"}
        assert desk.outcomes("filings", ended) == ["accepted"]
        assert desk.outcomes("filings", ended, filing) == ["duplicate", "duplicate"]
        assert desk.outcomes("filings", {**filing, "cancelled_on": "2025-09-01"}) == ["refused already_cancelled"]
        assert Filing.objects.count() == FilingCancellation.objects.count() == 1

    def test_opened_and_cancelled_in_one_row(self, desk: Desk) -> None:
        assert desk.outcome("filings", person=ONE, cancelled_on="2025-03-01") == "accepted"
        assert FilingCancellation.objects.get().filing == Filing.objects.get()

    def test_a_row_that_ends_a_filing_need_not_name_the_role(self, desk: Desk) -> None:
        assert desk.outcome("filings", person=ONE) == "accepted"
        assert desk.outcome("filings", person=ONE, role="", cancelled_on="2025-03-01") == "accepted"
        assert desk.outcome("filings", person=ONE, role="nurse") == "refused already_filed"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"role": "head"}, "accepted", id="the head"),
            pytest.param({"role": "", "category": "pharmacy_head"}, "accepted", id="filed as head, without a role"),
            pytest.param({"role": "cashier"}, "refused role_not_managed", id="whom the law does not manage"),
            pytest.param({"role": ""}, "refused role_not_managed", id="no role"),
        ],
    )
    def test_at_a_retail_pharmacy(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        pharmacy = row("institutions", institution="P52010000001", kind="retail_pharmacy")
        assert desk.outcomes("institutions", pharmacy) == ["accepted"]
        assert desk.outcome("filings", person=ONE, institution="P52010000001", **cells) == outcome

    def test_found_by_code(self, desk: Desk) -> None:
        answer = desk.answers("filings", row("filings", system="s", code="d1"))[0]
        assert (answer.outcome, answer.person) == ("accepted", ONE)
        assert desk.outcome("filings", person=ONE) == "duplicate"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({}, "refused missing", id="nobody"),
            pytest.param({"system": "s"}, "refused missing", id="a system without a code"),
            pytest.param({"code": "d1"}, "refused missing", id="a code without a system"),
            pytest.param({"system": "s", "code": "d9"}, "refused unknown_person", id="a code nobody has"),
            pytest.param({"person": "123"}, "refused malformed_id", id="no lifelong ID"),
            pytest.param({"person": f"{ONE[:14]}00"}, "refused bad_check_digits", id="bad check digits"),
            pytest.param({"person": person(77)}, "refused unknown_person", id="an ID nobody has"),
            pytest.param({"person": TWO, "system": "s", "code": "d1"}, "refused person_mismatch", id="two people"),
            pytest.param({"person": ONE, "system": "s", "code": "d1"}, "accepted", id="ID and code of one person"),
            pytest.param({"person": f"{ONE[:4]}-{ONE[4:8]}-{ONE[8:12]}-{ONE[12:]}"}, "accepted", id="in groups"),
            pytest.param({"person": ONE, "institution": "H1"}, "refused institution_unknown", id="no institution"),
            pytest.param({"person": ONE, "opened_on": "2025-02-30"}, "refused date_unreadable", id="no such day"),
            pytest.param({"person": ONE, "opened_on": "1925-02-01"}, "refused date_implausible", id="a century ago"),
            pytest.param(
                {"person": ONE, "cancelled_on": "2024-12-31"}, "refused dates_out_of_order", id="ends before it begins"
            ),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("filings", **cells) == outcome

    def test_a_new_filing_after_a_termination_is_called_one(self, desk: Desk) -> None:
        terminated = {"points": "12", "legal_basis": "regulation_40", "decided_on": "2022-03-01", "reached": "at_once"}
        assert desk.outcome("decisions", person=ONE, **terminated, notice_served_on="2022-03-01") == "accepted"
        assert desk.outcome("filings", person=ONE, opened_on="2025-02-28") == "refused person_barred"
        anew = {
            "person": ONE, "opened_on": "2025-03-01", "commitment_version": "2025", "commitment_form": "paper",
            "commitment_signed_on": "2025-02-27",
        }  # fmt: skip
        assert desk.outcome("filings", **anew) == "refused assessment_missing"
        assessed = {"assessed_on": "2025-02-20", "effective_on": "2025-03-01"}
        assert desk.outcome("restorations", person=ONE, **assessed) == "accepted"
        assert desk.outcome("filings", person=ONE, opened_on="2025-03-01") == "refused commitment_required"
        assert desk.outcome("filings", **anew) == "accepted"
        assert Filing.objects.get().refiling
        assert desk.outcome("filings", **anew) == "duplicate"


class TestDecisions:
    def test_issued_once(self, desk: Desk) -> None:
        answer = desk.answers("decisions", row("decisions", person=ONE))[0]
        assert (answer.outcome, answer.person) == ("accepted", ONE)
        assert answer.statement_id == Decision.objects.get().statement_id
        again = desk.answers("decisions", row("decisions", system="s", code="d1"))[0]
        assert (again.outcome, again.statement_id) == ("duplicate", answer.statement_id)

    def test_the_same_number_with_another_content(self, desk: Desk) -> None:
        rows = [row("decisions", person=ONE), row("decisions", person=ONE, points="6"), row("decisions", person=TWO)]
        assert desk.outcomes("decisions", *rows) == ["accepted", "refused case_number_used", "accepted"]
        assert desk.outcomes("decisions", *rows) == ["duplicate", "refused case_number_used", "duplicate"]

    def test_what_its_notice_says(self, desk: Desk) -> None:
        days = {"notice_issued_on": "2025-06-24", "notice_served_on": "2025-06-26"}
        assert desk.outcome("decisions", person=ONE, measure="notice", **days) == "accepted"
        assert Decision.objects.filter(measure="notice", **days).exists()
        assert desk.outcome("decisions", person=TWO, measure="warning") == "refused code_unknown"
        late = {"notice_issued_on": "2025-06-27", "notice_served_on": "2025-06-26"}
        assert desk.outcome("decisions", person=TWO, **late) == "refused dates_out_of_order"

    def test_left_out_and_said_by_default_are_the_same(self, desk: Desk) -> None:
        assert desk.outcome("decisions", person=ONE) == "accepted"
        assert desk.outcome("decisions", person=ONE, ground="none", reached="accumulated") == "duplicate"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"points": "7"}, "refused points_outside_band", id="outside the band"),
            pytest.param({"points": "10"}, "refused two_bands_off", id="two bands off"),
            pytest.param({"points": "0"}, "refused points_out_of_range", id="no points"),
            pytest.param({"points": "13"}, "refused points_out_of_range", id="more than twelve"),
            pytest.param({"points": "five"}, "refused number_unreadable", id="in words"),
            pytest.param({"points": ""}, "refused missing", id="points missing"),
            pytest.param({"basis_kind": ""}, "refused basis_required", id="without a basis"),
            pytest.param({"legal_basis": "regulation_99"}, "refused legal_basis_unknown", id="a basis nobody knows"),
            pytest.param({"degree": "total"}, "refused code_unknown", id="a degree that is none"),
            pytest.param({"suspension_months": "0"}, "refused suspension_months_out_of_range", id="0 months"),
            pytest.param({"suspension_months": "7"}, "refused suspension_months_out_of_range", id="7 months"),
            pytest.param({"decided_on": "2025-02-30"}, "refused date_unreadable", id="no such day"),
            pytest.param({"decided_on": "20/06/2025"}, "refused date_unreadable", id="not ISO"),
            pytest.param({"decided_on": "2026-03-03"}, "refused date_implausible", id="tomorrow"),
            pytest.param({"decided_on": "2171-01-01"}, "refused date_implausible", id="centuries ahead"),
            pytest.param(
                {"conduct_from": "2025-02-01", "conduct_to": "2025-01-01"}, "refused dates_out_of_order", id="conduct"
            ),
            pytest.param({"notice_served_on": "2025-06-19"}, "refused dates_out_of_order", id="notice before decision"),
            pytest.param({"case_number": ""}, "refused missing", id="no number"),
            pytest.param({"case_number": "C" * 81}, "refused too_long", id="a number too long"),
            pytest.param({"ground_reason": "x\u202ey"}, "refused forbidden_character", id="turned writing"),
            pytest.param({"person": "1234567890123456"}, "refused bad_check_digits", id="bad check digits"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("decisions", **{"person": ONE, **cells}) == outcome
        assert not Decision.objects.exists()

    def test_every_refusal_says_why_in_both_languages(self, desk: Desk) -> None:
        answer = desk.answers("decisions", row("decisions", person=ONE, points="7"))[0]
        assert answer.field == "points"
        assert answer.sentence
        assert answer.sentence_zh
        assert answer.statement_id is None


class TestAnnulments:
    def test_a_row_annuls_everybody_s_decision_on_the_item(self, desk: Desk) -> None:
        decisions = [row("decisions", person=person(number)) for number in (1, 2)]
        desk.take("decisions", *decisions, row("decisions", person=ONE, item="2"))
        answer = desk.answers("annulments", row("annulments"))[0]
        assert (answer.outcome, answer.person) == ("accepted", "")
        assert Annulment.objects.count() == 2
        assert desk.outcome("annulments") == "duplicate"
        assert desk.outcome("annulments", document="另一份文书") == "refused already_annulled"

    def test_one_person_s_decision_names_the_person(self, desk: Desk) -> None:
        desk.take("decisions", row("decisions", person=ONE))
        assert desk.answers("annulments", row("annulments"))[0].person == ONE

    def test_running_both_files_again_changes_nothing(self, desk: Desk) -> None:
        desk.take("decisions", row("decisions", person=ONE))
        desk.take("annulments", row("annulments"))
        assert desk.outcome("decisions", person=ONE) == "duplicate"
        assert desk.outcome("annulments") == "duplicate"
        assert Statement.objects.filter(topic__startswith="decision").count() == 2

    def test_a_decision_that_took_the_place_of_an_annulled_one_is_not_annulled_with_it(self, desk: Desk) -> None:
        desk.take("decisions", row("decisions", person=ONE))
        desk.take("annulments", row("annulments"))
        assert desk.outcome("decisions", person=ONE, points="4") == "accepted"
        assert desk.outcome("annulments") == "duplicate"
        assert desk.outcome("annulments", annulled_on="2025-10-01", document="第二份") == "accepted"

    def test_all_of_a_row_or_nothing(self, desk: Desk) -> None:
        early, late = row("decisions", person=ONE, decided_on="2025-06-20"), row("decisions", person=TWO)
        desk.take("decisions", early, {**late, "decided_on": "2025-10-20"})
        rows = [row("annulments"), row("annulments", case_number="C2")]
        desk.take("decisions", row("decisions", person=ONE, case_number="C2"))
        assert desk.outcomes("annulments", *rows) == ["refused dates_out_of_order", "accepted"]
        assert Annulment.objects.count() == 1
        assert Statement.objects.filter(topic="decision.annulled").count() == 1

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"case_number": "C9"}, "refused unknown_decision", id="no such case"),
            pytest.param({"item": "9"}, "refused unknown_decision", id="no such item"),
            pytest.param({"basis_authority": "他局"}, "refused unknown_decision", id="another authority's"),
            pytest.param({"annulled_on": "2025-06-19"}, "refused dates_out_of_order", id="before the decision"),
            pytest.param({"annulled_on": ""}, "refused missing", id="no day"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        desk.take("decisions", row("decisions", person=ONE))
        assert desk.outcome("annulments", **cells) == outcome


class TestRestorations:
    def suspended(self, desk: Desk) -> None:
        days = {"decided_on": "2025-06-20", "notice_served_on": "2025-06-20"}
        points = {"points": "9", "legal_basis": "claim_for_ineligible", **days}
        assert desk.outcome("decisions", person=ONE, **points) == "accepted"

    def test_assessed_once(self, desk: Desk) -> None:
        self.suspended(desk)
        assert desk.outcome("restorations", person=ONE) == "accepted"
        assert desk.outcome("restorations", system="s", code="d1") == "duplicate"
        assert desk.outcome("restorations", person=ONE, document="另") == "refused assessed_before"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param(
                {"effective_on": "2025-07-01", "assessed_on": "2025-07-01"}, "refused term_not_over", id="too early"
            ),
            pytest.param({"effective_on": "2025-12-19"}, "refused dates_out_of_order", id="effect before assessment"),
            pytest.param({"passed": "perhaps"}, "refused flag_unreadable", id="neither yes nor no"),
            pytest.param({"passed": ""}, "refused missing", id="no result"),
            pytest.param({"person": TWO}, "refused nothing_to_restore", id="somebody never decided about"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        self.suspended(desk)
        assert desk.outcome("restorations", **{"person": ONE, **cells}) == outcome


class TestCascades:
    def test_applied_then_lifted_by_a_later_file(self, desk: Desk) -> None:
        cascade = row("cascades", person=ONE)
        assert desk.outcomes("cascades", cascade, cascade) == ["accepted", "duplicate"]
        lifted = {**cascade, "lifted_on": "2025-08-01"}
        assert desk.outcomes("cascades", lifted) == ["accepted"]
        assert desk.outcomes("cascades", cascade, lifted) == ["duplicate", "duplicate"]
        assert desk.outcomes("cascades", {**cascade, "lifted_on": "2025-09-01"}) == ["refused already_lifted"]
        assert Cascade.objects.count() == CascadeLift.objects.count() == 1

    def test_taken_over_with_the_day_on_which_its_notice_was_served(self, desk: Desk) -> None:
        assert desk.outcome("cascades", person=ONE, notice_served_on="2025-05-01") == "accepted"
        assert str(Cascade.objects.get().notice_served_on) == "2025-05-01"

    def test_applied_and_lifted_in_one_file(self, desk: Desk) -> None:
        cascade = row("cascades", person=ONE)
        assert desk.outcomes("cascades", cascade, {**cascade, "lifted_on": "2025-08-01"}) == ["accepted", "accepted"]

    def test_a_reference_is_used_once_per_person(self, desk: Desk) -> None:
        rows = [row("cascades", person=ONE), row("cascades", person=TWO), row("cascades", person=ONE, reason="other")]
        assert desk.outcomes("cascades", *rows) == ["accepted", "accepted", "refused reference_used"]

    def test_a_row_whose_end_is_refused_leaves_no_beginning(self, desk: Desk) -> None:
        same_day = row("cascades", person=ONE, lifted_on="2025-05-01")
        fine = row("cascades", person=TWO, lifted_on="2025-06-01")
        assert desk.outcomes("cascades", same_day, fine) == ["refused dates_out_of_order", "accepted"]
        assert Cascade.objects.get().person_id == TWO
        assert OutboxItem.objects.count() == 3
        assert list(Statement.objects.filter(author=GUIZHOU).order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"lifted_on": "2899-12-31"}, "refused date_implausible", id="an end centuries ahead"),
            pytest.param({"lifted_on": "2025-04-30"}, "refused dates_out_of_order", id="an end before the beginning"),
            pytest.param({"lifted_on": "10 years"}, "refused date_unreadable", id="an end that cannot be read"),
            pytest.param({"applied_on": "13/31/16"}, "refused date_unreadable", id="a beginning that cannot be read"),
            pytest.param({"applied_on": ""}, "refused missing", id="no beginning"),
            pytest.param({"status": "normal"}, "refused cascade_status_unknown", id="a status no cascade has"),
            pytest.param({"institution": HOSPITAL}, "accepted", id="with an institution"),
            pytest.param({"institution": "H1"}, "refused institution_unknown", id="with one nobody knows"),
            pytest.param({"reference": ""}, "refused missing", id="no reference"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("cascades", **{"person": ONE, **cells}) == outcome


class TestFilingsInFull:
    """The columns that came later: what somebody does, the commitment, why a filing ends."""

    FULL: ClassVar = {
        "category": "medical", "practice_type": "执业医师", "practice_category": "临床", "practice_scope": "内科",
        "job_title": "主治医师", "commitment_version": "2025", "commitment_signed_on": "2025-01-01",
        "commitment_form": "online",
    }  # fmt: skip

    def test_kept_and_known_again(self, desk: Desk) -> None:
        full = row("filings", person=ONE, **self.FULL)
        assert desk.outcomes("filings", full) == ["accepted"]
        filing = Filing.objects.get()
        assert {name: str(getattr(filing, name)) for name in self.FULL} == self.FULL
        assert desk.outcomes("filings", full, row("filings", person=ONE)) == ["duplicate", "duplicate"]
        assert desk.outcomes("filings", {**full, "job_title": "副主任医师"}) == ["refused already_filed"]

    def test_a_row_that_ends_it_need_not_repeat_anything(self, desk: Desk) -> None:
        desk.take("filings", row("filings", person=ONE, **self.FULL))
        ended = row("filings", person=ONE, role="", cancelled_on="2025-08-01", cancellation_reason="retired")
        assert desk.outcomes("filings", ended) == ["accepted"]
        assert FilingCancellation.objects.get().reason == "retired"
        assert desk.outcomes("filings", ended) == ["duplicate"]

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"commitment_form": ""}, "refused commitment_incomplete", id="half a commitment"),
            pytest.param(
                {"commitment_signed_on": "2025-01-03"}, "refused commitment_after_filing", id="signed too late"
            ),
            pytest.param({"category": "wizard"}, "refused code_unknown", id="a class that is none"),
            pytest.param(
                {"cancelled_on": "2025-08-01", "cancellation_reason": "bored"}, "refused code_unknown", id="no reason"
            ),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("filings", **{"person": ONE, **self.FULL, **cells}) == outcome
        assert not Filing.objects.exists()


class TestAgreements:
    def test_recorded_then_ended_by_a_later_file(self, desk: Desk) -> None:
        agreement = row("agreements")
        assert desk.outcomes("agreements", agreement, agreement) == ["accepted", "duplicate"]
        ended = {**agreement, "ended_on": "2025-07-01", "end_reason": "停业"}
        assert desk.outcomes("agreements", ended) == ["accepted"]
        assert desk.outcomes("agreements", agreement, ended) == ["duplicate", "duplicate"]
        assert desk.outcomes("agreements", {**agreement, "ended_on": "2025-08-01"}) == [
            "refused agreement_ended_before"
        ]
        assert desk.outcomes("agreements", {**agreement, "valid_to": "2027-01-01"}) == ["refused agreement_number_used"]
        assert AgreementEnd.objects.get().reason == "停业"

    def test_filings_lie_within(self, desk: Desk) -> None:
        desk.take("agreements", row("agreements", ended_on="2025-07-01"))
        days = ("2024-12-31", "2025-01-02", "2025-07-01")
        rows = [row("filings", person=person(number), opened_on=day) for number, day in enumerate(days, 1)]
        assert desk.outcomes("filings", *rows) == [
            "refused agreement_not_in_force", "accepted", "refused agreement_not_in_force",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"institution": "H1"}, "refused institution_unknown", id="of one nobody knows"),
            pytest.param({"valid_to": "2024-12-31"}, "refused dates_out_of_order", id="ends before it begins"),
            pytest.param({"ended_on": "2024-12-31"}, "refused dates_out_of_order", id="ended before it begins"),
            pytest.param({"ended_on": "2026-06-01"}, "refused dates_out_of_order", id="ended after its term"),
            pytest.param({"number": ""}, "refused missing", id="no number"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("agreements", **cells) == outcome
        assert not Agreement.objects.exists()


class TestProcedure:
    """Notices, objections and their settlements name a decision by its case, or a cascade by its reference."""

    @pytest.fixture(autouse=True)
    def _decided(self, desk: Desk) -> None:
        points = {"points": "9", "legal_basis": "other_7_9", "notice_served_on": "2025-06-26"}
        assert desk.outcome("decisions", person=ONE, **points) == "accepted"
        assert desk.outcome("cascades", person=TWO) == "accepted"

    def test_served_once(self, desk: Desk) -> None:
        assert desk.outcome("notices", person=ONE) == "accepted"
        assert desk.outcome("notices", system="s", code="d1") == "duplicate"
        assert desk.outcome("notices", person=ONE, number="2") == "refused notice_served_before"
        assert NoticeServed.objects.get().decision == Decision.objects.get()

    def test_received_once_after_the_serving(self, desk: Desk) -> None:  # O39
        desk.take("decisions", row("decisions", person=TWO, case_number="C2"))
        assert desk.outcome("receipts", person=TWO, case_number="C2") == "refused notice_not_served"
        assert desk.outcome("receipts", person=ONE) == "accepted"
        assert desk.outcome("receipts", system="s", code="d1") == "duplicate"
        assert desk.outcome("receipts", person=ONE, received_on="2025-07-09") == "refused notice_received_before"
        assert NoticeReceived.objects.get().decision == Decision.objects.get(case_number="C1")

    def test_objected_to_and_settled(self, desk: Desk) -> None:
        objection, settlement = row("objections", person=ONE), row("settlements", person=ONE)
        assert desk.outcomes("settlements", settlement) == ["refused unknown_objection"]
        assert desk.outcomes("objections", objection, objection) == ["accepted", "duplicate"]
        assert desk.outcomes("objections", {**objection, "lodged_by": "institution"}) == [
            "refused objection_pending_already"
        ]
        changed = {**settlement, "outcome": "changed", "points": "8", "reason": ""}
        assert desk.outcomes("settlements", changed) == ["accepted"]
        assert desk.outcomes("settlements", changed, settlement) == ["duplicate", "refused settled_before"]
        assert desk.outcomes("objections", objection) == ["duplicate"]
        assert not StandingInterval.objects.filter(status="suspended", person_id=ONE).exists()

    def test_a_status_is_objected_to_by_its_reference(self, desk: Desk) -> None:
        by_reference = {"basis_authority": "", "case_number": "", "item": "", "reference": "R1"}
        objection = row("objections", person=TWO, **by_reference)
        assert desk.outcomes("objections", objection, objection) == ["accepted", "duplicate"]
        assert Objection.objects.get().cascade == Cascade.objects.get()
        settlement = row("settlements", person=TWO, **by_reference, outcome="annulled", reason="")
        assert desk.outcomes("settlements", settlement, settlement) == ["accepted", "duplicate"]
        assert not StandingInterval.objects.exclude(status="normal").filter(person_id=TWO).exists()

    @pytest.mark.parametrize(
        ("kind", "cells", "outcome"),
        [
            pytest.param("notices", {"case_number": "C9"}, "refused unknown_decision", id="notice of no case"),
            pytest.param("notices", {"person": TWO}, "refused unknown_decision", id="notice about somebody else"),
            pytest.param(
                "notices", {"served_on": "2025-06-23"}, "refused dates_out_of_order", id="served before its issue"
            ),
            pytest.param("receipts", {"case_number": "C9"}, "refused unknown_decision", id="receipt of no case"),
            pytest.param("receipts", {"received_on": ""}, "refused missing", id="received when"),
            pytest.param("objections", {"sealed": "no"}, "refused objection_incomplete", id="D26: not sealed"),
            pytest.param("objections", {"signed": ""}, "refused missing", id="nothing said of a signature"),
            pytest.param("objections", {"item": ""}, "refused missing", id="half a decision"),
            pytest.param("objections", {"reference": "R1"}, "refused two_targets", id="two targets"),
            pytest.param("objections", {"case_number": "C9"}, "refused unknown_decision", id="objection to no case"),
            pytest.param(
                "objections",
                {"basis_authority": "", "case_number": "", "item": "", "reference": "R9"},
                "refused unknown_cascade",
                id="objection to no status",
            ),
            pytest.param("settlements", {"outcome": ""}, "refused missing", id="settled somehow"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, kind: str, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome(kind, **{"person": ONE, **cells}) == outcome
        assert not Objection.objects.exists()
        assert not NoticeServed.objects.exists()

    def test_a_late_objection(self, desk: Desk) -> None:  # D21
        desk.take("notices", row("notices", person=ONE))
        late = {"person": ONE, "lodged_by": "institution"}
        assert desk.outcome("objections", **late, lodged_on="2025-07-11") == "refused objection_late"
        assert desk.outcome("objections", **late, lodged_on="2025-07-10") == "accepted"

    def test_a_late_objection_of_the_person(self, desk: Desk) -> None:  # O39
        desk.take("notices", row("notices", person=ONE))
        desk.take("receipts", row("receipts", person=ONE))
        assert desk.outcome("objections", person=ONE, lodged_on="2025-07-23") == "refused objection_late"
        assert desk.outcome("objections", person=ONE, lodged_on="2025-07-22") == "accepted"

    def test_repaired_once(self, desk: Desk) -> None:
        assert desk.outcome("repairs", person=ONE) == "accepted"
        assert desk.outcome("repairs", person=ONE, months="0") == "duplicate"
        assert desk.outcome("repairs", person=ONE, months="1") == "refused repair_granted_before"
        assert desk.outcome("repairs", person=ONE, act="talk", points="9") == "refused repair_above_recorded"
        assert desk.outcome("repairs", person=TWO) == "refused nothing_to_repair"
        assert Repair.objects.get().points == 1

    def test_a_restoration_keeps_the_day_of_the_application(self, desk: Desk) -> None:
        assert desk.outcome("restorations", person=ONE, applied_on="2025-08-01") == "accepted"
        assert str(Restoration.objects.get().applied_on) == "2025-08-01"


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        pytest.param("filings", "person,system,code,institution,opened_on,cancelled_on,role", id="filings"),
        pytest.param("restorations", "person,system,code,assessed_on,effective_on,passed,document", id="restorations"),
    ],
)
def test_a_header_from_before_the_new_columns_stays_valid(desk: Desk, kind: str, columns: str) -> None:
    taken = intake.take_file(kind, BytesIO(columns.encode()), name="old.csv", acting="a clerk", clock=lambda: NOW)
    assert taken.file.rows_in == 0
    with pytest.raises(FormatRefused) as refused:
        intake.take_file(
            kind, BytesIO(columns.replace("person,", "").encode()), name="x.csv", acting="a clerk", clock=lambda: NOW
        )
    assert refused.value.reason.code == "columns_missing"


class TestCommendations:
    def test_recorded_once(self, desk: Desk) -> None:
        rows = [row("commendations", person=ONE), row("commendations", person=ONE, title="好药师")]
        assert desk.outcomes("commendations", *rows) == ["accepted", "accepted"]
        assert desk.outcomes("commendations", *rows) == ["duplicate", "duplicate"]
        assert desk.outcome("commendations", person=ONE, document="另") == "refused commended_before"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"title": ""}, "refused missing", id="for nothing"),
            pytest.param({"awarded_on": "2026-03-03"}, "refused date_implausible", id="tomorrow"),
            pytest.param({"institution": "H1"}, "refused institution_unknown", id="at an institution nobody knows"),
            pytest.param({"institution": HOSPITAL}, "accepted", id="at one of the own"),
            pytest.param({"person": person(77)}, "refused unknown_person", id="an ID nobody has"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("commendations", **{"person": ONE, **cells}) == outcome


class TestLosses:  # D30
    @pytest.fixture(autouse=True)
    def _suspended(self, desk: Desk) -> None:
        days = {"decided_on": "2025-06-20", "notice_served_on": "2025-06-20"}
        points = {"points": "9", "legal_basis": "claim_for_ineligible", **days}
        assert desk.outcome("decisions", person=ONE, **points) == "accepted"

    def test_borne_once(self, desk: Desk) -> None:
        assert desk.outcome("losses", person=ONE) == "accepted"
        assert BorneLoss.objects.get().amount_fen == 123_450
        assert desk.outcomes("losses", row("losses", system="s", code="d1")) == ["duplicate"]
        assert desk.outcome("losses", person=ONE, amount_yuan="1234.50") == "duplicate"
        assert desk.outcome("losses", person=ONE, amount_yuan="1") == "refused loss_reference_used"

    @pytest.mark.parametrize(
        ("cells", "outcome"),
        [
            pytest.param({"service_from": "2025-06-19"}, "refused loss_without_status", id="a day with the status"),
            pytest.param({"person": TWO}, "refused loss_without_status", id="somebody always normal"),
            pytest.param({"service_to": "2025-06-30"}, "refused dates_out_of_order", id="ends before it begins"),
            pytest.param({"decided_on": "2025-07-02"}, "refused dates_out_of_order", id="decided too early"),
            pytest.param({"amount_yuan": "1,234"}, "refused number_unreadable", id="with a comma"),
            pytest.param({"amount_yuan": "1.234"}, "refused number_unreadable", id="three digits after the point"),
            pytest.param({"amount_yuan": "-1"}, "refused number_unreadable", id="negative"),
            pytest.param({"amount_yuan": "0"}, "refused number_out_of_range", id="nothing"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, cells: dict[str, str], outcome: str) -> None:
        assert desk.outcome("losses", **{"person": ONE, **cells}) == outcome
        assert not BorneLoss.objects.exists()
