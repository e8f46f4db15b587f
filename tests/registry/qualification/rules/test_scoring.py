"""What may be given and what is proposed (arts. 23 to 25), which acts of an inspection count (art. 26)."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.packs.pack import NATIONAL_DEFAULT
from registry.parameters import parse_pack
from registry.qualification.rules.admission import check_decision, check_points_and_months
from registry.qualification.rules.scoring import Match, of_inspection, proposed, repeats, situations
from registry.qualification.rules.scoring_rules import ActsOfOneType, ScoringRules
from registry.words.bases import LEGAL_BASES
from registry.words.degrees import Degree, Ground
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import a_decision, an_annulment, facts
from tests.registry.qualification.rules.refusing import refusal

PACK = parse_pack({
    "division": "650000", "version": "1", "valid_from": "2025-01-01", "parameters": {
        "degree_points": {"10_12": {"important": {"value": 10, "source": "test"}}},
        "situations": {"source": "test", "value": [
            {"name": "out_of_scope", "legal_basis": "other_4_6", "title": "Practising out of scope"},
            {"name": "over_charge", "legal_basis": "other_7_9", "title": "Over-charging", "lifts": "regulation_38"},
            {"name": "again", "legal_basis": "other_7_9", "title": "Again in the year", "repeats": True},
        ]},
        "penalty_bands": {"source": "test", "value": ["4_6"]},
        "grounds": {"source": "test", "value": [{"name": "first_time", "ground": "lenient", "title": "First time"}]},
        "amount_thresholds": {"source": "test", "value": [
            {"legal_basis": "regulation_38", "from_yuan": 10_000, "points": 5},
            {"legal_basis": "regulation_38", "from_yuan": 50_000, "points": 6},
        ]},
    },
})  # fmt: skip

PROPOSALS = [
    pytest.param("regulation_40", "general", "none", {}, (10, 12, 10), id="general: low"),
    pytest.param("regulation_40", "important", "none", {}, (10, 12, 10), id="important: as the pack says"),
    pytest.param("regulation_40", "principal", "none", {}, (10, 12, 12), id="principal: high"),
    pytest.param("regulation_38", "important", "none", {}, (4, 6, 5), id="where the pack is silent: rising"),
    pytest.param("regulation_38", "principal", "lenient", {}, (1, 6, 4), id="lenient: one band down is allowed"),
    pytest.param("regulation_38", "general", "severe", {}, (4, 9, 6), id="severe: one band up is allowed"),
    pytest.param("other_1_3", "general", "lenient", {}, (1, 3, 1), id="O17: nothing below 1"),
    pytest.param("regulation_40", "general", "severe", {}, (10, 12, 12), id="nothing above 12"),
    pytest.param("out_of_scope", "general", "none", {}, (4, 6, 4), id="a province's own situation: its band"),
    pytest.param("over_charge", "general", "none", {}, (7, 9, 7), id="one that lifts: the band it lifts into"),
    pytest.param("over_charge", "general", "lenient", {}, (4, 9, 7), id="and one band down from there"),
    pytest.param("regulation_38", "general", "none", {"amount_yuan": 9_999}, (4, 6, 4), id="below an amount"),
    pytest.param("regulation_38", "general", "none", {"amount_yuan": 10_000}, (4, 6, 5), id="from an amount on"),
    pytest.param("regulation_38", "general", "none", {"amount_yuan": 50_000}, (4, 6, 6), id="from a higher one"),
    pytest.param("regulation_38", "principal", "none", {"amount_yuan": 10_000}, (4, 6, 6), id="the degree gives more"),
    pytest.param("regulation_39", "general", "none", {"amount_yuan": 50_000}, (4, 6, 4), id="of another basis"),
]


@pytest.mark.parametrize(("basis", "degree", "ground", "others", "expected"), PROPOSALS)
def test_proposed(basis: str, degree: str, ground: str, others: dict[str, Any], expected: tuple[int, int, int]) -> None:
    found = proposed(basis, Degree(degree), Ground(ground), PACK, **others)
    assert (found.low, found.high, found.default) == expected
    assert list(found.allowed) == list(range(expected[0], expected[1] + 1))


@pytest.mark.parametrize(("basis", "degree", "ground"), list(itertools.product(LEGAL_BASES, Degree, Ground)))
def test_what_is_allowed_is_what_is_accepted(basis: str, degree: Degree, ground: Ground) -> None:
    kind = next(iter(LEGAL_BASES[basis].allowed_kinds))
    reason = None if ground is Ground.NONE else "other"
    accepted = []
    for points in range(14):
        decision = a_decision(points, "2025-06-20", legal_basis=basis, basis_kind=kind, degree=degree,
                              ground=ground, ground_reason=reason)  # fmt: skip
        if refusal(lambda decision=decision: check_decision(decision, NATIONAL_DEFAULT)) is None:
            accepted.append(points)
    found = proposed(basis, degree, ground, NATIONAL_DEFAULT)
    assert accepted == list(found.allowed)
    assert found.default in found.allowed


def test_a_provinces_own_situation_stands_beside_the_nations() -> None:
    found = situations(PACK)
    assert set(found) == {*LEGAL_BASES, "out_of_scope", "over_charge", "again"}
    assert set(situations(NATIONAL_DEFAULT)) == set(LEGAL_BASES)
    (reason,) = PACK[ScoringRules].grounds
    for one, title in ((found["out_of_scope"], "Practising out of scope"), (reason, "First time")):
        assert (one.title_zh, one.title_en) == (title, title), "a province's text has one language"


def test_what_is_no_basis_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        proposed("out_of_scope", Degree.GENERAL, Ground.NONE, NATIONAL_DEFAULT)
    assert (refused.value.why.code, refused.value.why.field) == ("legal_basis_unknown", "legal_basis")
    assert refused.value.why.sentence == "The legal basis “out_of_scope” is not in the code list."
    assert proposed("out_of_scope", Degree.GENERAL, Ground.NONE, PACK).legal_basis == "other_4_6"
    assert proposed("over_charge", Degree.GENERAL, Ground.NONE, PACK).legal_basis == "regulation_38"
    for ground in Ground:
        assert proposed("regulation_38", Degree.GENERAL, ground, PACK).legal_basis == "regulation_38"


def test_a_local_reason_belongs_to_its_ground() -> None:
    severe = a_decision(10, "2025-06-20", ground="severe", ground_reason="first_time")
    assert refusal(lambda: check_decision(severe, PACK)) == ("ground_reason_mismatch", "ground_reason")
    with pytest.raises(Refused) as refused:
        check_decision(severe, PACK)
    assert refused.value.why.sentence == "The reason “first_time” does not belong to the ground “severe”."
    assert refusal(lambda: check_decision(severe, NATIONAL_DEFAULT)) is None, "words of no pack: the author's own"
    lenient = a_decision(9, "2025-06-20", ground="lenient", ground_reason="first_time")
    assert refusal(lambda: check_decision(lenient, PACK)) is None


def match(name: str, kind: str, situation: str, points: int) -> Match:
    return Match(act=name, kind=kind, situation=situation, points=points)


INSPECTIONS = [
    pytest.param([match("a", "split", "regulation_38", 4), match("b", "records", "other_1_3", 3)],
                 ["a 4", "b 3"], 7, [], id="D6: two types add up"),
    pytest.param([match("a", "split", "other_1_3", 3), match("a", "split", "regulation_38", 5)],
                 ["a 5"], 5, ["a other_1_3 higher_match than 5"], id="D7: one act, the highest only"),
    pytest.param([match("a", "split", "regulation_38", 5), match("a", "split", "other_1_3", 3)],
                 ["a 5"], 5, ["a other_1_3 higher_match than 5"], id="D7: whichever is named first"),
    pytest.param([match("a", "split", "regulation_38", 5), match("b", "split", "regulation_38", 6)],
                 ["a 5", "b 6"], 11, [], id="O38: one type twice: each"),
    pytest.param([match("a", "split", "regulation_38", 5), match("a", "split", "other_4_6", 5)],
                 ["a 5"], 5, ["a other_4_6 higher_match than 5"], id="of one act as many points: the first"),
    pytest.param([match("a", "split", "regulation_38", 4), match("a", "excess", "regulation_38", 6)],
                 ["a 6"], 6, ["a regulation_38 higher_match than 6"], id="one act is one act, whatever its type"),
    pytest.param([match("a", "fraud", "regulation_40", 10), match("b", "trace", "regulation_38", 4)],
                 ["a 10", "b 4"], 14, [], id="O4: the true sum"),
    pytest.param([], [], 0, [], id="nothing found"),
]  # fmt: skip


@pytest.mark.parametrize(("matches", "scored", "points", "left_out"), INSPECTIONS)
def test_inspection(matches: list[Match], scored: list[str], points: int, left_out: list[str]) -> None:
    found = of_inspection(matches)
    assert [f"{each.act} {each.points}" for each in found.scored] == scored
    assert sum(each.points for each in found.scored) == points
    assert [
        f"{each.match.act} {each.match.situation} {each.because} than {each.instead.points}" for each in found.left_out
    ] == left_out


ONCE = [
    pytest.param([match("a", "split", "regulation_38", 5), match("b", "split", "regulation_38", 6)],
                 ["b 6"], 6, ["a regulation_38 same_kind than 6"], id="one type twice: the higher"),
    pytest.param([match("a", "split", "regulation_38", 6), match("b", "split", "regulation_38", 5)],
                 ["a 6"], 6, ["b regulation_38 same_kind than 6"], id="one type twice: the lower comes later"),
    pytest.param([match("a", "split", "regulation_38", 5), match("b", "split", "other_4_6", 5)],
                 ["a 5"], 5, ["b other_4_6 same_kind than 5"], id="one type, as many points: the first"),
    pytest.param([match("a", "split", "other_1_3", 1), match("a", "split", "regulation_38", 5),
                  match("b", "split", "regulation_38", 6)],
                 ["b 6"], 6, ["a other_1_3 higher_match than 5", "a regulation_38 same_kind than 6"],
                 id="an act that is left out had its highest, too"),
    pytest.param([match("a", "split", "regulation_38", 4), match("b", "records", "other_1_3", 3)],
                 ["a 4", "b 3"], 7, [], id="D6: two types add up all the same"),
]  # fmt: skip


@pytest.mark.parametrize(("matches", "scored", "points", "left_out"), ONCE)
def test_inspection_where_the_pack_says_once(
    matches: list[Match], scored: list[str], points: int, left_out: list[str]
) -> None:
    found = of_inspection(matches, ActsOfOneType.ONCE)
    assert [f"{each.act} {each.points}" for each in found.scored] == scored
    assert sum(each.points for each in found.scored) == points
    assert [
        f"{each.match.act} {each.match.situation} {each.because} than {each.instead.points}" for each in found.left_out
    ] == left_out


def in_situation(points: int, name: str, **others: Any) -> Any:
    return a_decision(points, "2025-06-20", **{"legal_basis": "regulation_38", "situation": name} | others)


SITUATIONS = [
    pytest.param(in_situation(7, "over_charge", degree=Degree.GENERAL), None, id="P1: lifted by a named situation"),
    pytest.param(in_situation(7, ""), ("points_outside_band", "points"), id="P1: not named"),
    pytest.param(in_situation(6, "over_charge"), ("points_outside_band", "points"), id="below the band it lifts into"),
    pytest.param(in_situation(6, "over_charge", ground=Ground.LENIENT, ground_reason="other"), None,
                 id="one band down, with a ground"),
    pytest.param(in_situation(7, "unheard_of"), ("situation_not_in_pack", "situation"), id="no such situation"),
    pytest.param(in_situation(7, "over_charge", legal_basis="regulation_39"), ("situation_elsewhere", "situation"),
                 id="lifts another basis"),
    pytest.param(in_situation(5, "out_of_scope"), ("situation_elsewhere", "situation"), id="lifts nothing"),
    pytest.param(in_situation(5, "out_of_scope", legal_basis="other_4_6"), None, id="under its band's own basis"),
    pytest.param(in_situation(5, "", basis_kind="agreement_handling"), ("basis_kind_not_allowed", "basis_kind"),
                 id="P13: a band that only a penalty gives"),
    pytest.param(in_situation(7, "over_charge", basis_kind="agreement_handling"), None,
                 id="lifted out of that band: by agreement, too"),
    pytest.param(in_situation(5, "", basis_kind="sector_act", legal_basis="other_4_6"), None,
                 id="the sector regulator's act is no agency's"),
    pytest.param(in_situation(5, "", basis_kind="circular", legal_basis="other_4_6"),
                 ("basis_kind_not_allowed", "basis_kind"), id="a circular is no penalty"),
]  # fmt: skip


@pytest.mark.parametrize(("decision", "expected"), SITUATIONS)
def test_situation(decision: Any, expected: tuple[str, str] | None) -> None:
    assert refusal(lambda: check_decision(decision, PACK)) == expected


def test_the_sentence_says_how_a_ground_or_a_situation_is_stated() -> None:
    with pytest.raises(Refused) as refused:
        check_decision(in_situation(7, ""), PACK)
    for sentence in (refused.value.why.sentence, refused.value.why.sentence_zh):
        assert all(member in sentence for member in ("ground", "ground_reason", "situation"))


def test_an_objection_does_not_judge_the_situation_anew() -> None:
    for points in (4, 8, 12):
        check_points_and_months(in_situation(points, "over_charge"))
    with pytest.raises(Refused):
        check_points_and_months(in_situation(3, "over_charge"))


REPEATED = [
    pytest.param([], False, id="nothing before"),
    pytest.param([a_decision(2, "2025-03-01")], True, id="scored before in the year"),
    pytest.param([a_decision(2, "2025-06-20")], True, id="on the same day"),
    pytest.param([a_decision(2, "2025-06-21")], False, id="scored after"),
    pytest.param([a_decision(2, "2024-12-31")], False, id="scored in another year"),
]


@pytest.mark.parametrize(("before", "expected"), REPEATED)
def test_repeated(before: list[Any], expected: bool) -> None:
    again = in_situation(7, "again", legal_basis="other_7_9")
    assert repeats(again, facts(again, *before), PACK) is expected
    assert repeats(in_situation(7, "over_charge"), facts(*before), PACK), "asks for no repetition"


def test_annulled_points_are_no_repetition() -> None:
    earlier, again = a_decision(2, "2025-03-01"), in_situation(7, "again", legal_basis="other_7_9")
    assert not repeats(again, facts(earlier, again, an_annulment(earlier)), PACK)


some = st.builds(Match, act=st.sampled_from("abcd"), kind=st.sampled_from("pqr"), situation=st.sampled_from("xyz"),
                 points=st.integers(1, 12))  # fmt: skip


@given(st.lists(some, max_size=8))
def test_every_match_is_scored_or_left_out_and_no_act_or_type_twice(matches: list[Match]) -> None:
    for how in ActsOfOneType:
        result = of_inspection(matches, how)
        assert len(result.scored) + len(result.left_out) == len(matches)
        acts, kinds = [each.act for each in result.scored], [each.kind for each in result.scored]
        assert sorted(set(acts)) == sorted(acts)
        assert how is ActsOfOneType.EACH or sorted(set(kinds)) == sorted(kinds)
        assert all(each.match.points <= each.instead.points for each in result.left_out)
        assert max((each.points for each in matches), default=0) == max(
            (each.points for each in result.scored), default=0
        )
        assert of_inspection(result.scored, how).left_out == (), "what is scored once is scored again"
