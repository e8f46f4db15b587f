"""Parameters of a rule pack: each is read and written back, and refused beyond the national bounds."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.parameters import FORMAT, parse_pack
from registry.payment.rules.payment_rules import PaymentRules
from registry.qualification.rules.deadline_rules import DeadlineRules
from registry.qualification.rules.filing_rules import FilingRules
from registry.qualification.rules.phase_in_rules import PhaseInRules
from registry.qualification.rules.repair_rules import RepairAct, RepairRules
from registry.qualification.rules.scoring_rules import BANDS, ActsOfOneType, ScoringRules, Situation
from registry.qualification.rules.term_rules import Months, TermRules
from registry.statistics.rules.ratio_rules import RatioRules
from registry.words.degrees import Degree, Ground
from registry.words.persons import Category
from sync.wire.refusals import Refused
from sync.wire.strict_json import MAX_DEPTH
from tests.registry.qualification.rules.documents import document, leaf
from tests.registry.qualification.rules.making import day


@pytest.mark.parametrize("name", FORMAT.parameters)
def test_every_parameter_says_its_article_and_its_bounds_in_both_languages(name: str) -> None:
    parameter = FORMAT.parameters[name]
    assert re.fullmatch(r"医保(办)?发〔2024〕(34|23)号( (arts?\. [0-9]+(, [0-9]+)*|annex 2))?", parameter.article)
    allowed = parameter.reader.allowed
    assert not re.search(r"[\u4e00-\u9fff]", allowed)
    assert re.search(r"[\u4e00-\u9fff]", allowed.title_zh) or set(allowed.title_zh.split("、")) == set(
        allowed.split(", ")
    )
    bad = Refused.because("pack_bad_value", name, parameter=name, allowed=allowed).refusal
    assert allowed in bad.sentence
    assert allowed.title_zh in bad.sentence_zh


def test_every_parameter_is_read_and_written_back() -> None:
    parameters = {
        "months": {"9": leaf(1), "10": leaf(2), "11": leaf(5),
                   "single": {"9": leaf([3, 6]), "10": leaf([3, 6]), "11": leaf(6)},
                   "accumulated": {"9": leaf([1, 3]), "10": leaf([1, 3]), "11": leaf([2, 3])}},
        "term_starts": leaf("decided_on"),
        "earliest_conduct_on": leaf("2025-01-01"),
        "objection": {"stays_effect": leaf(True), "reviewer": leaf("deciding_department")},
        "straddle": leaf("by_admission_date"),
        "restoration": {
            "lead_working_days": leaf(10),
            "assessment_working_days": leaf(20),
            "examination": leaf(True),
        },
        "repair": {
            "acts": leaf({
                "training": {"points": 2, "months": 1},
                "flight_inspection": {"points": 1, "months": 0, "times_per_year": 2},
            }),
            "points_per_year": leaf(4),
            "months_per_year": leaf(2),
            "excludes_at_once": leaf(False),
            "moves_status": leaf(True),
        },
        "ratio": {
            "settlement_percent": leaf(20), "agreement_percent": leaf(50), "denominator": leaf("filed_on_last_day"),
        },
        "pharmacy_roles": leaf(["head", "pharmacist"]),
        "phase_in": {category.value: leaf("2026-01-01") for category in Category},
        "phase_in_groups": leaf([
            {"category": "pharmacy_head", "from": "2025-04-01", "roles": ["head"]},
            {"category": "nursing", "from": "2025-05-21", "places": ["520100", "520281"]},
        ]),
        "early_measures": leaf([
            {"from_points": 3, "duties": ["talk", "training", "record"]}, {"from_points": 6, "duties": ["talk"]},
        ]),
        "points_shown_at_most": leaf(12),
        "penalty_bands": leaf(["10_12", "4_6"]),
        "scoring": {"acts_of_one_type": leaf("once")},
        "filing": {"backdating_days": leaf(30)},
        "degree_points": {
            band: {"general": leaf(low), "important": leaf(low), "principal": leaf(high)}
            for band, (low, high) in BANDS.items()
        },
        "situations": leaf([
            {"name": "out_of_scope", "legal_basis": "other_4_6", "title": "Out of scope"},
            {"name": "again", "legal_basis": "other_7_9", "title": "Again", "lifts": "regulation_38", "repeats": True},
        ]),
        "grounds": leaf([{"name": "first_time", "ground": "lenient", "title": "For the first time"}]),
        "amount_thresholds": leaf([
            {"legal_basis": "regulation_38", "from_yuan": 10000, "points": 4},
            {"legal_basis": "regulation_40", "from_yuan": 10000, "points": 12},
            {"legal_basis": "regulation_38", "from_yuan": 50000, "points": 6},
        ]),
        "emergency": {"codes": leaf(["1101", "1102"])},
        "commitment": {"version": leaf("2025-1"), "required_from": leaf("2025-07-01")},
        "publicity": leaf("public"),
        "deadlines": {
            "institution_update": leaf(2), "department_report": leaf(20), "talk": leaf(5), "training": leaf(60),
            "key_supervision": leaf(10), "sites_told": leaf(3), "reconciliation_months": leaf(3),
        },
    }  # fmt: skip
    pack = parse_pack(document(parameters, title="All", valid_until="2027-01-01"))
    assert {each.source for each in FORMAT.effective(pack)} == {"a text"}, "a parameter is missing above"
    assert pack[PhaseInRules].by_category == dict.fromkeys(Category, day("2026-01-01"))
    assert pack[ScoringRules].situations == (
        Situation(name="out_of_scope", legal_basis="other_4_6", title="Out of scope"),
        Situation(name="again", legal_basis="other_7_9", title="Again", lifts="regulation_38", repeats=True),
    )
    assert [situation.under for situation in pack[ScoringRules].situations] == ["other_4_6", "regulation_38"]
    assert pack[ScoringRules].grounds[0].ground is Ground.LENIENT
    assert [each.points for each in pack[ScoringRules].amount_thresholds] == [4, 12, 6]
    assert pack[ScoringRules].degree_points["10_12"][Degree.PRINCIPAL] == 12
    assert (pack[FilingRules].commitment_version, pack[FilingRules].commitment_required_from) == (
        "2025-1",
        day("2025-07-01"),
    )
    assert (pack[DeadlineRules].institution_update, pack[DeadlineRules].department_report) == (2, 20)
    assert pack[PaymentRules].emergency_codes == ("1101", "1102")
    assert pack[TermRules].months_for(10, single=True) == pack[TermRules].months_for(9, single=True) == Months(3, 6)
    assert pack[TermRules].months_for(11, single=True) == Months(6, 6)
    assert pack[TermRules].months_for(11, single=False) == Months(2, 3)
    assert pack[RepairRules].acts == {
        "training": RepairAct(points=2, months=1),
        "flight_inspection": RepairAct(points=1, months=0, times_per_year=2),
    }
    assert (pack[RatioRules].settlement_percent, pack[RatioRules].agreement_percent) == (20, 50)
    assert pack[ScoringRules].acts_of_one_type is ActsOfOneType.ONCE
    assert (pack[FilingRules].backdating_days, pack.valid_until) == (30, day("2027-01-01"))
    assert pack.as_document() == document(parameters, title="All", valid_until="2027-01-01")
    assert depth({"body": {"document": {"parameters": parameters}}}) <= MAX_DEPTH, "a statement holds it"
    assert parse_pack(pack.as_document()) == pack


GROUP = {"category": "nursing", "from": "2026-01-01", "places": ["520100"]}


def depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(depth, inside), default=0)


SITUATION = {"name": "out_of_scope", "legal_basis": "other_4_6", "title": "Out of scope"}
GROUND = {"name": "first_time", "ground": "lenient", "title": "For the first time"}
AMOUNT = {"legal_basis": "regulation_38", "from_yuan": 1, "points": 5}

REFUSED = [
    pytest.param(document({"months": {"9": leaf(0)}}), "pack_months_out_of_bounds", id="0 months"),
    pytest.param(document({"months": {"11": leaf(7)}}), "pack_months_out_of_bounds", id="7 months"),
    pytest.param(document({"months": {"9": leaf(True)}}), "pack_months_out_of_bounds", id="true months"),
    pytest.param(document({"months": {"9": leaf(1.5)}}), "pack_months_out_of_bounds", id="half months"),
    pytest.param(document({"months": {"9": leaf("2")}}), "pack_months_out_of_bounds", id="text months"),
    pytest.param(document({"months": {"9": leaf(4), "10": leaf(3)}}), "pack_months_decreasing", id="9 longer than 10"),
    pytest.param(document({"months": {"9": leaf(4), "11": leaf(3)}}), "pack_months_decreasing", id="9 longer than 11"),
    pytest.param(document({"months": {"single": {"9": leaf([3, 6]), "10": leaf([2, 6])}}}), "pack_months_decreasing",
                 id="a range that begins earlier"),
    pytest.param(document({"months": {"9": leaf([3, 1])}}), "pack_months_out_of_bounds", id="a range turned round"),
    pytest.param(document({"months": {"9": leaf([1, 7])}}), "pack_months_out_of_bounds", id="a range to 7"),
    pytest.param(document({"months": {"9": leaf([1, 2, 3])}}), "pack_months_out_of_bounds", id="three ends"),
    pytest.param(document({"months": {"8": leaf(1)}}), "pack_unknown_parameter", id="months for 8"),
    pytest.param(document({"months": {"12": leaf(6)}}), "pack_unknown_parameter", id="months for 12"),
    pytest.param(document({"bar_years": leaf(2)}), "pack_unknown_parameter", id="bars are national"),
    pytest.param(document({"suspension_points": leaf(8)}), "pack_unknown_parameter", id="thresholds too"),
    pytest.param(document({"term_starts": "decided_on"}), "pack_unknown_parameter", id="value without leaf"),
    pytest.param(document({"term_starts": {"value": "decided_on"}}), "pack_source_missing", id="no source"),
    pytest.param(document({"term_starts": {"value": "decided_on", "source": " "}}), "pack_source_missing",
                 id="blank source"),
    pytest.param(document({"term_starts": leaf("tomorrow")}), "pack_bad_value", id="unknown choice"),
    pytest.param(document({"term_starts": leaf([])}), "pack_bad_value", id="a list for a choice"),
    pytest.param(document({"straddle": leaf(None)}), "pack_bad_value", id="null"),
    pytest.param(document({"objection": {"stays_effect": leaf(1)}}), "pack_bad_value", id="1 for true"),
    pytest.param(document({"earliest_conduct_on": leaf("2025-W01-1")}), "pack_bad_value", id="week date"),
    pytest.param(document({"earliest_conduct_on": leaf("2025-02-30")}), "pack_bad_value", id="30 February"),
    pytest.param(document({"ratio": {"settlement_percent": leaf(101)}}), "pack_bad_value", id="101 %"),
    pytest.param(document({"ratio": {"settlement_percent": leaf(50), "agreement_percent": leaf(20)}}),
                 "pack_ratio_decreasing", id="ratios crossed"),
    pytest.param(document({"pharmacy_roles": leaf(["pharmacist"])}), "pack_bad_value", id="without the head"),
    pytest.param(document({"pharmacy_roles": leaf([["head"]])}), "pack_bad_value", id="nested roles"),
    pytest.param(document({"repair": {"acts": leaf({"a b": {"points": 1}})}}), "pack_bad_value", id="act"),
    pytest.param(document({"repair": {"acts": leaf({"a": {"hours": 1}})}}), "pack_bad_value", id="act field"),
    pytest.param(document({"repair": {"acts": leaf({"a": {"points": 13}})}}), "pack_bad_value", id="13"),
    pytest.param(document({"degree_points": {"4_6": {"general": leaf(3)}}}), "pack_bad_value", id="out of band"),
    pytest.param(document({"degree_points": {"4_6": {"general": leaf(6)}}}), "pack_degrees_decreasing",
                 id="general above important"),
    pytest.param(document({"degree_points": {"4_6": {"light": leaf(4)}}}), "pack_unknown_parameter", id="degree"),
    pytest.param(document({"degree_points": {"0_3": {"general": leaf(0)}}}), "pack_unknown_parameter", id="band"),
    pytest.param(document({"phase_in": {"drivers": leaf("2026-01-01")}}), "pack_unknown_parameter", id="category"),
    pytest.param(document({"phase_in": {"nursing": leaf("soon")}}), "pack_bad_value", id="phase-in without a day"),
    pytest.param(document({"ratio": {"denominator": leaf("all")}}), "pack_bad_value", id="denominator"),
    pytest.param(document({"publicity": leaf("everybody")}), "pack_bad_value", id="no such range"),
    pytest.param(document({"publicity": {"value": "public"}}), "pack_source_missing",
                 id="published only where a text says so"),
    pytest.param(document({"early_measures": leaf([{"from_points": 9, "duties": ["talk"]}])}), "pack_bad_value",
                 id="9 points are a measure"),
    pytest.param(document({"early_measures": leaf([{"from_points": 6, "duties": []}])}), "pack_bad_value",
                 id="a step without duties"),
    pytest.param(document({"early_measures": leaf([{"from_points": 6, "duties": ["fine"]}])}), "pack_bad_value",
                 id="no such duty"),
    pytest.param(document({"early_measures": leaf([{"from_points": 6, "duties": ["talk", "talk"]}])}),
                 "pack_bad_value", id="a duty twice"),
    pytest.param(document({"early_measures": leaf([{"from_points": 6, "duties": "talk"}])}), "pack_bad_value",
                 id="one duty, no list"),
    pytest.param(document({"early_measures": leaf([{"from_points": points, "duties": ["talk"]} for points in (6, 3)])}),
                 "pack_bad_value", id="steps that fall"),
    pytest.param(document({"points_shown_at_most": leaf(11)}), "pack_bad_value", id="a cap that hides a termination"),
    pytest.param(document({"penalty_bands": leaf(["4-6"])}), "pack_bad_value", id="no such band"),
    pytest.param(document({"scoring": {"acts_of_one_type": leaf("twice")}}), "pack_bad_value", id="each or once"),
    pytest.param(document({"filing": {"backdating_days": leaf(-1)}}), "pack_bad_value", id="days ahead"),
    pytest.param(document({"repair": {"acts": leaf({"a": {"points": 1, "times_per_year": 0}})}}), "pack_bad_value",
                 id="an act never granted"),
    pytest.param(document({"phase_in_groups": leaf([{"category": "nursing", "from": "2026-01-01"}])}),
                 "pack_bad_value", id="a group of all: that is the category"),
    pytest.param(document({"phase_in_groups": leaf([GROUP | {"category": "drivers"}])}), "pack_bad_value",
                 id="a group of no category"),
    pytest.param(document({"phase_in_groups": leaf([GROUP | {"from": "soon"}])}), "pack_bad_value",
                 id="a group without a day"),
    pytest.param(document({"phase_in_groups": leaf([GROUP, GROUP])}), "pack_bad_value", id="a group twice"),
    pytest.param(document({"phase_in_groups": leaf([GROUP | {"places": ["520000"]}])}), "pack_bad_value",
                 id="the province is no place of its own"),
    pytest.param(document({"phase_in_groups": leaf([GROUP | {"places": ["440100"]}])}), "pack_bad_value",
                 id="a place of another province"),
    pytest.param(document({"phase_in_groups": leaf([GROUP | {"roles": [" "]}])}), "pack_bad_value",
                 id="a role of blanks"),
    pytest.param(document({"situations": leaf([SITUATION | {"lifts": "regulation_39"}])}), "pack_bad_value",
                 id="lifted into its own band"),
    pytest.param(document({"situations": leaf([SITUATION | {"lifts": "regulation_40"}])}), "pack_bad_value",
                 id="lifted down"),
    pytest.param(document({"situations": leaf([SITUATION | {"lifts": "art_38"}])}), "pack_bad_value",
                 id="lifts nothing known"),
    pytest.param(document({"situations": leaf([SITUATION | {"repeats": 1}])}), "pack_bad_value", id="repeats 1"),
    pytest.param(document(valid_until="2025-01-01"), "pack_malformed", id="expired on its first day"),
    pytest.param(document(valid_until=None), "pack_malformed", id="expires on no day"),
    pytest.param(document({"emergency": {"codes": leaf("1101")}}), "pack_bad_value", id="one code, no list"),
    pytest.param(document({"emergency": {"codes": leaf(["1101", "1101"])}}), "pack_bad_value", id="a code twice"),
    pytest.param(document({"emergency": {"codes": leaf([1101])}}), "pack_bad_value", id="a code as number"),
    pytest.param(document({"emergency": {"codes": leaf(["1" * 41])}}), "pack_bad_value", id="a code of 41 characters"),
    pytest.param(document({"emergency": {"codes": leaf(["1101 "])}}), "pack_bad_value", id="a code with a blank after"),
    pytest.param(document({"emergency": {"codes": leaf([""])}}), "pack_bad_value", id="an empty code"),
    pytest.param(document({"emergency": {"codes": leaf(["11\n01"])}}), "pack_bad_value", id="a code over two lines"),
    pytest.param(document({"emergency": {"codes": leaf(["e\u0301"])}}), "pack_bad_value", id="a code of two spellings"),
    pytest.param(document({"commitment": {"version": leaf(" ")}}), "pack_bad_value", id="a version of blanks"),
    pytest.param(document({"deadlines": {"objection": leaf(15)}}), "pack_unknown_parameter",
                 id="the ten days of an objection are national"),
    pytest.param(document({"situations": leaf([SITUATION | {"legal_basis": "regulation_38"}])}), "pack_bad_value",
                 id="a situation outside other"),
    pytest.param(document({"situations": leaf([SITUATION | {"name": "regulation_38"}])}), "pack_bad_value",
                 id="a situation with a national name"),
    pytest.param(document({"situations": leaf([SITUATION, SITUATION])}), "pack_bad_value", id="a situation twice"),
    pytest.param(document({"situations": leaf([SITUATION | {"points": 5}])}), "pack_bad_value",
                 id="a situation with more"),
    pytest.param(document({"situations": leaf([SITUATION | {"title": ""}])}), "pack_bad_value", id="no title"),
    pytest.param(document({"grounds": leaf([GROUND | {"ground": "none"}])}), "pack_bad_value", id="no ground"),
    pytest.param(document({"grounds": leaf([GROUND | {"name": "intent"}])}), "pack_bad_value",
                 id="a reason with a national name"),
    pytest.param(document({"grounds": leaf([GROUND, GROUND])}), "pack_bad_value", id="a reason twice"),
    pytest.param(document({"amount_thresholds": leaf([AMOUNT | {"points": 7}])}), "pack_bad_value",
                 id="points outside the band"),
    pytest.param(document({"amount_thresholds": leaf([AMOUNT, AMOUNT])}), "pack_bad_value", id="an amount twice"),
    pytest.param(document({"amount_thresholds": leaf([AMOUNT, AMOUNT | {"from_yuan": 2, "points": 4}])}),
                 "pack_bad_value", id="more money, fewer points"),
    pytest.param(document({"amount_thresholds": leaf([AMOUNT | {"from_yuan": -1}])}), "pack_bad_value", id="a debt"),
    pytest.param(document({"straddle": leaf("by_service_date") | {"note": ""}}), "pack_malformed",
                 id="a leaf with more"),
    pytest.param(document({"months": {}}), "pack_malformed", id="empty table"),
    pytest.param(document([]), "pack_malformed", id="parameters no table"),
    pytest.param(document(division="990000"), "pack_unknown_division", id="no such division"),
    pytest.param(document(division="520100"), "pack_unknown_division", id="a prefecture has no pack"),
    pytest.param(document(division=520000), "pack_unknown_division", id="division as number"),
    pytest.param(document(version=""), "pack_malformed", id="no version"),
    pytest.param(document(valid_from="soon"), "pack_malformed", id="no date"),
    pytest.param(document(title=5), "pack_malformed", id="title as number"),
    pytest.param(document(extra=1), "pack_malformed", id="unknown head"),
    pytest.param([], "pack_malformed", id="no table at all"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refused(text: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_pack(text)
    assert refused.value.why.code == code
    said = refused.value.why.sentence + refused.value.why.sentence_zh
    assert "?" not in said
    assert "None" not in said
    if code == "pack_malformed":
        assert refused.value.why.field == "pack"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param([], "The rule pack is not well-formed at the top level.", id="top level"),
        pytest.param(document(version=""), "The rule pack is not well-formed at version.", id="version"),
        pytest.param(document(valid_from=5), "The rule pack is not well-formed at valid_from.", id="valid_from"),
        pytest.param(document(title=5), "The rule pack is not well-formed at title.", id="title"),
        pytest.param(document([]), "The rule pack is not well-formed at parameters.", id="parameters"),
        pytest.param(document({"months": {}}), "The rule pack is not well-formed at months.", id="an empty table"),
        pytest.param(document({"months": {"9": leaf(1) | {"note": 1}}}),
                     "The rule pack is not well-formed at months.9.", id="a leaf with more"),
        pytest.param(document({"months": {"9": leaf(7)}}), "A suspension for 9 points lasts 1 to 6 whole months.",
                     id="months"),
        pytest.param(document({"straddle": leaf("x")}), "The value of straddle is not one that is allowed: "
                     "by_service_date, by_admission_date.", id="what is allowed"),
        pytest.param(document({"months": {"8": leaf(1)}}), "months.8 is not a parameter of a rule pack; what is fixed "
                     "nationally cannot be set.", id="unknown"),
        pytest.param(document({"degree_points": {"4_6": {"general": leaf(6)}}}),
                     "In the band 4-6, a heavier degree must not get fewer points (art. 25).", id="band"),
    ],
)  # fmt: skip
def test_a_refusal_says_where(text: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_pack(text)
    assert refused.value.why.sentence == sentence


def test_a_single_value_is_refused_like_a_whole_pack() -> None:
    with pytest.raises(Refused) as unknown:
        FORMAT.read_value("months.8", 1)
    assert (unknown.value.why.code, unknown.value.why.field) == ("pack_unknown_parameter", "parameters")
    assert unknown.value.refusal.params == {"parameter": "months.8"}
    with pytest.raises(Refused) as months:
        FORMAT.read_value("months.9", 7)
    assert (months.value.why.code, months.value.why.field) == ("pack_months_out_of_bounds", "months.9")
    with pytest.raises(Refused) as bad:
        FORMAT.read_value("straddle", "x")
    assert (bad.value.why.code, bad.value.why.field) == ("pack_bad_value", "straddle")


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda each: (
        st.lists(each, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "source", "months", "9", "repair", "acts"]), each, max_size=3)
    ),
    max_leaves=8,
)


@given(plain)
def test_anything_is_parsed_or_refused(parameters: Any) -> None:
    try:
        pack = parse_pack(document(parameters))
    except Refused:
        return
    lows = [each.low for points in (9, 10, 11) if (each := pack[TermRules].months.get(f"months.{points}"))]
    assert lows == sorted(lows)
    assert parse_pack(pack.as_document()) == pack
