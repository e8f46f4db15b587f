"""What a lead province may state of a threshold that no notice foresaw (O26)."""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.facts import Facts, MeasureStated
from registry.qualification.rules.stating import check_stated, months_to_state, summed, to_state
from registry.qualification.rules.term_rules import Months
from registry.qualification.rules.timeline import timeline
from registry.words.measures import MeasureKind
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import a_decision, a_repair, a_restoration, day, facts

THEIRS = a_decision(5, "2025-06-10", author="210000", logged_on="2025-06-20")
OURS = a_decision(5, "2025-06-12", author="520000", logged_on="2025-06-21")
"""Came into the log on the 21st: from then on the ten points hold."""


def a_pack(**months: Any) -> PackBook:
    table: dict[str, Any] = {"9": {"value": 2, "source": "x"}} | {
        f"{points[1:]}": {"value": value, "source": "x"} for points, value in months.items()
    }
    document = {"division": "520000", "version": "1", "valid_from": "2025-01-01", "title": "x"}
    return PackBook([parse_pack(document | {"parameters": {"months": table}})])


def stated(**given: Any) -> MeasureStated:
    whole: dict[str, Any] = {
        "id": "stated", "author": "520000", "decision": OURS.id, "kind": MeasureKind.SUSPENSION,
        "starts_on": day("2025-07-01"), "months": 3, "signed_on": day("2025-07-01"), "position": 99,
    }  # fmt: skip
    return MeasureStated(**whole | given)


@pytest.mark.parametrize(
    ("months", "allowed"),
    [
        pytest.param(3, Months(3, 3), id="one number"),
        pytest.param([3, 5], Months(3, 5), id="a range"),
        pytest.param(None, Months(1, 6), id="no text: the law's one to six"),
    ],
)
def test_the_pack_says_between_how_many_months(months: Any, allowed: Months) -> None:
    packs = a_pack(**{} if months is None else {"m10": months})
    measure = to_state(timeline(facts(THEIRS, OURS), packs).measures, OURS.id, MeasureKind.SUSPENSION)
    assert (measure.starts_on, measure.months) == (day("2025-06-21"), allowed.low)
    assert months_to_state(measure, packs.for_("520000", OURS.decided_on)) == allowed


@pytest.mark.parametrize(
    ("scores", "total", "allowed"),
    [
        pytest.param((5, 5), 10, Months(3, 3), id="several decisions together"),
        pytest.param((10,), 10, Months(5, 5), id="one decision alone"),
    ],
)
def test_how_the_points_were_reached_says_how_long(scores: tuple[int, ...], total: int, allowed: Months) -> None:
    """Liaoning's text gives one number for points of one decision, another for points of several (O41)."""
    document = {"division": "520000", "version": "1", "valid_from": "2025-01-01", "title": "x"}
    parameters = {
        "months.accumulated": {"10": {"value": 3, "source": "x"}},
        "months.single": {"10": {"value": 5, "source": "x"}},
    }
    packs = PackBook([parse_pack(document | {"parameters": parameters})])
    decisions = [
        a_decision(points, f"2025-06-1{number}", author="520000", logged_on="2025-06-21", measure=None)
        for number, points in enumerate(scores)
    ]
    measures = timeline(facts(*decisions), packs).measures
    measure = next(each for each in measures if each.kind is MeasureKind.SUSPENSION)
    assert measure.points_total == total
    assert months_to_state(measure, packs.for_("520000", measure.starts_on)) == allowed


def test_what_was_summed_comes_in_order_and_ends_with_what_crossed() -> None:
    after = a_decision(1, "2025-08-01", author="310000")
    whole = facts(after, OURS, THEIRS, a_repair("2025-06-11", points=1))
    assert [each.id for each in summed(whole, a_pack(), OURS.id)] == [THEIRS.id, OURS.id]
    assert summed(whole, a_pack(), "no such decision") == ()


def check(fact: MeasureStated, *more: Any, stated_before: tuple[MeasureStated, ...] = ()) -> None:
    packs = a_pack(m10=[3, 5])
    whole = facts(THEIRS, OURS, *more).merge(Facts(stated=stated_before))
    measures = timeline(whole, packs).measures
    pack = packs.for_("520000", OURS.decided_on)
    check_stated(fact, whole, measures, pack, issued_on=day("2025-07-01"), today=day("2025-07-01"))


@pytest.mark.parametrize("starts_on", ["2025-06-21", "2025-07-01", "2027-06-21"])
def test_from_the_first_day_to_two_years_later(starts_on: str) -> None:
    check(stated(starts_on=day(starts_on)))


def test_the_same_statement_read_twice_is_not_stated_before() -> None:
    with pytest.raises(Refused, match="nothing_to_state"):
        check(stated(), stated_before=(stated(),))


@pytest.mark.parametrize(
    ("given", "more", "refusal"),
    [
        pytest.param({"starts_on": day("2025-06-20")}, (), "start_before_measure (starts_on)", id="too early"),
        pytest.param({"starts_on": day("2027-06-22")}, (), "date_implausible (starts_on)", id="too late"),
        pytest.param({"months": None}, (), "suspension_months_missing (months)", id="no months"),
        pytest.param({"months": 2}, (), "suspension_months_outside (months)", id="too few"),
        pytest.param({"months": 6}, (), "suspension_months_outside (months)", id="too many"),
        pytest.param({"kind": MeasureKind.TERMINATION}, (), "nothing_to_state (decision)", id="of another kind"),
        pytest.param({"decision": THEIRS.id}, (), "nothing_to_state (decision)", id="of the one before"),
        pytest.param({}, (a_restoration("2025-09-21"),), "nothing_to_state (decision)", id="it is over"),
    ],
)
def test_what_does_not_fit(given: dict[str, Any], more: tuple[Any, ...], refusal: str) -> None:
    with pytest.raises(Refused) as refused:
        check(stated(**given), *more)
    assert str(refused.value).startswith(f"{refusal}: ")


@pytest.mark.parametrize("months", [None, 2, 4])
def test_one_number_in_the_pack_is_told_as_one(months: int | None) -> None:
    packs = a_pack(m10=3)
    whole = facts(THEIRS, OURS)
    pack, on = packs.for_("520000", OURS.decided_on), day("2025-07-01")
    with pytest.raises(Refused) as refused:
        check_stated(stated(months=months), whole, timeline(whole, packs).measures, pack, issued_on=on, today=on)
    assert str(refused.value).startswith("suspension_months_fixed (months): ")
    assert refused.value.why.sentence_zh == "本年度累计10分的，本省规则规定的暂停期限为3个月。"


def test_a_second_one_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        check(stated(), stated_before=(stated(id="another"),))
    assert (refused.value.why.code, refused.value.why.field) == ("stated_before", "decision")


@pytest.mark.parametrize(
    ("given", "params"),
    [
        pytest.param({"starts_on": day("2025-06-20")}, {"earliest": day("2025-06-21")}, id="from which day it holds"),
        pytest.param({"months": None}, {"total": 10, "low": 3, "high": 5}, id="between how many months"),
        pytest.param({"months": 6}, {"total": 10, "low": 3, "high": 5}, id="between how many months, for too many"),
    ],
)
def test_a_refusal_says_what_would_do(given: dict[str, Any], params: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        check(stated(**given))
    assert refused.value.refusal.params == params


@pytest.mark.parametrize("months", [3, 5])
def test_both_ends_of_the_range_may_be_stated(months: int) -> None:
    check(stated(months=months))


@pytest.mark.parametrize(
    ("issued_on", "refused"),
    [
        pytest.param("2025-06-11", True, id="before the decision it speaks of"),
        pytest.param("2025-06-12", False, id="on its day"),
        pytest.param("2025-07-01", False, id="today"),
        pytest.param("2025-07-02", True, id="tomorrow"),
    ],
)
def test_its_notice_is_of_a_day_after_the_decision_and_not_to_come(issued_on: str, refused: bool) -> None:
    packs, whole = a_pack(m10=[3, 5]), facts(THEIRS, OURS)
    measures, pack = timeline(whole, packs).measures, packs.for_("520000", OURS.decided_on)

    def issued() -> None:
        check_stated(stated(), whole, measures, pack, issued_on=day(issued_on), today=day("2025-07-01"))

    if not refused:
        issued()
        return
    with pytest.raises(Refused) as refusal:
        issued()
    assert (refusal.value.why.code, refusal.value.why.field) == ("date_implausible", "issued_on")


def test_a_termination_has_no_months() -> None:
    theirs = a_decision(8, "2025-06-10", author="210000", logged_on="2025-06-20")
    whole, packs = facts(theirs, OURS), a_pack()
    measures, pack = timeline(whole, packs).measures, packs.for_("520000", OURS.decided_on)
    days = {"issued_on": day("2025-07-01"), "today": day("2025-07-01")}
    fact = stated(kind=MeasureKind.TERMINATION, months=None)
    check_stated(fact, whole, measures, pack, **days)
    with pytest.raises(Refused) as refused:
        check_stated(stated(kind=MeasureKind.TERMINATION), whole, measures, pack, **days)
    assert (refused.value.why.code, refused.value.why.field) == ("termination_without_months", "months")
