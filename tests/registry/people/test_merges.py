"""Two IDs found to be one person, and found to be two after all (O23)."""

from datetime import date
from typing import Any

import pytest

from registry.people.models import PersonMerge
from registry.people.selectors.kin import survivors
from registry.qualification.models import FilingPeriod, Measure, StandingInterval
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.standings import standing, timeline
from registry.qualification.services.standings import differing
from registry.words.lifelong_id import shown
from registry.words.statuses import Status
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, hospital, person

ANN, ALSO_ANN, ANNA, STRANGER = 1, 2, 3, 4
IDS = [person(number) for number in (ANN, ALSO_ANN, ANNA, STRANGER)]
MERGED_ON = date(2025, 10, 1)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(ANN, ALSO_ANN, ANNA, STRANGER)


def status(number: int, *day: int) -> str:
    return standing(person(number), date(*day)).status.value


class TestUnited:
    """Points of both IDs are added up, and the strictest holds from the merge on."""

    def test_each_below_nine_together_above(self, ledger: Ledger) -> None:
        ledger.decide(5, who=ANN, decided_on="2025-03-01")
        ledger.decide(5, CHONGQING, who=ALSO_ANN, decided_on="2025-08-20")
        ledger.merge(ANN, ALSO_ANN)
        for who in (ANN, ALSO_ANN):
            assert status(who, 2025, 9, 30) == "normal"
            assert status(who, 2025, 10, 1) == "suspended"
            assert StandingInterval.objects.filter(person_id=person(who), from_on=MERGED_ON).count() == 1
        assert differing(IDS) == []

    def test_together_twelve(self, ledger: Ledger) -> None:
        ledger.decide(6, who=ANN, decided_on="2025-03-01")
        ledger.decide(6, CHONGQING, who=ALSO_ANN, decided_on="2025-08-20")
        ledger.merge(ALSO_ANN, ANN)
        assert [status(who, 2025, 10, 1) for who in (ANN, ALSO_ANN)] == ["terminated"] * 2
        assert {row.kind for row in Measure.objects.all()} == {"termination"}
        assert differing(IDS) == []

    def test_one_was_suspended_already(self, ledger: Ledger) -> None:
        ledger.decide(10, who=ANN)
        ledger.merge(ANN, ALSO_ANN)
        assert status(ALSO_ANN, 2025, 9, 30) == "normal"
        assert status(ALSO_ANN, 2025, 10, 1) == "suspended"
        assert status(ANN, 2025, 9, 30) == status(ANN, 2025, 10, 1) == "suspended"

    def test_a_later_decision_counts_for_both(self, ledger: Ledger) -> None:
        ledger.decide(5, who=ANN, decided_on="2025-03-01")
        ledger.merge(ANN, ALSO_ANN, on="2025-04-01")
        ledger.decide(5, who=ALSO_ANN, decided_on="2025-08-20")
        assert [status(who, 2025, 8, 20) for who in (ANN, ALSO_ANN)] == ["suspended"] * 2
        assert differing(IDS) == []

    def test_an_annulment_under_the_old_id_frees_both(self, ledger: Ledger) -> None:
        old = ledger.decide(5, who=ANN, decided_on="2025-03-01")
        ledger.decide(5, who=ALSO_ANN, decided_on="2025-08-20")
        ledger.merge(ANN, ALSO_ANN)
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(old.id)})
        assert [status(who, 2025, 12, 1) for who in (ANN, ALSO_ANN)] == ["normal"] * 2
        assert not StandingInterval.objects.exists()
        assert differing(IDS) == []

    def test_a_restoration_under_the_id_that_goes_on_frees_both(self, ledger: Ledger) -> None:
        ledger.decide(10, who=ANN)
        ledger.merge(ANN, ALSO_ANN)
        ledger.say("restoration.assessed", GUIZHOU, {"person": person(ALSO_ANN)})
        assert [status(who, 2025, 12, 21) for who in (ANN, ALSO_ANN)] == ["suspended"] * 2
        assert [status(who, 2025, 12, 22) for who in (ANN, ALSO_ANN)] == ["normal"] * 2
        assert differing(IDS) == []

    def test_what_was_known_before_the_merge_is_told_as_before(self, ledger: Ledger) -> None:
        ledger.decide(5, who=ANN, decided_on="2025-03-01")
        last = ledger.decide(5, who=ALSO_ANN, decided_on="2025-08-20")
        ledger.merge(ANN, ALSO_ANN)
        assert standing(person(ANN), date(2025, 12, 1), known_at=last.position).status is Status.NORMAL
        assert standing(person(ANN), date(2025, 12, 1)).status is Status.SUSPENDED


class TestFilings:
    """The till finds the filings of both under both."""

    def test_periods_under_both_ids(self, ledger: Ledger) -> None:
        ledger.say("filing.opened", GUIZHOU, {"person": person(ANN)})
        ledger.say("filing.opened", CHONGQING, {"person": person(ALSO_ANN)})
        merge = ledger.merge(ANN, ALSO_ANN)
        found = FilingPeriod.objects.order_by("person", "institution").values_list("person_id", "institution")
        both = [hospital(CHONGQING), hospital(GUIZHOU)]
        assert list(found) == [(person(who), institution) for who in (ANN, ALSO_ANN) for institution in both]
        assert differing(IDS) == []
        ledger.say("person.split", NATIONAL, {"merge": str(merge.id)})
        assert FilingPeriod.objects.count() == 2

    def test_nobody_is_filed_twice_under_two_ids(self, ledger: Ledger) -> None:
        ledger.say("filing.opened", GUIZHOU, {"person": person(ANN)})
        ledger.merge(ANN, ALSO_ANN)
        body = {"person": person(ALSO_ANN), "opened_on": "2025-12-01"}
        assert ledger.refusal("filing.opened", GUIZHOU, body).reason.code == "already_filed"

    def test_a_bar_holds_under_the_other_id(self, ledger: Ledger) -> None:
        ledger.decide(12, who=ANN)
        ledger.merge(ANN, ALSO_ANN)
        body = {"person": person(ALSO_ANN), "opened_on": "2025-12-01"}
        assert ledger.refusal("filing.opened", GUIZHOU, body).reason.code == "person_barred"


class TestRedirect:
    """Nothing new is said of an absorbed ID; the refusal names the one to use."""

    def test_statements_are_refused(self, ledger: Ledger) -> None:
        ledger.merge(ANN, ALSO_ANN)
        ledger.merge(ALSO_ANN, ANNA, on="2025-11-01")
        for topic in ("filing.opened", "decision.issued", "cascade.applied", "commendation.recorded", "loss.borne"):
            refusal = ledger.refusal(topic, GUIZHOU, {"person": person(ANN)}).reason
            assert (refusal.code, refusal.field) == ("person_merged", "person"), topic
            assert shown(person(ANNA)) in refusal.sentence
            assert shown(person(ANNA)) in refusal.sentence_zh

    def test_it_costs_one_query_as_before(self, ledger: Ledger, django_assert_num_queries: Any) -> None:
        from registry.people.services.known_people import known_people

        with django_assert_num_queries(1):
            assert known_people([*IDS, person(99)]) == {each: each for each in IDS}
        ledger.merge(ANN, ALSO_ANN)
        assert known_people(IDS)[person(ANN)] == person(ALSO_ANN)


class TestOnce:
    """What was said of an absorbed ID is not said again of the one that goes on (O21)."""

    AGAIN = (
        pytest.param("decision.issued", {"case_number": "C1"}, "case_number_used", id="a decision"),
        pytest.param("cascade.applied", {"applied_on": "2025-04-01"}, "reference_used", id="a cascade"),
        pytest.param("commendation.recorded", {"title": "好医生"}, "commended_before", id="a commendation"),
    )

    @pytest.mark.parametrize(("topic", "body", "code"), AGAIN)
    def test_by_the_same_author(self, ledger: Ledger, topic: str, body: dict[str, Any], code: str) -> None:
        ledger.say(topic, GUIZHOU, {"person": person(ANN), **body})
        merge = ledger.merge(ANN, ALSO_ANN)
        ledger.merge(ALSO_ANN, ANNA, on="2025-11-01")
        again = {"person": person(ANNA), **body}
        assert ledger.refusal(topic, GUIZHOU, again).reason.code == code
        ledger.say("person.split", NATIONAL, {"merge": str(merge.id)})
        ledger.say(topic, GUIZHOU, again)

    def test_the_same_penalty_by_another_author_is_held(self, ledger: Ledger) -> None:
        ledger.decide(5, who=ANN, case_number="C1")
        ledger.merge(ANN, ALSO_ANN)
        body = {"person": person(ALSO_ANN), "case_number": "C1"}
        assert ledger.refusal("decision.issued", CHONGQING, body).held
        ledger.say("decision.issued", CHONGQING, body | {"item": "2"})

    def test_what_was_annulled_may_be_said_again(self, ledger: Ledger) -> None:
        first = ledger.decide(5, who=ANN, case_number="C1")
        ledger.merge(ANN, ALSO_ANN)
        ledger.say("decision.annulled", GUIZHOU, {"decision": str(first.id)})
        ledger.decide(5, who=ALSO_ANN, case_number="C1")

    def test_a_loss_from_before_the_merge_lies_on_days_of_any_id(self, ledger: Ledger) -> None:
        ledger.decide(9, who=ANN, decided_on="2025-06-20")
        ledger.merge(ANN, ALSO_ANN)
        ledger.say("loss.borne", GUIZHOU, {"person": person(ALSO_ANN)})
        body = {"person": person(ALSO_ANN), "reference": "L2", "service_from": "2025-06-01"}
        assert ledger.refusal("loss.borne", GUIZHOU, body).reason.code == "loss_without_status"


class TestChains:
    def test_the_end_of_the_chain_goes_on(self, ledger: Ledger) -> None:
        ledger.merge(ANN, ALSO_ANN, on="2025-09-01")
        ledger.merge(ALSO_ANN, ANNA, on="2025-10-01")
        assert survivors(IDS) == {person(ANN): person(ANNA), person(ALSO_ANN): person(ANNA)}

    def test_each_link_unites_from_its_own_day(self, ledger: Ledger) -> None:
        for who in (ANN, ALSO_ANN, ANNA):
            ledger.decide(4, who=who, decided_on=f"2025-0{who}-01")
        ledger.merge(ANN, ALSO_ANN, on="2025-09-01")
        ledger.merge(ALSO_ANN, ANNA, on="2025-10-01")
        assert [status(who, 2025, 9, 30) for who in (ANN, ALSO_ANN, ANNA)] == ["normal"] * 3
        assert [status(who, 2025, 10, 1) for who in (ANN, ALSO_ANN, ANNA)] == ["terminated"] * 3
        assert kinship([person(ANN)]).kin(person(ANN), date(2025, 9, 30)) == {person(ANN), person(ALSO_ANN)}
        assert differing(IDS) == []

    @pytest.mark.parametrize(
        ("absorbed", "into", "code", "field"),
        [
            pytest.param(ALSO_ANN, ANN, "merge_in_circle", "into", id="back"),
            pytest.param(ANNA, ANN, "person_merged", "into", id="into one that was absorbed"),
            pytest.param(ANN, ANNA, "person_merged", "absorbed", id="away from one that was absorbed"),
            pytest.param(ANNA, ANNA, "merge_with_itself", "into", id="with itself"),
            pytest.param(99, ANNA, "unknown_person", "absorbed", id="of nobody"),
            pytest.param(ANNA, 99, "unknown_person", "into", id="into nobody"),
        ],
    )
    def test_refused(self, ledger: Ledger, absorbed: int, into: int, code: str, field: str) -> None:
        ledger.merge(ANN, ALSO_ANN)
        body = {"absorbed": person(absorbed), "into": person(into)}
        refusal = ledger.refusal("person.merged", NATIONAL, body).reason
        assert (refusal.code, refusal.field) == (code, field)

    def test_a_long_circle_is_refused_too(self, ledger: Ledger) -> None:
        ledger.merge(ANN, ALSO_ANN)
        ledger.merge(ALSO_ANN, ANNA)
        body = {"absorbed": person(ANNA), "into": person(ANN)}
        assert ledger.refusal("person.merged", NATIONAL, body).reason.code == "merge_in_circle"

    def test_not_in_the_future(self, ledger: Ledger) -> None:
        body = {"absorbed": person(ANN), "into": person(ANNA), "merged_on": "2026-03-03"}
        assert ledger.refusal("person.merged", NATIONAL, body).reason.code == "date_implausible"


class TestSplit:
    """As though the merge had never been."""

    def test_everything_is_as_before(self, ledger: Ledger) -> None:
        ledger.decide(5, who=ANN, decided_on="2025-03-01")
        ledger.decide(5, who=ALSO_ANN, decided_on="2025-08-20")
        before = [timeline(each) for each in IDS]
        merge = ledger.merge(ANN, ALSO_ANN)
        assert [timeline(each) for each in IDS] != before
        split = ledger.say("person.split", NATIONAL, {"merge": str(merge.id)})
        assert [timeline(each) for each in IDS] == before
        assert not StandingInterval.objects.exists()
        assert differing(IDS) == []
        assert standing(person(ANN), date(2025, 12, 1), known_at=split.position - 1).status is Status.SUSPENDED
        ledger.decide(1, who=ANN)

    def test_a_link_of_a_chain(self, ledger: Ledger) -> None:
        for who in (ANN, ALSO_ANN, ANNA):
            ledger.decide(4, who=who, decided_on=f"2025-0{who}-01")
        first = ledger.merge(ANN, ALSO_ANN)
        ledger.merge(ALSO_ANN, ANNA)
        ledger.say("person.split", NATIONAL, {"merge": str(first.id)})
        assert survivors(IDS) == {person(ALSO_ANN): person(ANNA)}
        assert [status(who, 2025, 10, 1) for who in (ANN, ALSO_ANN, ANNA)] == ["normal"] * 3
        assert differing(IDS) == []

    def test_merged_anew(self, ledger: Ledger) -> None:
        merge = ledger.merge(ANN, ALSO_ANN)
        ledger.say("person.split", NATIONAL, {"merge": str(merge.id)})
        ledger.merge(ANN, ANNA)
        assert survivors(IDS) == {person(ANN): person(ANNA)}

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            pytest.param({"merge": "00000000-0000-7000-8000-00000000ffff"}, "unknown_merge", id="of nothing"),
            pytest.param({"split_on": "2025-09-30"}, "dates_out_of_order", id="before the merge"),
            pytest.param({"split_on": "2026-03-03"}, "date_implausible", id="tomorrow"),
        ],
    )
    def test_refused(self, ledger: Ledger, body: dict[str, Any], code: str) -> None:
        merge = ledger.merge(ANN, ALSO_ANN)
        assert ledger.refusal("person.split", NATIONAL, {"merge": str(merge.id), **body}).reason.code == code

    def test_once(self, ledger: Ledger) -> None:
        merge = str(ledger.merge(ANN, ALSO_ANN).id)
        ledger.say("person.split", NATIONAL, {"merge": merge})
        assert ledger.refusal("person.split", NATIONAL, {"merge": merge}).reason.code == "already_split"
        assert PersonMerge.objects.count() == 1


class TestLookedAtTogether:
    """Whatever asks about a person asks about all IDs."""

    def test_what_a_decision_would_lead_to(self, ledger: Ledger) -> None:
        from registry.qualification.services.foresight import of_decision
        from tests.registry.ledger import NOW

        ledger.decide(5, CHONGQING, who=ANN, decided_on="2025-03-01")
        ledger.merge(ANN, ALSO_ANN)
        body = dict(ledger.item("decision.issued", GUIZHOU, {"person": person(ALSO_ANN)}).body)
        foreseen = of_decision(body, author=GUIZHOU, now=NOW).foresight
        assert (foreseen.before, foreseen.total) == (5, 10)

    def test_joint_cases(self, ledger: Ledger) -> None:
        from registry.statistics.selectors.joint_cases import page

        ledger.decide(5, CHONGQING, who=ANN, decided_on="2025-03-01")
        ledger.decide(5, GUIZHOU, who=ALSO_ANN, decided_on="2025-08-20")
        assert page(2025, None).cases == ()
        ledger.merge(ANN, ALSO_ANN)
        (found,) = page(2025, None).cases
        assert (found.person, found.case.lead) == (person(ALSO_ANN), GUIZHOU)
        assert found.case.authors == (CHONGQING, GUIZHOU)

    def test_what_a_draft_would_move(self, ledger: Ledger) -> None:
        from registry.parameters import parse_pack
        from registry.qualification.selectors.impact import moves

        ledger.decide(5, who=ANN, decided_on="2025-03-01")
        ledger.decide(4, who=ALSO_ANN, decided_on="2025-08-20")
        ledger.merge(ANN, ALSO_ANN)
        months = {"months": {"9": {"value": 3, "source": "x"}}}
        draft = {"division": GUIZHOU, "version": "2", "valid_from": "2025-01-01", "parameters": months}
        found = [move for _, some in moves([parse_pack(draft)], today=date(2025, 10, 2)) for move in some]
        assert {move.person for move in found} == {person(ANN), person(ALSO_ANN)}
