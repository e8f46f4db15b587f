"""What regulators hear: of whom, where, why, and what it corrects. Nothing else."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from registry.regulators.models import Notification
from sync.topics import Item
from tests.registry.ledger import CHONGQING, GUIZHOU, NATIONAL, SHANGHAI, Ledger, hospital, person

ANN = person(1)
PHARMACY = "P52000000001"


@pytest.fixture(autouse=True)
def _open(ledger: Ledger) -> None:
    ledger.open(1, 2)
    pharmacy = {"code": PHARMACY, "name": "某药房", "kind": "retail_pharmacy", "division": GUIZHOU}
    ledger.say("institution.recorded", GUIZHOU, pharmacy)


def heard() -> list[tuple[Any, ...]]:
    """Return position, kind, institution and what is corrected, in order."""
    rows = Notification.objects.order_by("position", "ordinal")
    return list(rows.values_list("position", "kind", "institution", "corrects"))


def test_a_score_and_nothing_more(ledger: Ledger) -> None:
    item = ledger.decide(5, case_number="2025-7")
    notification = Notification.objects.get()
    assert (notification.position, notification.ordinal, notification.kind) == (item.position, 0, "score")
    assert (notification.person_id, notification.institution, notification.case_number) == (
        ANN, hospital(GUIZHOU), "2025-7",
    )  # fmt: skip
    assert (notification.group, notification.province, notification.corrects) == ("medical", GUIZHOU, None)


def test_a_pharmacy_is_told_to_the_drug_authority(ledger: Ledger) -> None:
    ledger.decide(5, institution=PHARMACY)
    assert Notification.objects.get().group == "pharmacy"


@pytest.mark.parametrize(("points", "kind"), [(9, "suspension"), (11, "suspension"), (12, "termination")])
def test_what_follows_is_told_with_it(ledger: Ledger, points: int, kind: str) -> None:
    item = ledger.decide(points)
    at = hospital(GUIZHOU)
    assert heard() == [(item.position, "score", at, None), (item.position, kind, at, None)]


def test_a_suspension_is_told_wherever_the_person_is_filed(ledger: Ledger) -> None:
    ledger.say("filing.opened", SHANGHAI, {"person": ANN})
    closed = ledger.say("filing.opened", CHONGQING, {"person": ANN})
    ledger.say("filing.cancelled", CHONGQING, {"filing": str(closed.id), "cancelled_on": "2025-12-31"})
    ledger.decide(10)
    assert [(kind, institution) for _, kind, institution, _ in heard()] == [
        ("score", hospital(GUIZHOU)), ("suspension", hospital(GUIZHOU)), ("suspension", hospital(SHANGHAI)),
    ]  # fmt: skip
    assert Notification.objects.get(institution=hospital(SHANGHAI)).province == SHANGHAI


def test_an_annulment_names_the_position_it_corrects(ledger: Ledger) -> None:
    first = ledger.decide(5)
    second = ledger.decide(5, CHONGQING, decided_on="2025-08-01")
    before = len(heard())
    annulled = ledger.say("decision.annulled", GUIZHOU, {"decision": str(first.id)})
    assert heard()[before:] == [
        (annulled.position, "annulment", hospital(GUIZHOU), first.position),
        # Chongqing's suspension rested on both: it is gone too.
        (annulled.position, "annulment", hospital(CHONGQING), second.position),
    ]


def test_an_annulment_that_makes_a_termination_a_suspension(ledger: Ledger) -> None:
    first = ledger.decide(4)
    second = ledger.decide(10, decided_on="2025-08-01")
    before = len(heard())
    annulled = ledger.say("decision.annulled", GUIZHOU, {"decision": str(first.id)})
    assert heard()[before:] == [
        (annulled.position, "annulment", hospital(GUIZHOU), first.position),
        (annulled.position, "suspension", hospital(GUIZHOU), second.position),
    ]


def test_an_earlier_decision_that_comes_late_raises_a_later_one(ledger: Ledger) -> None:
    later = ledger.decide(9, CHONGQING, decided_on="2025-08-01")
    earlier = ledger.decide(4, decided_on="2025-02-01")
    assert heard()[-2:] == [
        (earlier.position, "score", hospital(GUIZHOU), None),
        (earlier.position, "termination", hospital(CHONGQING), later.position),
    ]


def test_restoration(ledger: Ledger) -> None:
    ledger.say("filing.opened", SHANGHAI, {"person": ANN})
    ledger.decide(10, case_number="2025-7")
    failed = ledger.say("restoration.assessed", GUIZHOU, {"person": ANN, "passed": False})
    passed = ledger.say("restoration.assessed", GUIZHOU, {"person": ANN})
    assert not Notification.objects.filter(position=failed.position).exists()
    rows = Notification.objects.filter(position=passed.position)
    assert list(rows.values_list("kind", "institution", "case_number")) == [
        ("restoration", hospital(GUIZHOU), "2025-7"),
        ("restoration", hospital(SHANGHAI), "2025-7"),
    ]


def test_refiling(ledger: Ledger) -> None:
    ledger.now = datetime(2028, 7, 1, 4, 0, tzinfo=UTC)
    ledger.decide(12)
    assessed = {"person": ANN, "assessed_on": "2028-06-20", "effective_on": "2028-06-20"}
    ledger.say("restoration.assessed", GUIZHOU, assessed)
    signed = {"commitment_version": "2", "commitment_signed_on": "2028-06-20", "commitment_form": "paper"}
    filing = {"person": ANN, "opened_on": "2028-06-20", "refiling": True, **signed}
    item = ledger.say("filing.opened", GUIZHOU, filing)
    assert heard()[-1] == (item.position, "restoration", hospital(GUIZHOU), None)


class TestObjections:
    """A correction goes at once to everybody who heard of what it corrects."""

    def lodge(self, ledger: Ledger, target: Item, **settled: Any) -> Item:
        field = "decision" if target.topic == "decision.issued" else "cascade"
        objection = ledger.say("objection.lodged", GUIZHOU, {field: str(target.id)})
        return ledger.say("objection.settled", GUIZHOU, {"objection": str(objection.id), **settled})

    def test_fewer_points_correct_the_score_and_undo_the_suspension_wherever_it_was_told(self, ledger: Ledger) -> None:
        filing = ledger.say("filing.opened", SHANGHAI, {"person": ANN})
        decision = ledger.decide(9)
        ledger.say("filing.cancelled", SHANGHAI, {"filing": str(filing.id), "cancelled_on": "2025-12-31"})
        before = len(heard())
        settled = self.lodge(ledger, decision, outcome="changed", points=8)
        assert heard()[before:] == [
            (settled.position, "score", hospital(GUIZHOU), decision.position),
            (settled.position, "annulment", hospital(GUIZHOU), decision.position),
            (settled.position, "annulment", hospital(SHANGHAI), decision.position),
        ]

    def test_fewer_points_that_shorten_the_suspension(self, ledger: Ledger) -> None:
        decision = ledger.decide(11)
        before = len(heard())
        settled = self.lodge(ledger, decision, outcome="changed", points=10)
        assert heard()[before:] == [
            (settled.position, "score", hospital(GUIZHOU), decision.position),
            (settled.position, "suspension", hospital(GUIZHOU), decision.position),
        ]

    def test_annulled(self, ledger: Ledger) -> None:
        decision = ledger.decide(5)
        settled = self.lodge(ledger, decision, outcome="annulled")
        assert heard()[1:] == [(settled.position, "annulment", hospital(GUIZHOU), decision.position)]

    def test_an_annulled_cascade(self, ledger: Ledger) -> None:
        ledger.say("filing.opened", SHANGHAI, {"person": ANN})
        cascade = ledger.say("cascade.applied", GUIZHOU, {"person": ANN, "institution": hospital(GUIZHOU)})
        settled = self.lodge(ledger, cascade, outcome="annulled")
        assert heard()[2:] == [
            (settled.position, "annulment", hospital(GUIZHOU), cascade.position),
            (settled.position, "annulment", hospital(SHANGHAI), cascade.position),
        ]

    def test_upheld_changes_nothing_and_is_not_told(self, ledger: Ledger) -> None:
        decision = ledger.decide(9)
        before = heard()
        self.lodge(ledger, decision)
        assert heard() == before

    def test_the_measure_of_another_province_is_corrected_too(self, ledger: Ledger) -> None:
        first = ledger.decide(5)
        second = ledger.decide(5, CHONGQING, decided_on="2025-08-01")
        before = len(heard())
        settled = self.lodge(ledger, first, outcome="annulled")
        assert heard()[before:] == [
            (settled.position, "annulment", hospital(GUIZHOU), first.position),
            (settled.position, "annulment", hospital(CHONGQING), second.position),
        ]


def test_an_objection_that_stays_the_effect_moves_the_end(ledger: Ledger) -> None:
    parameters = {"objection": {"stays_effect": {"value": True, "source": "invented"}}}
    pack = {"division": GUIZHOU, "version": "1", "valid_from": "2025-01-01", "document": {"parameters": parameters}}
    ledger.say("pack.published", "000000", pack)
    decision = ledger.decide(9, suspension_months=2)
    before = len(heard())
    objection = ledger.say("objection.lodged", GUIZHOU, {"decision": str(decision.id)})
    settled = ledger.say("objection.settled", GUIZHOU, {"objection": str(objection.id)})
    assert heard()[before:] == [
        (item.position, "suspension", hospital(GUIZHOU), decision.position) for item in (objection, settled)
    ]


def test_a_repair_that_shortens_a_term(ledger: Ledger) -> None:
    decision = ledger.decide(11)
    before = len(heard())
    ledger.say("repair.granted", GUIZHOU, {"person": ANN})
    assert len(heard()) == before, "points alone move no term that runs already"
    repair = ledger.say("repair.granted", GUIZHOU, {"person": ANN, "points": 0, "months": 2, "act": "talk"})
    assert heard()[before:] == [(repair.position, "suspension", hospital(GUIZHOU), decision.position)]


def test_a_served_notice_is_nobodys_business(ledger: Ledger) -> None:
    decision = ledger.decide(9)
    before = heard()
    ledger.say("notice.served", GUIZHOU, {"decision": str(decision.id)})
    assert heard() == before


def test_cascade_and_its_end(ledger: Ledger) -> None:
    body = {"person": ANN, "institution": PHARMACY, "status": "terminated"}
    cascade = ledger.say("cascade.applied", GUIZHOU, body)
    lifted = ledger.say("cascade.lifted", GUIZHOU, {"cascade": str(cascade.id)})
    assert heard() == [
        (cascade.position, "termination", PHARMACY, None), (lifted.position, "restoration", PHARMACY, None),
    ]  # fmt: skip
    assert Notification.objects.first().case_number == "R1"


def test_a_cascade_without_an_institution_is_told_to_its_author(ledger: Ledger) -> None:
    ledger.say("cascade.applied", GUIZHOU, {"person": ANN})
    notification = Notification.objects.get()
    assert (notification.institution, notification.group, notification.province) == ("", "medical", GUIZHOU)


def test_an_ordinary_filing_is_nobodys_business(ledger: Ledger) -> None:
    filing = ledger.say("filing.opened", GUIZHOU, {"person": ANN})
    ledger.say("filing.cancelled", GUIZHOU, {"filing": str(filing.id)})
    assert heard() == []


def test_nothing_is_told_of_what_is_not_in_the_log(ledger: Ledger) -> None:
    item = ledger.decide(10, status="pending")
    assert heard() == []
    ledger.log(item)
    ledger.settle(item)
    assert [kind for _, kind, _, _ in heard()] == ["score"], "its measure was there before: a province tells nobody"


def test_a_province_tells_nobody(ledger: Ledger) -> None:
    with override_settings(NOTIFY_REGULATORS=False):
        ledger.decide(10)
    assert heard() == []


def test_two_people_in_one_batch_hear_each_their_own(ledger: Ledger) -> None:
    items = [
        ledger.item(
            "decision.issued", GUIZHOU, {"person": person(number), "points": 10, "legal_basis": "regulation_40"}
        )
        for number in (1, 2, 1)
    ]
    ledger.store(*items)
    from sync import topics

    topics.hooks().settle(topics.find("decision.issued").handler.apply(items, now=ledger.now), items, now=ledger.now)
    found = Notification.objects.order_by("position", "ordinal").values_list("position", "ordinal", "kind", "person_id")
    assert list(found) == [
        (items[0].position, 0, "score", person(1)),
        (items[1].position, 0, "score", person(2)),
        (items[1].position, 1, "suspension", person(2)),
        (items[2].position, 0, "score", person(1)),
        (items[2].position, 1, "suspension", person(1)),
        (items[2].position, 2, "termination", person(1)),
    ]


DECISION = ("decision.issued", {"person": ANN, "points": 5, "legal_basis": "regulation_38"}, "")
CASCADE = ("cascade.applied", {"person": ANN}, "")
CHANGED = {"outcome": "changed", "points": 4}
LATE = {
    "an annulment before its decision": (DECISION, ("decision.annulled", {}, "decision")),
    "an objection and its settlement before the decision": (
        DECISION, ("objection.lodged", {}, "decision"), ("objection.settled", CHANGED, "objection"),
    ),
    "a lifting before its cascade": (CASCADE, ("cascade.lifted", {}, "cascade")),
    "an objection and its settlement before the cascade": (
        CASCADE, ("objection.lodged", {}, "cascade"), ("objection.settled", {"outcome": "annulled"}, "objection"),
    ),
}  # fmt: skip
"""What is said: topic, body, and the member that names the statement before."""


@pytest.mark.parametrize("said", [pytest.param(said, id=what) for what, said in LATE.items()])
def test_what_comes_before_what_it_speaks_of_is_told_when_that_comes(
    ledger: Ledger, said: Sequence[tuple[str, dict[str, Any], str]]
) -> None:
    items: list[Item] = []
    for topic, body, member in said:
        refers = {member: str(items[-1].id)} if member else {}
        items.append(ledger.item(topic, GUIZHOU, body | refers))
    ledger.store(*items)
    told = {}
    for order in permutations(items):
        with transaction.atomic():
            ledger.apply(*order)
            told[tuple(item.position for item in order)] = heard()
            transaction.set_rollback(True)
    in_turn = told[tuple(item.position for item in items)]
    assert in_turn[-1][0] == items[-1].position, "the last one is worth telling"
    assert set(map(tuple, told.values())) == {tuple(in_turn)}


def test_a_split_before_its_merge_leaves_nothing_to_tell(ledger: Ledger) -> None:
    ledger.decide(5)
    ledger.decide(5, CHONGQING, who=2)
    merged = ledger.item("person.merged", NATIONAL, {"absorbed": person(2), "into": ANN})
    split = ledger.item("person.split", NATIONAL, {"merge": str(merged.id)})
    ledger.store(merged, split)
    before = len(heard())
    ledger.apply(split, merged)
    assert heard()[before:] == []  # ten points of one person, who are two again
