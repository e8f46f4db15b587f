"""Rows of decisions, with notice and annulment: issued once, refused with the reason."""

import pytest

from registry.qualification.models import Annulment, Decision
from sync.models import Statement
from tests.provinces.node import Desk, person, row

ONE, TWO = person(1), person(2)


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
