"""Cases: in order, by the right hands, four eyes, and nothing left behind by what is refused (arts. 23-27, 31, 50)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from provinces.cases.codes import ItemState
from provinces.cases.models import Case, CaseItem
from provinces.cases.services import cases, foreseen, papers, shares
from provinces.notices.services import notices
from provinces.office.codes import Duty
from provinces.office.models import Step
from registry.qualification.models import Decision, Measure
from registry.qualification.selectors.foresight import led_to
from registry.statements.days import today
from registry.words.bases import BasisKind
from registry.words.degrees import Ground
from sync import admission
from sync.models import OutboxItem, Proposal, Statement
from sync.wire.refusals import Refused
from tests.provinces.node import person, row
from tests.provinces.office import ANNA, BASIS, BEN, CORA, NOW, SHARE, SUSPENDING, OfficeDesk, at, officer
from tests.provinces.procedure.packs import ONCE, publish_pack
from tests.provinces.procedure.refusing import code
from tests.registry.ledger import CHONGQING, Ledger


def merged(absorbed: int, *, into: int) -> None:
    """Have national say that the n-th person is the m-th."""
    Ledger(now=NOW).merge(absorbed, into, "2026-02-01")


class TestOpening:
    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"institution": "H99"}, "institution_unknown"),
            ({"received_on": None}, "receipt_missing"),  # art. 31: the clock starts with it
            ({"received_on": date(2026, 2, 23)}, "dates_out_of_order"),  # received before it was made
            ({"decided_on": date(2026, 3, 3), "received_on": date(2026, 3, 3)}, "in_the_future"),
            ({"decided_on": date(2019, 12, 31)}, "date_implausible"),
            ({"received_on": date(2026, 3, 3)}, "in_the_future"),
        ],
    )
    def test_refuses(self, office: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        assert code(lambda: cases.open_case(replace(BASIS, **given), acting=ANNA, now=NOW)) == refusal

    def test_once(self, office: OfficeDesk) -> None:
        office.case()
        assert code(office.case) == "case_opened_before"

    def test_once_in_whatever_writing(self, office: OfficeDesk) -> None:
        office.case(case_number="黔医保罚〔2026〕1号")
        assert code(lambda: office.case(case_number="黔医保罚[2026]01号")) == "written_otherwise"
        cases.open_case(replace(BASIS, case_number="黔医保罚〔2026〕11号"), acting=ANNA, now=NOW)

    def test_again_after_it_was_withdrawn(self, office: OfficeDesk) -> None:
        cases.withdraw_case(office.case(), reason="错录", acting=ANNA, now=NOW)
        assert office.case().withdrawn_at is None

    def test_an_agreement_handling_is_the_agencys_own(self, office: OfficeDesk) -> None:
        case = office.case(basis_kind=BasisKind.AGREEMENT_HANDLING, received_on=None)
        assert case.received_on is None

    def test_needs_the_duty(self, office: OfficeDesk) -> None:
        reader = officer("reader", Duty.APPROVE, Duty.REVIEW)
        assert code(lambda: cases.open_case(BASIS, acting=reader, now=NOW)) == "duty_missing"

    def test_is_never_changed(self, office: OfficeDesk) -> None:
        office.case()
        for change in ({"case_number": "other"}, {"decided_on": date(2026, 1, 1)}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Case.objects.update(**change)


class TestDrafting:
    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"person": person(77)}, "unknown_person"),
            ({"situations": []}, "situation_unknown"),
            ({"situations": ["regulation_99"]}, "situation_unknown"),
            ({"situations": ["regulation_39"]}, "basis_not_matched"),
            # one act that is also fraud takes the band of fraud (art. 26)
            ({"situations": ["regulation_38", "regulation_40"]}, "not_the_highest"),
            ({"points": 7}, "points_outside_band"),  # band 4 to 6, no ground
            ({"points": 7, "ground": Ground.SEVERE}, "ground_required"),
            ({"points": 11, "ground": Ground.SEVERE, "ground_reason": "intent"}, "two_bands_off"),
            ({"conduct_from": date(2026, 2, 25)}, "dates_out_of_order"),  # conduct after the decision
            ({"suspension_starts_on": date(2026, 2, 23)}, "dates_out_of_order"),
            ({"legal_basis": "contractual_damages", "situations": ["contractual_damages"], "points": 2},
             "basis_kind_not_allowed"),  # damages exist only by agreement
        ],
    )  # fmt: skip
    def test_refuses(self, office: OfficeDesk, given: dict[str, Any], refusal: str) -> None:
        case = office.case()
        assert code(lambda: cases.draft(case, replace(SHARE, **given), acting=ANNA, now=NOW)) == refusal

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            pytest.param({"legal_basis": "regulation_39", "amount_yuan": 49_999}, None, id="as many points: either"),
            pytest.param({"legal_basis": "regulation_39"}, None, id="no amount said: either"),
            pytest.param({"legal_basis": "regulation_39", "amount_yuan": 50_000}, "not_the_highest",
                         id="art. 38 is more"),
            pytest.param({"amount_yuan": 50_000}, None, id="the higher one of a band"),
            pytest.param({"amount_yuan": 50_000, "points": 4}, None, id="a proposal binds nobody"),
            pytest.param({"legal_basis": "other_1_3", "situations": ["other_1_3", "regulation_38"], "points": 6,
                          "ground": Ground.SEVERE, "ground_reason": "intent"}, "not_the_highest",
                         id="of a lower band, though with as many points"),
            pytest.param({"legal_basis": "other_4_6", "situations": ["out_of_scope"]}, None, id="a province's own"),
            pytest.param({"situations": ["regulation_38", "gifts"]}, "not_the_highest",
                         id="a province's own is higher"),
        ],
    )  # fmt: skip
    def test_the_highest_is_what_the_pack_proposes_most_for(
        self, office: OfficeDesk, given: dict[str, Any], refusal: str | None
    ) -> None:
        publish_pack()
        share = replace(SHARE, **{"situations": ["regulation_38", "regulation_39"], **given})
        case = office.case()
        if refusal is None:
            assert cases.draft(case, share, acting=ANNA, now=NOW).amount_yuan == given.get("amount_yuan")
        else:
            assert code(lambda: cases.draft(case, share, acting=ANNA, now=NOW)) == refusal

    def test_the_highest_is_named(self, office: OfficeDesk) -> None:
        publish_pack()
        with pytest.raises(Refused) as rejected:
            cases.draft(office.case(), replace(SHARE, situations=["gifts", "regulation_38"]), acting=ANNA, now=NOW)
        assert "Took gifts" in rejected.value.reason.sentence
        assert "Took gifts" in rejected.value.reason.sentence_zh

    def test_a_measure_needs_its_first_day(self, office: OfficeDesk) -> None:
        case, share = office.case(), replace(SUSPENDING, suspension_starts_on=None)
        assert code(lambda: cases.draft(case, share, acting=ANNA, now=NOW)) == "start_missing"

    def test_one_act_is_scored_once(self, office: OfficeDesk) -> None:
        case = office.case()
        cases.draft(case, SHARE, acting=ANNA, now=NOW)
        assert code(lambda: cases.draft(case, SHARE, acting=ANNA, now=NOW)) == "item_used"
        again = replace(SHARE, item="2")
        assert code(lambda: cases.draft(case, again, acting=ANNA, now=NOW)) == "act_scored_before"
        again = replace(again, act="另一次分解住院")
        assert cases.draft(case, again, acting=ANNA, now=NOW).points == 5, "O38: another act of the type is scored"

    @pytest.mark.parametrize(
        ("given", "refusal", "field"),
        [
            pytest.param({"points": 4}, "act_scored_before", "act", id="the same act, lighter"),
            pytest.param({"points": 6}, "lighter_in_hand", "act", id="the same act, heavier"),
            pytest.param({"points": 6, "violation": "重复收费"}, "lighter_in_hand", "act", id="an act has one type"),
            pytest.param({"act": "另一次分解住院", "points": 4}, "type_scored_before", "violation", id="a lighter one"),
            pytest.param({"act": "另一次分解住院"}, "type_scored_before", "violation", id="another of as many points"),
            pytest.param({"act": "另一次分解住院", "points": 6}, "lighter_in_hand", "violation", id="a heavier one"),
            pytest.param({"act": "重复收费两项", "violation": "重复收费"}, None, None, id="another type"),
            pytest.param({"person": person(2)}, None, None, id="the same act of another person"),
            pytest.param({"person": person(2), "act": "另一次分解住院"}, None, None, id="another person's of the type"),
        ],
    )
    def test_beside_a_draft(
        self, office: OfficeDesk, given: dict[str, Any], refusal: str | None, field: str | None
    ) -> None:
        publish_pack(**ONCE)
        case = office.case()
        cases.draft(case, SHARE, acting=ANNA, now=NOW)
        share = replace(SHARE, **{"item": "2", **given})
        if refusal is None:
            assert cases.draft(case, share, acting=ANNA, now=NOW).pk
            return
        with pytest.raises(Refused) as rejected:
            cases.draft(case, share, acting=ANNA, now=NOW)
        reason = rejected.value.reason
        assert (reason.code, reason.field) == (refusal, field)
        assert "Item 1" in reason.sentence
        assert "事项1" in reason.sentence_zh
        assert "5 points" in reason.sentence

    def test_a_heavier_act_comes_after_the_lighter_draft_is_withdrawn(self, office: OfficeDesk) -> None:
        publish_pack(**ONCE)
        case = office.case()
        lighter = cases.draft(case, SHARE, acting=ANNA, now=NOW)
        heavier = replace(SHARE, item="2", act="另一次分解住院", points=6)
        assert code(lambda: cases.draft(case, heavier, acting=ANNA, now=NOW)) == "lighter_in_hand"
        cases.withdraw_item(lighter, reason="同类行为按较重的记分", acting=ANNA, now=NOW)
        assert cases.draft(case, heavier, acting=ANNA, now=NOW).points == 6

    def test_a_heavier_act_comes_after_the_lighter_one_is_sent_back(self, office: OfficeDesk) -> None:
        publish_pack(**ONCE)
        case = office.case()
        lighter = office.approved(SHARE, case)
        heavier = replace(SHARE, item="2", act="另一次分解住院", points=6)
        assert code(lambda: cases.draft(case, heavier, acting=ANNA, now=NOW)) == "lighter_in_hand"
        lighter = cases.send_back(lighter, reason="同类行为按较重的记分", acting=BEN, now=NOW)
        assert cases.draft(case, heavier, acting=ANNA, now=NOW).points == 6
        anew = replace(SHARE, item="3")
        assert code(lambda: cases.draft(case, anew, acting=ANNA, now=NOW, replaces=lighter)) == "type_scored_before"

    def test_what_is_signed_stands_before_a_heavier_act(self, office: OfficeDesk) -> None:
        publish_pack(**ONCE)
        case = office.case()
        office.issued(SHARE, case)
        heavier = replace(SHARE, item="2", act="另一次分解住院", points=6)
        assert code(lambda: cases.draft(case, heavier, acting=ANNA, now=NOW)) == "lighter_signed"

    def test_acts_of_one_type_add_up_where_no_text_limits_them(self, office: OfficeDesk) -> None:
        case = office.case()
        first = cases.draft(case, replace(SHARE, points=4), acting=ANNA, now=NOW)
        other = replace(SHARE, item="2", act="另一次分解住院", points=4)
        second = cases.draft(case, other, acting=ANNA, now=NOW)
        elsewhere = replace(SHARE, item="3", act="重复收费两项", violation="重复收费", points=4)
        third = cases.draft(case, elsewhere, acting=ANNA, now=NOW)
        assert (shares.of_the_same_type(first), shares.of_the_same_type(second)) == ([second], [first])
        assert shares.of_the_same_type(third) == []
        cases.withdraw_item(first, reason="错录", acting=ANNA, now=NOW)
        assert shares.of_the_same_type(second) == []

    def test_a_situation_that_lifts_the_basis_is_named_by_the_decision(self, office: OfficeDesk) -> None:
        publish_pack()
        share = replace(SHARE, situations=["regulation_38", "over_charge"], points=7)
        item = office.issued(share, office.case())
        decision = Decision.objects.get(pk=item.decision_id)
        assert (decision.legal_basis, decision.situation, decision.points) == ("regulation_38", "over_charge", 7)
        other = replace(SHARE, person=person(2))
        plain = office.issued(other, office.case(case_number="C2"))
        assert Decision.objects.get(pk=plain.decision_id).situation == ""

    def test_without_the_situation_the_points_are_refused_and_the_sentence_says_how(self, office: OfficeDesk) -> None:
        publish_pack()
        with pytest.raises(Refused) as rejected:
            cases.draft(office.case(), replace(SHARE, points=7), acting=ANNA, now=NOW)
        assert rejected.value.reason.code == "points_outside_band"
        assert "situation" in rejected.value.reason.sentence

    def test_a_repetition_needs_an_earlier_score_of_the_year(self, office: OfficeDesk) -> None:
        publish_pack()
        again = replace(SHARE, item="2", act="再次", violation="再次", legal_basis="regulation_39",
                        situations=["regulation_39", "again"], points=7, suspension_starts_on=date(2026, 3, 9),
                        suspension_months=2)  # fmt: skip
        case = office.case()
        assert code(lambda: cases.draft(case, again, acting=ANNA, now=NOW)) == "situation_not_repeated"
        office.issued(replace(SHARE, points=4), office.case(case_number="C2"))
        assert cases.draft(case, again, acting=ANNA, now=NOW).points == 7

    def test_two_ids_that_are_one_person_are_scored_once(self, office: OfficeDesk) -> None:
        case = office.case()
        cases.draft(case, SHARE, acting=ANNA, now=NOW)
        other = replace(SHARE, item="2", person=person(2))
        merged(1, into=2)
        assert code(lambda: cases.draft(case, other, acting=ANNA, now=NOW)) == "act_scored_before"

    def test_different_types_add_up(self, office: OfficeDesk) -> None:
        case = office.case()
        office.issued(SHARE, case)
        second = office.issued(
            replace(
                SHARE,
                item="2",
                act="重复收费两项",
                violation="重复收费",
                points=4,
                suspension_starts_on=date(2026, 3, 9),
            ),
            case,
        )
        assert second.foreseen["before"] == 5
        assert second.foreseen["total"] == 9
        assert Measure.objects.get(kind="suspension").points_total == 9

    def test_a_notice_shows_no_more_points_of_a_year_than_the_text_records(self, office: OfficeDesk) -> None:
        publish_pack(points_shown_at_most={"source": "invented", "value": 12})
        office.issued(replace(SUSPENDING, suspension_months=2))
        item = office.issued(
            replace(SHARE, points=4, suspension_starts_on=date(2026, 3, 9)), office.case(case_number="C2")
        )
        found = led_to(item.person_id, item.decision_id)
        assert found is not None
        told = papers.content_of(item, found, number="1", issued_on=today(NOW))
        assert (told.before, told.total, told.measure.points_total) == (9, 12, 13)

    def test_nothing_in_a_withdrawn_case(self, office: OfficeDesk) -> None:
        case = office.case()
        cases.withdraw_case(case, reason="错录", acting=ANNA, now=NOW)
        assert code(lambda: cases.draft(case, SHARE, acting=ANNA, now=NOW)) == "case_withdrawn"


class TestFourEyes:
    def test_who_proposed_may_not_approve(self, office: OfficeDesk) -> None:
        item = office.proposed()
        seen = foreseen.digest(shares.foresight_of(item, NOW))
        assert code(lambda: cases.approve(item, seen=seen, acting=ANNA, now=NOW)) == "same_person"

    def test_who_drafted_may_not_approve(self, office: OfficeDesk) -> None:
        drafted = cases.draft(office.case(), SHARE, acting=ANNA, now=NOW)
        item = cases.propose(drafted, acting=BEN, now=NOW)
        seen = foreseen.digest(shares.foresight_of(item, NOW))
        assert code(lambda: cases.approve(item, seen=seen, acting=ANNA, now=NOW)) == "same_person"
        assert cases.approve(item, seen=seen, acting=CORA, now=NOW).state == ItemState.APPROVED

    def test_the_database_refuses_it_too(self, office: OfficeDesk) -> None:
        item = office.proposed()
        for name in ("anna", ""):
            with pytest.raises(IntegrityError), transaction.atomic():
                CaseItem.objects.filter(pk=item.pk).update(state="approved", approved_by=name)

    def test_approving_needs_the_duty(self, office: OfficeDesk) -> None:
        item = office.proposed()
        handler = officer("dan", Duty.HANDLE, Duty.REVIEW)
        assert code(lambda: cases.approve(item, seen="", acting=handler, now=NOW)) == "duty_missing"

    def test_what_was_seen_must_still_be_so(self, office: OfficeDesk) -> None:
        case = office.case()
        item = office.proposed(SHARE, case)
        seen = foreseen.digest(shares.foresight_of(item, NOW))
        office.issued(replace(SHARE, item="2", act="重复收费两项", violation="重复收费", points=4), case)
        assert code(lambda: cases.approve(item, seen=seen, acting=BEN, now=NOW)) == "not_seen"

    def test_a_measure_that_follows_only_now_needs_its_first_day(self, office: OfficeDesk) -> None:
        item = office.proposed()
        office.issued(replace(SHARE, points=4), office.case(case_number="C1"))
        seen = foreseen.digest(shares.foresight_of(item, NOW))
        assert code(lambda: cases.approve(item, seen=seen, acting=BEN, now=NOW)) == "start_missing"  # 4 + 5


class TestOrder:
    """Every step from every state it does not follow on."""

    STEPS: dict[str, Callable[[CaseItem], Any]] = {
        "propose": lambda item: cases.propose(item, acting=ANNA, now=NOW),
        "approve": lambda item: cases.approve(item, seen="", acting=BEN, now=NOW),
        "send back": lambda item: cases.send_back(item, reason="x", acting=BEN, now=NOW),
        "issue": lambda item: cases.issue(item, acting=ANNA, now=NOW),
        "withdraw": lambda item: cases.withdraw_item(item, reason="x", acting=ANNA, now=NOW),
    }
    ALLOWED = {
        "drafted": {"propose", "withdraw"},
        "proposed": {"approve", "send back"},
        "approved": {"issue", "send back"},
        "issued": set(),
    }

    @pytest.mark.parametrize("state", ALLOWED)
    def test_no_step_out_of_order(self, office: OfficeDesk, state: str) -> None:
        item = {
            "drafted": lambda: cases.draft(office.case(), SHARE, acting=ANNA, now=NOW),
            "proposed": office.proposed,
            "approved": office.approved,
            "issued": office.issued,
        }[state]()
        for name, step in self.STEPS.items():
            if name not in self.ALLOWED[state]:
                assert code(lambda step=step: step(item)) == "out_of_order", name

    def test_what_is_sent_back_is_drafted_anew(self, office: OfficeDesk) -> None:
        item = cases.send_back(office.proposed(), reason="责任程度有误", acting=BEN, now=NOW)
        assert code(lambda: cases.propose(item, acting=ANNA, now=NOW)) == "out_of_order"
        again = cases.draft(item.case, replace(SHARE, points=6), acting=ANNA, now=NOW, replaces=item)
        assert (again.replaces, again.item, again.points) == (item, item.item, 6)

    def test_sending_back_needs_a_reason(self, office: OfficeDesk) -> None:
        item = office.proposed()
        assert code(lambda: cases.send_back(item, reason=" ", acting=BEN, now=NOW)) == "reason_missing"

    def test_a_case_with_a_decision_is_not_withdrawn(self, office: OfficeDesk) -> None:
        case = office.issued().case
        assert code(lambda: cases.withdraw_case(case, reason="x", acting=ANNA, now=NOW)) == "case_has_decisions"


class TestIssuing:
    def test_decision_and_notice_stand_together(self, office: OfficeDesk) -> None:
        item = office.issued(SUSPENDING)
        decision = Decision.objects.get(pk=item.decision_id)
        assert (decision.person_id, decision.points, decision.suspension_starts_on) == (person(1), 9, date(2026, 3, 9))
        assert decision.decided_on == date(2026, 2, 24)
        assert OutboxItem.objects.filter(statement_id=item.decision_id).exists()
        assert item.notices.get().version == 1
        names = list(Step.objects.filter(noun="caseitem", key=item.pk).values_list("name", "by"))
        assert names == [("drafted", "anna"), ("proposed", "anna"), ("approved", "ben"), ("issued", "anna")]

    def test_without_a_name_there_is_neither(self, office: OfficeDesk) -> None:
        office.desk.people(4)
        item = office.approved(replace(SHARE, person=person(4)))
        assert code(lambda: cases.issue(item, acting=ANNA, now=NOW)) == "name_unknown_here"
        assert not Decision.objects.exists()

    def test_a_name_known_under_an_absorbed_id_will_do(self, office: OfficeDesk) -> None:
        office.desk.people(4)
        merged(1, into=4)
        item = office.issued(replace(SHARE, person=person(4)))
        page = notices.read(item.notices.get(), "html", acting=ANNA, now=NOW)
        assert "测试甲" in page.decode()

    def test_the_same_penalty_by_file_is_refused(self, office: OfficeDesk) -> None:
        item = office.approved()
        brought = row("decisions", case_number="C7", person=person(1), basis_document="医保罚〔2026〕7号",
                      decided_on="2026-02-24")  # fmt: skip
        assert office.desk.outcomes("decisions", brought) == ["accepted"]
        assert code(lambda: cases.issue(item, acting=ANNA, now=NOW)) in (
            "not_seen",
            "start_missing",
            "case_number_used",
        )

    def test_an_issued_item_never_changes(self, office: OfficeDesk) -> None:
        item = office.issued()
        for change in ({"state": "drafted"}, {"points": 1}, {"approved_by": "cora"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                CaseItem.objects.filter(pk=item.pk).update(**change)

    def test_later_facts_ask_for_another_look(self, office: OfficeDesk) -> None:
        item = office.approved(SUSPENDING)
        office.now = NOW + timedelta(days=1)
        office.issued(SHARE, office.case(case_number="C8"))
        assert code(lambda: cases.issue(item, acting=ANNA, now=at(2026, 3, 3))) == "not_seen"
        assert cases.send_back(item, reason="累计已变", acting=BEN, now=at(2026, 3, 3)).state == "sent_back"


class TestHeldAtNational:
    """The same penalty, scored by another division: a human at national says whose counts (O21)."""

    @pytest.fixture
    def held(self, office: OfficeDesk) -> CaseItem:
        ledger = Ledger(now=NOW)
        ledger.open(institutions=[CHONGQING])
        same = {"basis_authority": BASIS.basis_authority, "case_number": "C7", "item": "1"}
        ledger.decide(3, CHONGQING, who=1, decided_on="2026-02-24", **same)
        share = replace(SHARE, suspension_starts_on=date(2026, 3, 9))
        return office.issued(share)

    def test_nothing_counts_and_no_notice_is_made(self, held: CaseItem) -> None:
        assert (held.state, held.notices.count()) == ("held", 0)
        assert Statement.objects.get(pk=held.decision_id).status == "held"
        assert code(lambda: cases.issue(held, acting=ANNA, now=NOW)) == "out_of_order"

    def test_accepted_the_notice_follows(self, held: CaseItem) -> None:
        Statement.objects.filter(pk=held.decision_id).update(status="pending")
        admission.restate(admission.stored([held.decision_id]), in_force=lambda candidate: True, now=NOW)
        issued = cases.issue(held, acting=ANNA, now=NOW)
        assert (issued.state, issued.notices.count()) == ("issued", 1)

    def test_refused_the_item_ends(self, held: CaseItem) -> None:
        Statement.objects.filter(pk=held.decision_id).update(status="refused")
        assert cases.issue(held, acting=ANNA, now=NOW).state == "refused"
        again = replace(SHARE, suspension_starts_on=date(2026, 3, 9))
        assert cases.draft(held.case, again, acting=ANNA, now=NOW).pk  # the item is free again


def test_what_a_decision_rests_on_says_when_each_of_the_two_acted(office: OfficeDesk) -> None:
    item = office.proposed()
    proposed_at, office.now = office.now, office.now + timedelta(hours=3)
    seen = foreseen.digest(shares.foresight_of(item, office.now))
    cases.approve(item, seen=seen, acting=BEN, now=office.now)
    agreed = Proposal.objects.get(matter="caseitem")
    assert (agreed.proposed_by.username, agreed.proposed_at) == ("anna", proposed_at)
    assert (agreed.approved_by.username, agreed.approved_at) == ("ben", office.now)
