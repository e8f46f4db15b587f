"""Which situation an act is scored under, and which acts of a case are scored once (art. 26, O38)."""

from typing import Any

import pytest

from registry.packs.pack import NATIONAL_DEFAULT, Pack
from registry.parameters import parse_pack
from registry.qualification.rules.matching import (
    Act,
    check_situations,
    clash,
    own_situation,
    proposed,
    titles_of_grounds,
    titles_of_situations,
)
from registry.words.degrees import Degree, Ground, LeftOutBecause
from sync.wire.refusals import Refused
from tests.national_text import months_of_tests


def leaf(value: Any) -> dict[str, Any]:
    return {"source": "invented", "value": value}


def a_pack(**parameters: Any) -> Pack:
    document = {"parameters": {"months": months_of_tests(), **parameters}}
    return parse_pack({**document, "division": "520000", "version": "1", "valid_from": "2025-01-01"})


SITUATIONS = [
    {"name": "out_of_scope", "legal_basis": "other_4_6", "title": "Practised out of scope"},
    {"name": "over_charge", "legal_basis": "other_7_9", "title": "Over-charging", "lifts": "regulation_38"},
]
OWN = a_pack(
    situations=leaf(SITUATIONS),
    grounds=leaf([{"name": "first_time", "ground": "lenient", "title": "First time"}]),
    amount_thresholds=leaf([{"legal_basis": "regulation_38", "from_yuan": 50_000, "points": 6}]),
)
ONCE = a_pack(scoring={"acts_of_one_type": leaf("once")})


def an_act(**others: Any) -> Act:
    given: dict[str, Any] = {
        "act": "one", "violation": "kind", "situations": ["regulation_38"], "legal_basis": "regulation_38",
        "degree": Degree.GENERAL, "ground": Ground.NONE, "points": 4, **others,
    }  # fmt: skip
    return Act(**given)


REFUSED = [
    pytest.param({"situations": []}, "situation_unknown", id="none"),
    pytest.param({"situations": ["regulation_38", "nonsense"]}, "situation_unknown", id="one of two does not exist"),
    pytest.param({"situations": ["regulation_39"]}, "basis_not_matched", id="the basis is not among them"),
    pytest.param({"situations": ["regulation_38", "regulation_40"]}, "not_the_highest", id="fraud is higher"),
    pytest.param({"situations": ["regulation_38", "out_of_scope"]}, None, id="a province's own, no higher"),
    pytest.param({"situations": ["regulation_38", "over_charge"]}, None, id="one that lifts the basis itself"),
    pytest.param({"legal_basis": "regulation_39", "situations": ["regulation_38", "regulation_39"]}, None,
                 id="as high: either"),
    pytest.param({"legal_basis": "regulation_39", "situations": ["regulation_38", "regulation_39"],
                  "amount_yuan": 50_000}, "not_the_highest", id="higher by the amount"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "code"), REFUSED)
def test_the_highest_situation(given: dict[str, Any], code: str | None) -> None:
    if code is None:
        check_situations(an_act(**given), OWN)
        return
    with pytest.raises(Refused) as refused:
        check_situations(an_act(**given), OWN)
    field = "situations" if code == "situation_unknown" else "legal_basis"
    assert (refused.value.why.code, refused.value.why.field) == (code, field)


def test_which_situation_is_higher_is_said_in_both_languages() -> None:
    with pytest.raises(Refused) as refused:
        check_situations(an_act(situations=["regulation_38", "regulation_40"]), OWN)
    title = titles_of_situations(OWN)["regulation_40"]
    assert title.title_en in refused.value.why.sentence
    assert title.title_zh in refused.value.why.sentence_zh


def test_a_proposal_is_that_of_ground_and_amount() -> None:
    """What is proposed beside the form is what the pack says of this act, not of acts in general (art. 25, D7)."""
    plain = proposed(an_act(), OWN)
    severe = proposed(an_act(ground=Ground.SEVERE), OWN)
    dear = proposed(an_act(amount_yuan=50_000), OWN)
    assert (severe.low, severe.high) != (plain.low, plain.high)
    assert dear.default > plain.default


DECIDED = [
    pytest.param(["regulation_38"], "", (4, 6), id="a national one"),
    pytest.param(["out_of_scope"], "out_of_scope", (4, 6), id="a province's own"),
    pytest.param(["regulation_38", "over_charge"], "over_charge", (7, 9), id="lifted into the next band"),
    pytest.param(["regulation_38", "gone"], "", (4, 6), id="one that the pack of the day does not list"),
]


@pytest.mark.parametrize(("situations", "name", "band"), DECIDED)
def test_own_situation(situations: list[str], name: str, band: tuple[int, int]) -> None:
    act = an_act(situations=situations)
    assert own_situation(act, OWN) == name
    found = proposed(act, OWN)
    assert (found.low, found.high) == band


CLASHES = [
    # acts held, the pack, with which it clashes and why, and whether the new one is the heavier
    pytest.param([], NATIONAL_DEFAULT, None, id="nothing held"),
    pytest.param([{"points": 4}], NATIONAL_DEFAULT, (0, "higher_match", False), id="the same act, as many points"),
    pytest.param([{"points": 3}], NATIONAL_DEFAULT, (0, "higher_match", True), id="the same act, fewer points"),
    pytest.param([{"act": "two"}], NATIONAL_DEFAULT, None, id="O38: another act of the type is scored"),
    pytest.param([{"act": "two"}], ONCE, (0, "same_kind", False), id="O38: of one type once"),
    pytest.param([{"act": "two", "points": 1}], ONCE, (0, "same_kind", True), id="of one type the heavier"),
    pytest.param([{"act": "two", "violation": "other"}, {"points": 6}], ONCE, (1, "higher_match", False),
                 id="the one that is in the way is told"),
]  # fmt: skip


@pytest.mark.parametrize(("held", "pack", "expected"), CLASHES)
def test_acts_of_one_case(held: list[dict[str, Any]], pack: Pack, expected: tuple[int, str, bool] | None) -> None:
    found = clash(an_act(), [an_act(**each) for each in held], pack)
    if expected is None:
        assert found is None
        return
    place, because, heavier = expected
    assert found is not None
    assert (found.place, found.because, found.heavier) == (place, LeftOutBecause(because), heavier)


def test_titles_of_the_nation_and_of_the_province() -> None:
    assert titles_of_grounds(OWN)["first_time"].title_zh == "First time"
    assert titles_of_situations(OWN)["out_of_scope"].title_zh == "Practised out of scope"
    assert "first_time" not in titles_of_grounds(NATIONAL_DEFAULT)
    assert titles_of_grounds(NATIONAL_DEFAULT).keys() < titles_of_grounds(OWN).keys()
