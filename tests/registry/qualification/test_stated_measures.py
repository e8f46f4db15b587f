"""A threshold that no notice foresaw: it holds all the same, and its lead province states from when and how long."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registry.qualification.models import Measure, StandingInterval, StatedMeasure
from registry.qualification.selectors.standings import standing, timelines
from registry.qualification.services import standings
from registry.regulators.models import Notification
from sync.topics import Item
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, Ledger, person

ANN, BEA = person(1), person(2)

ACCUMULATED = {
    "months": {"accumulated": {
        "9": {"value": 2, "source": "invented"},
        "10": {"value": [3, 5], "source": "invented"},
        "11": {"value": 6, "source": "invented"},
    }}
}  # fmt: skip


def noon(on: str) -> datetime:
    return datetime.fromisoformat(f"{on}T04:00:00").replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    """Chongqing, which decides last, has lengths of its own."""
    ledger.now = noon("2025-01-02")
    ledger.open(1, 2)
    pack = {"division": CHONGQING, "version": "1", "valid_from": "2025-01-01"}
    ledger.say("pack.published", NATIONAL, pack | {"document": {"parameters": ACCUMULATED}})


def decide(ledger: Ledger, points: int, author: str, on: str, *, logged: str = "", who: int = 1, **body: Any) -> Item:
    """Say a decision that is signed on the day of its basis, and came into the log then or later."""
    status = "pending" if logged else "logged"
    ledger.now = noon(on) + timedelta(days=1)  # statements are issued the day before they are taken
    item = ledger.decide(points, author, who=who, decided_on=on, status=status, **body)
    if logged:
        ledger.now = noon(logged)
        reach(ledger, logged)
        ledger.log(item)
        ledger.settle(item)
    return item


def reach(ledger: Ledger, on: str) -> None:
    """Have the log's clock come to a day."""
    issued = {"issued_for": GUIZHOU, "persons": [person(100 + len(ledger.said))]}
    item = ledger.item("person.issued", NATIONAL, issued)
    item.issued_at = noon(on)
    ledger.store(item)
    ledger.apply(item)


def crossed(ledger: Ledger) -> Item:
    """Let two provinces score five points each, unseen by each other; return the one that crosses."""
    decide(ledger, 5, GUIZHOU, "2025-06-10", logged="2025-06-20")
    return decide(ledger, 5, CHONGQING, "2025-06-12")


def state(decision: Item, **body: Any) -> dict[str, Any]:
    return {"decision": str(decision.id), **body}


def by_day(who: str = ANN, until: date = date(2026, 6, 1)) -> list[tuple[str, bool]]:
    """Return status and whether the term is over, on every day until one."""
    (found,) = timelines([who]).values()
    first = date(2025, 1, 1)
    days = (first + timedelta(days=number) for number in range((until - first).days))
    return [(str(interval.status), interval.term_over) for interval in map(found.on, days)]


class TestTwoProvincesAtOnce:
    def test_it_holds_from_the_day_in_the_log_with_the_lower_bound(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        measure = Measure.objects.get()
        assert (measure.decision_id, measure.unforeseen, measure.months) == (decision.id, True, 3)
        # The clock had come to the 20th when Guizhou's decision of the 10th came in.
        assert (measure.starts_on, measure.ends_on) == (date(2025, 6, 20), date(2025, 9, 20))
        assert standing(ANN, date(2025, 6, 19)).status == "normal"
        assert standing(ANN, date(2025, 6, 20)).status == "suspended"

    def test_what_is_stated_counts_and_no_past_day_changes(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        before = by_day()
        ledger.now = noon("2025-07-02")
        stated = ledger.say("measure.stated", CHONGQING, state(decision, months=5, starts_on="2025-07-01"))
        measure = Measure.objects.get()
        assert (measure.unforeseen, measure.months) == (False, 5)
        assert (measure.starts_on, measure.ends_on) == (date(2025, 6, 20), date(2025, 12, 1))
        days = (date(2025, 6, 30) - date(2025, 1, 1)).days  # the day of its signature
        assert by_day()[:days] == before[:days]
        assert StatedMeasure.objects.get().statement_id == stated.id
        assert standings.differing([ANN]) == []

    def test_stated_when_the_lower_bound_is_over_already(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        over = date(2025, 9, 25)
        assert standing(ANN, over).term_over
        ledger.now = noon("2025-10-02")
        body = state(decision, months=5, starts_on="2025-07-01", issued_on="2025-10-01")
        ledger.say("measure.stated", CHONGQING, body)
        assert standing(ANN, over).term_over, "that day is over"
        assert not standing(ANN, date(2025, 10, 1)).term_over
        assert standing(ANN, date(2025, 12, 1)).term_over

    def test_a_termination_is_stated_without_months(self, ledger: Ledger) -> None:
        decide(ledger, 6, GUIZHOU, "2025-06-10", logged="2025-06-20")
        decision = decide(ledger, 6, CHONGQING, "2025-06-12")
        assert Measure.objects.get().unforeseen
        ledger.now = noon("2025-07-02")
        body = state(decision, kind="termination", months=None, starts_on="2025-07-01")
        ledger.say("measure.stated", CHONGQING, body)
        measure = Measure.objects.get()
        assert (measure.unforeseen, measure.starts_on, measure.ends_on) == (False, date(2025, 6, 20), date(2026, 7, 1))

    def test_regulators_hear_the_new_end(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        told = Notification.objects.count()
        ledger.now = noon("2025-07-02")
        stated = ledger.say("measure.stated", CHONGQING, state(decision, months=5))
        heard = list(Notification.objects.order_by("position", "ordinal").values_list("position", "kind", "corrects"))
        assert heard[told:] == [(stated.position, "suspension", decision.position)]

    def test_stated_before_its_decision_is_told_when_that_comes(self, ledger: Ledger) -> None:
        first = decide(ledger, 5, GUIZHOU, "2025-06-10")
        assert first.position
        decision = ledger.item("decision.issued", CHONGQING, {"person": ANN, "points": 5, "decided_on": "2025-06-12"})
        stated = ledger.item("measure.stated", CHONGQING, state(decision, months=5))
        ledger.store(decision, stated)
        ledger.apply(stated)
        assert not Measure.objects.exists()
        ledger.apply(decision)
        assert (Measure.objects.get().months, Measure.objects.get().unforeseen) == (5, False)
        assert Notification.objects.filter(position=stated.position, kind="suspension").exists()


class TestMerge:
    def test_it_holds_from_the_merge_and_the_later_decision_leads(self, ledger: Ledger) -> None:
        decide(ledger, 5, GUIZHOU, "2025-06-10")
        later = decide(ledger, 5, CHONGQING, "2025-06-12", who=2)
        ledger.now = noon("2025-10-02")
        ledger.merge(2, 1, on="2025-10-01")
        measures = {(row.person_id, row.author, row.starts_on, row.months) for row in Measure.objects.all()}
        assert measures == {(who, CHONGQING, date(2025, 10, 1), 3) for who in (ANN, BEA)}
        before = by_day()
        ledger.now = noon("2025-10-12")
        body = state(later, starts_on="2025-10-11", issued_on="2025-10-11", months=4)
        ledger.say("measure.stated", CHONGQING, body)
        for who in (ANN, BEA):
            measure = Measure.objects.get(person=who)
            assert (measure.unforeseen, measure.months, measure.ends_on) == (False, 4, date(2026, 2, 11))
        days = (date(2025, 10, 11) - date(2025, 1, 1)).days
        assert by_day()[:days] == before[:days]


REFUSALS = [
    pytest.param({"decision": "00000000-0000-7000-8000-00000000ffff"}, "unknown_decision", id="no such decision"),
    pytest.param({"kind": "termination", "months": None}, "nothing_to_state", id="of another kind"),
    pytest.param({"kind": "notice", "months": None}, "nothing_to_state", id="of no kind that is a status"),
    pytest.param({"starts_on": "2025-06-19"}, "start_before_measure", id="before it holds"),
    pytest.param({"starts_on": "2027-06-21"}, "date_implausible", id="more than two years later"),
    pytest.param({"issued_on": "2025-07-03"}, "date_implausible", id="issued in the future"),
    pytest.param({"issued_on": "2025-06-11"}, "date_implausible", id="issued before the basis"),
    pytest.param({"months": None}, "suspension_months_missing", id="a suspension without months"),
    pytest.param({"months": 2}, "suspension_months_outside", id="fewer than the pack gives"),
    pytest.param({"months": 6}, "suspension_months_outside", id="more than the pack gives"),
    pytest.param({"months": 7}, "suspension_months_out_of_range", id="more than the law gives"),
]


class TestRefusals:
    @pytest.mark.parametrize(("body", "code"), REFUSALS)
    def test_what_does_not_fit(self, ledger: Ledger, body: dict[str, Any], code: str) -> None:
        decision = crossed(ledger)
        ledger.now = noon("2025-07-02")
        assert ledger.refusal("measure.stated", CHONGQING, state(decision) | body).reason.code == code

    @pytest.mark.parametrize(("starts_on", "issued_on"), [("2025-06-20", "2025-06-20"), ("2027-06-20", "2025-07-02")])
    def test_the_first_and_the_last_day_are_taken(self, ledger: Ledger, starts_on: str, issued_on: str) -> None:
        decision = crossed(ledger)
        ledger.now = noon("2025-07-02")
        ledger.say("measure.stated", CHONGQING, state(decision, starts_on=starts_on, issued_on=issued_on))

    def test_by_another_province(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        assert ledger.refusal("measure.stated", GUIZHOU, state(decision)).reason.code == "not_the_author"

    def test_twice(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        ledger.now = noon("2025-07-02")
        ledger.say("measure.stated", CHONGQING, state(decision))
        assert ledger.refusal("measure.stated", CHONGQING, state(decision)).reason.code == "stated_before"

    def test_twice_in_one_batch(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        ledger.now = noon("2025-07-02")
        items = [ledger.item("measure.stated", CHONGQING, state(decision)) for _ in range(2)]
        first, second = ledger.check(*items)
        assert first is None
        assert second is not None
        assert second.reason.code == "stated_before"

    def test_a_notice_that_foresaw_it(self, ledger: Ledger) -> None:
        decide(ledger, 5, GUIZHOU, "2025-06-10")
        decision = decide(ledger, 5, CHONGQING, "2025-06-12", measure="suspension", suspension_months=4)
        assert not Measure.objects.get().unforeseen
        assert ledger.refusal("measure.stated", CHONGQING, state(decision)).reason.code == "nothing_to_state"

    def test_an_annulled_decision(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        ledger.now = noon("2025-09-02")
        ledger.say("decision.annulled", CHONGQING, {"decision": str(decision.id), "annulled_on": "2025-09-01"})
        assert ledger.refusal("measure.stated", CHONGQING, state(decision)).reason.code == "already_annulled"

    def test_one_that_has_ended_is_over_as_it_was(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        ledger.now = noon("2025-09-23")
        days = {"assessed_on": "2025-09-20", "effective_on": "2025-09-20"}
        ledger.say("restoration.assessed", CHONGQING, {"person": ANN, **days})
        assert not StandingInterval.objects.filter(to_on=None).exists()
        assert ledger.refusal("measure.stated", CHONGQING, state(decision)).reason.code == "nothing_to_state"


class TestObjection:
    """What was stated has a notice of its own: the ten days of the decision's notice say nothing of it (art. 41)."""

    def test_no_objection_is_late_by_the_decisions_own_notice(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        ledger.now = noon("2025-10-02")
        served = {"decision": str(decision.id), "issued_on": "2025-06-12", "served_on": "2025-06-13"}
        ledger.say("notice.served", CHONGQING, served)
        late = {"decision": str(decision.id), "lodged_on": "2025-09-25", "lodged_by": "institution"}
        assert ledger.refusal("objection.lodged", CHONGQING, late).reason.code == "objection_late"
        ledger.say("measure.stated", CHONGQING, state(decision))
        ledger.say("objection.lodged", CHONGQING, late)

    def test_who_objected_to_the_points_may_object_to_what_follows(self, ledger: Ledger) -> None:
        decision = crossed(ledger)
        ledger.now = noon("2025-10-02")
        body = {"decision": str(decision.id), "lodged_on": "2025-06-16"}
        objection = ledger.say("objection.lodged", CHONGQING, body)
        ledger.say("objection.settled", CHONGQING, {"objection": str(objection.id), "settled_on": "2025-06-18"})
        again = {**body, "lodged_on": "2025-09-25"}
        assert ledger.refusal("objection.lodged", CHONGQING, again).reason.code == "objection_lodged_before"
        ledger.say("measure.stated", CHONGQING, state(decision))
        second = ledger.say("objection.lodged", CHONGQING, again)
        ledger.say("objection.settled", CHONGQING, {"objection": str(second.id), "settled_on": "2025-09-28"})
        third = {**body, "lodged_on": "2025-09-29"}
        assert ledger.refusal("objection.lodged", CHONGQING, third).reason.code == "objection_lodged_before"
