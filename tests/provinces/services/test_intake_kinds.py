"""What becomes of rows of each kind: accepted once, known the second time, refused with the reason."""

import pytest

from registry.models import Annulment, Cascade, CascadeLift, Decision, Filing, FilingCancellation, Institution
from sync.models import OutboxItem, Statement
from tests.provinces.node import GUIZHOU, HOSPITAL, Desk, person, row

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
        assert desk.outcome("decisions", person=ONE, **terminated) == "accepted"
        assert desk.outcome("filings", person=ONE, opened_on="2025-02-28") == "refused person_barred"
        assert desk.outcome("filings", person=ONE, opened_on="2025-03-01") == "accepted"
        assert Filing.objects.get().refiling
        assert desk.outcome("filings", person=ONE, opened_on="2025-03-01") == "duplicate"


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
        points = {"points": "9", "legal_basis": "claim_for_ineligible", "decided_on": "2025-06-20"}
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
            pytest.param({"person": TWO}, "refused restoration_out_of_scope", id="somebody never decided about"),
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
