"""Facts stay under the ID they were said of; what follows is that of the person (O23)."""

from typing import Any

import pytest

from registry.people.rules.kin import Merge
from registry.qualification.rules.facts import Facts
from registry.qualification.rules.kinship import Kinship
from registry.words.measures import MeasureKind
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_decision,
    a_refiling,
    a_repair,
    a_restoration,
    day,
    facts,
)

ONE, OTHER, THIRD = "1", "2", "3"
FIVE = a_decision(5, "2025-02-01")
FOUR = a_decision(4, "2025-03-01")
TWO = a_decision(2, "2025-04-01")


def a_merge(absorbed: str, into: str, on: str) -> Merge:
    return Merge(id=f"{absorbed}{into}", absorbed=absorbed, into=into, merged_on=day(on))


def people(merges: list[Merge], **known: Facts) -> Kinship:
    """Return three IDs with what is known of each."""
    said = {ONE: facts(), OTHER: facts(), THIRD: facts()} | {name[1:]: each for name, each in known.items()}
    return Kinship(packs=DEFAULTS, merges=tuple(merges), facts=said)


def statuses(whole: Kinship, person: str, *days: str) -> list[str]:
    return [whole.timeline(person).on(day(each)).status.value for each in days]


def test_without_a_merge_everybody_has_the_own_facts() -> None:
    whole = people([], _1=facts(FIVE), _2=facts(FOUR))
    assert (whole.kin(ONE), whole.survivor(ONE)) == ({ONE}, ONE)
    assert whole.united(ONE).decisions == (FIVE,)
    assert whole.united(ONE).joins == ()
    assert statuses(whole, ONE, "2025-05-01") == ["normal"]


def test_merged_they_share_what_follows_from_the_merge_on() -> None:
    whole = people([a_merge(OTHER, ONE, "2025-06-01")], _1=facts(FIVE), _2=facts(FOUR))
    assert whole.kin(ONE) == whole.kin(OTHER) == {ONE, OTHER}
    assert (whole.kin(ONE, day("2025-05-31")), whole.kin(ONE, day("2025-06-01"))) == ({ONE}, {ONE, OTHER})
    assert (whole.survivor(OTHER), whole.survivor(ONE)) == (ONE, ONE)
    assert set(whole.united(OTHER).decisions) == {FIVE, FOUR}
    assert whole.united(ONE, day("2025-05-31")).decisions == (FIVE,)
    for person in (ONE, OTHER):
        assert statuses(whole, person, "2025-05-31", "2025-06-01") == ["normal", "suspended"]
    assert statuses(whole, THIRD, "2025-06-01") == ["normal"]


def test_three_ids_are_joined_merge_by_merge() -> None:
    merges = [a_merge(OTHER, ONE, "2025-06-01"), a_merge(THIRD, ONE, "2025-07-01")]
    whole = people(merges, _1=facts(FIVE), _2=facts(TWO), _3=facts(FOUR))
    found = [(each.one, each.other, each.joined_on) for each in whole.united(ONE).joins]
    assert found == [({TWO.id}, {FIVE.id}, day("2025-06-01")), ({FOUR.id}, {FIVE.id, TWO.id}, day("2025-07-01"))]
    for person in (ONE, OTHER, THIRD):
        assert statuses(whole, person, "2025-06-30", "2025-07-01") == ["normal", "suspended"]


def test_a_second_merge_of_the_same_two_joins_nothing_more() -> None:
    merges = [a_merge(OTHER, ONE, "2025-06-01"), a_merge(ONE, OTHER, "2025-07-01")]
    whole = people(merges, _1=facts(FIVE), _2=facts(FOUR))
    assert [each.joined_on for each in whole.united(ONE).joins] == [day("2025-06-01")]
    assert statuses(whole, OTHER, "2025-05-31", "2025-06-01") == ["normal", "suspended"]


def test_merges_of_others_do_not_matter() -> None:
    whole = people([a_merge(OTHER, THIRD, "2025-06-01")], _1=facts(FIVE, FOUR), _2=facts(TWO))
    assert whole.kin(ONE) == {ONE}
    assert statuses(whole, ONE, "2025-02-28", "2025-03-01") == ["normal", "suspended"]


NINE = a_decision(9, "2025-03-01")
TWELVE = [a_decision(7, "2025-01-10"), a_decision(5, "2025-01-20")]


@pytest.mark.parametrize(
    ("said", "relief", "on", "status"),
    [
        pytest.param([NINE], a_restoration("2025-06-10"), "2025-06-10", "normal", id="a restoration after the merge"),
        pytest.param([NINE], a_restoration("2025-06-01"), "2025-06-01", "normal", id="on its day"),
        pytest.param([NINE], a_restoration("2025-05-31"), "2025-05-31", "suspended", id="not from before it"),
        pytest.param([NINE], a_repair("2025-06-10", months=1), "2025-06-10", "suspended", id="a repair ends nothing"),
        pytest.param(TWELVE, a_refiling("2026-06-10"), "2026-06-10", "terminated", id="a filing needs an assessment"),
    ],
)
def test_what_relieves_the_person_under_another_id_relieves_them(
    said: list[Any], relief: Any, on: str, status: str
) -> None:
    whole = people([a_merge(OTHER, ONE, "2025-06-01")], _2=facts(*said), _1=facts(relief))
    assert statuses(whole, OTHER, on) == [status]


def test_what_is_added_is_seen_at_once_under_every_id() -> None:
    whole = people([a_merge(OTHER, ONE, "2025-01-01")], _1=facts(FIVE))
    assert statuses(whole, OTHER, "2025-05-01") == statuses(whole, THIRD, "2025-05-01") == ["normal"]
    whole.add(ONE, facts(FOUR))
    assert statuses(whole, OTHER, "2025-05-01") == ["suspended"]
    assert statuses(whole, ONE, "2025-05-01") == ["suspended"]
    assert statuses(whole, THIRD, "2025-05-01") == ["normal"]


def test_having_and_without_leave_the_others_as_they_are() -> None:
    whole = people([], _1=facts(FIVE))
    more = whole.having(ONE, facts(FOUR))
    assert (whole.says(FOUR.id), more.says(FOUR.id), more.says(FIVE.id)) == (False, True, True)
    assert statuses(more, ONE, "2025-05-01") == ["suspended"]
    less = more.without(FIVE.id)
    assert (less.says(FIVE.id), less.says(FOUR.id), more.says(FIVE.id)) == (False, True, True)
    assert statuses(less, ONE, "2025-05-01") == ["normal"]
    assert less.packs is more.packs is whole.packs


def test_the_same_is_said_whatever_the_order() -> None:
    whole = people([], _1=facts(FIVE, FOUR))
    assert whole.says_the_same(people([], _1=facts(FOUR, FIVE)))
    assert not whole.says_the_same(people([], _1=facts(FIVE)))
    assert not whole.says_the_same(people([], _2=facts(FIVE, FOUR)))
    assert not whole.says_the_same(people([a_merge(OTHER, ONE, "2025-01-01")], _1=facts(FIVE, FOUR)))
    fewer = Kinship(packs=DEFAULTS, merges=(), facts={ONE: facts(FIVE, FOUR)})
    assert not whole.says_the_same(fewer)


def test_measures_of_a_merge_are_of_the_person() -> None:
    whole = people([a_merge(OTHER, ONE, "2025-06-01")], _1=facts(FIVE), _2=facts(FOUR))
    kinds = {person: [each.kind for each in whole.timeline(person).measures] for person in (ONE, OTHER)}
    assert MeasureKind.SUSPENSION in kinds[ONE]
    assert kinds[ONE] == kinds[OTHER]
