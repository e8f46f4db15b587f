"""Published outcomes G1 to G6, N1 to N7 and P1 to P20, and the derived vectors D1 to D30 that concern computation.

Of a published outcome only what the authority stated is asserted. Bulletins give no dates: where none is stated it is
made up. N7 (5 doctor-times, 15 points in all) states no single score, and is counted by the returns; P10 (Tianjin's
repairs) stands in `test_repairing.py`. D7 (highest only) and D17 to D19 (payment by service date) rest on the record
and the payment check; D21, D22, D26 and D30 on deadlines and forms.
"""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.packs.pack import NATIONAL_DEFAULT, Pack
from registry.parameters import parse_pack
from registry.qualification.rules.admission import check_decision, check_filing, check_role, check_stated_months
from registry.qualification.rules.facts import Decision
from registry.qualification.rules.points import points_of_year
from registry.qualification.rules.scoring_rules import ScoringRules
from registry.qualification.rules.term_rules import Months, TermRules, TermStarts
from registry.qualification.rules.timeline import timeline
from registry.words import divisions
from registry.words.bases import BasisKind
from registry.words.dates import after_months
from registry.words.institutions import InstitutionKind
from registry.words.measures import MeasureKind, Mode
from registry.words.persons import Category
from registry.words.statuses import Status
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_phase_in_filing,
    a_restoration,
    an_annulment,
    day,
    facts,
    provincial_packs,
)

PACKS = provincial_packs()

GOLDEN = [
    pytest.param("150000", [12], {}, "terminated", Mode.AT_ONCE, None, 3, id="G1, N6 Inner Mongolia: 12 at once"),
    pytest.param("150000", [10], {}, "suspended", Mode.SINGLE, 4, None, id="G2 Inner Mongolia: 10, 4 months"),
    pytest.param(
        "210000",
        [11],
        {"suspension_months": 6},
        "suspended",
        Mode.SINGLE,
        6,
        None,
        id="G3 Liaoning: 11, 6 months, as the decision states within 3 to 6",
    ),
    pytest.param("520000", [11], {}, "suspended", Mode.SINGLE, 6, None, id="G4a Guizhou: 11, 6 months"),
    pytest.param("520000", [10], {}, "suspended", Mode.SINGLE, 3, None, id="G4b Guizhou: 10, 3 months"),
    pytest.param("500000", [10, 4], {}, "terminated", Mode.ACCUMULATED, None, 1, id="G5 Chongqing: 10 then 4"),
    pytest.param("150000", [4], {}, "normal", Mode.SINGLE, None, None, id="G6a Inner Mongolia: 4, notice only"),
    pytest.param("150000", [5], {}, "normal", Mode.SINGLE, None, None, id="G6b Inner Mongolia: 5, notice only"),
    pytest.param("150000", [6], {}, "normal", Mode.SINGLE, None, None, id="G6c Inner Mongolia: 6, notice only"),
    pytest.param("310000", [11], {}, "suspended", Mode.SINGLE, 6, None, id="N5 Shanghai: 11 each, 6 months"),
    pytest.param("430000", [3], {}, "normal", Mode.SINGLE, None, None, id="N2, P6 Hunan: 3, notice only"),
    pytest.param("460000", [10, 4], {}, "terminated", Mode.ACCUMULATED, None, 1, id="P12 Hainan: 10 then 4"),
    pytest.param("150000", [9, 12], {}, "terminated", Mode.AT_ONCE, None, 3, id="P19: 9 before, then 12 at once"),
]


@pytest.mark.parametrize(("province", "scores", "stated", "status", "mode", "months", "bar_years"), GOLDEN)
def test_published_outcome(
    province: str,
    scores: list[int],
    stated: dict[str, Any],
    status: str,
    mode: Mode,
    months: int | None,
    bar_years: int | None,
) -> None:
    known = facts(
        *(
            a_decision(points, f"2025-{month:02d}-10", author=province, **stated)
            for month, points in enumerate(scores, start=6)
        )
    )
    result = timeline(known, PACKS)
    last = result.measures[-1]
    assert points_of_year(known, 2025, packs=PACKS) == sum(scores) == last.points_total
    assert result.status_on(day("2025-12-31")) == status
    assert (last.mode, last.months, last.bar_years) == (mode, months, bar_years)
    assert result.status_on(day("2025-06-09")) is Status.NORMAL


def pack_of(division: str, on: str = "2025-06-20") -> Pack:
    return PACKS.for_(division, day(on))


HUNANS_FIRST = {
    "author": "430000", "legal_basis": "regulation_38", "basis_kind": "penalty", "degree": "general",
    "conduct_from": "2025-01-01", "conduct_to": "2025-02-28", "signed_on": "2025-05-09",
}  # fmt: skip
LIFTED = parse_pack({"division": "430000", "version": "9", "valid_from": "2025-03-01", "parameters": {"situations": {
    "source": "test", "value": [{"name": "over_standard_charge", "legal_basis": "other_7_9", "title": "超标准收费",
                                 "lifts": "regulation_38"}]}}})  # fmt: skip


def test_n1_hunans_first_case_is_accepted_in_a_named_situation_or_with_a_ground_and_else_told_how() -> None:
    """P1: a penalty of 2025-04-24 under art. 38, a nurse in general responsibility, 7 points on 2025-05-09."""
    seven = a_decision(7, "2025-04-24", situation="over_standard_charge", **HUNANS_FIRST)
    check_decision(seven, LIFTED)
    check_decision(
        a_decision(7, "2025-04-24", ground="severe", ground_reason="other", **HUNANS_FIRST), pack_of("430000")
    )
    with pytest.raises(Refused) as refused:
        check_decision(a_decision(7, "2025-04-24", **HUNANS_FIRST), pack_of("430000"))
    assert refused.value.why.code == "points_outside_band"
    assert "`situation`" in refused.value.why.sentence
    result = timeline(facts(seven), PACKS)
    assert (result.measures[0].kind, result.measures[0].year) == (MeasureKind.NOTICE, 2025)
    assert points_of_year(facts(seven), 2025, packs=PACKS) == 7, "in the year of the penalty"


def test_n2_hunan_manages_the_pharmacist_who_is_not_the_head() -> None:
    check_role("pharmacist", "pharmacy", InstitutionKind.RETAIL_PHARMACY, pack_of("430000"))
    with pytest.raises(Refused):
        check_role("pharmacist", "pharmacy", InstitutionKind.RETAIL_PHARMACY, pack_of("350000"))


@pytest.mark.parametrize(("lifted_on", "last"), [("2025-11-04", "2025-11-03"), ("2025-09-04", "2025-09-03")])
def test_n3_months_end_on_the_day_before_the_same_day(lifted_on: str, last: str) -> None:
    """Published: from 2025-08-04 00:00 to 2025-11-03 24:00 (3 months) and to 2025-09-03 24:00 (1 month)."""
    months = 3 if lifted_on == "2025-11-04" else 1
    assert after_months(day("2025-08-04"), months) == day(lifted_on)
    cascade = a_cascade("2025-08-04", author="430000")
    result = timeline(facts(cascade, a_lift(cascade, lifted_on)), PACKS)
    assert [result.status_on(day(on)) for on in ("2025-08-03", "2025-08-04", last, lifted_on)] == [
        "normal", "suspended", "suspended", "normal",
    ]  # fmt: skip


def test_p19_who_was_suspended_and_restored_before_is_barred_for_three_years_by_twelve_at_once() -> None:
    known = facts(
        a_decision(9, "2025-01-10", author="150000", suspension_months=1),
        a_restoration("2025-02-10", author="150000"),
        a_decision(12, "2025-05-10", author="150000"),
    )
    result = timeline(known, PACKS)
    assert result.status_on(day("2025-02-10")) is Status.NORMAL
    assert (result.status_on(day("2025-05-10")), result.measures[-1].bar_years) == (Status.TERMINATED, 3)
    assert points_of_year(known, 2025, packs=PACKS) == 21


LIAONING = [
    pytest.param([6, 5], Months(1, 3), 1, id="P7: accumulated, 1 to 3"),
    pytest.param([9], Months(3, 6), 3, id="P8: one score of 9, at least 3"),
    pytest.param([10], Months(3, 6), 3, id="P9: one score of 10"),
    pytest.param([11], Months(3, 6), 3, id="P9: one score of 11"),
]


@pytest.mark.parametrize(("scores", "allowed", "shortest"), LIAONING)
def test_liaoning_by_how_the_points_were_reached(scores: list[int], allowed: Months, shortest: int) -> None:
    pack = pack_of("210000")
    assert pack[TermRules].months_for(sum(scores), single=len(scores) == 1) == allowed
    known = [a_decision(points, f"2025-0{month}-10", author="210000") for month, points in enumerate(scores, start=5)]
    assert timeline(facts(*known), PACKS).measures[-1].months == shortest, "the mildest, where nobody states it"
    with pytest.raises(Refused) as refused:
        check_stated_months(known[-1], sum(scores), pack)
    assert refused.value.why.code == "suspension_months_missing"


def test_p11_what_a_county_pilots_can_be_said_and_is_not_the_provinces() -> None:
    assert pack_of("430000")[TermRules].months_for(11, single=True) is None
    assert pack_of("430000")[TermRules].term_starts is TermStarts.NOTICE_SERVED_ON
    told = {"term_starts": "first_of_next_month", "publicity": "public"}
    pilot = parse_pack({"division": "430000", "version": "pilot", "valid_from": "2025-03-01", "parameters": {
        **{name: {"value": value, "source": "test"} for name, value in told.items()},
        "months": {str(points): {"value": [1, 2], "source": "test"} for points in (9, 10, 11)},
    }})  # fmt: skip
    eleven = a_decision(11, "2025-05-09", author="430000", suspension_months=2)
    check_stated_months(eleven, 11, pilot)
    result = timeline(facts(eleven), PackBook([pilot]))
    assert [result.status_on(day(on)) for on in ("2025-05-31", "2025-06-01")] == ["normal", "suspended"]
    assert result.on(day("2025-06-01")).term_ends_on == day("2025-08-01")


def test_p12_hainan_shows_twelve_at_most_and_keeps_the_true_sum() -> None:
    assert [pack_of("460000")[ScoringRules].shown(total) for total in (8, 12, 14)] == [8, 12, 12]
    assert PACKS.for_("460000", day("2025-03-31")).division == divisions.NATIONAL
    assert PACKS.for_("460000", day("2028-03-31")).division == "460000"
    assert PACKS.for_("460000", day("2028-04-01")).division == divisions.NATIONAL


PUBLISHED = [
    pytest.param("350000", "闽医保规〔2025〕1号", "2025-03-01", id="P13 Fujian"),
    pytest.param("220000", "吉医保规〔2025〕1号, 2025-02-27", "2025-02-27", id="P14 Jilin"),
    pytest.param("420000", "Notice of April 2025 (text not found)", "2025-04-01", id="P15 Hubei"),
    pytest.param("510000", "Provincial rules, begun 2025-03-26 (text not found)", "2025-03-26", id="P16 Sichuan"),
]


@pytest.mark.parametrize(("division", "title", "valid_from"), PUBLISHED)
def test_number_and_day_of_an_instrument(division: str, title: str, valid_from: str) -> None:
    pack = pack_of(division)
    assert (pack.title, str(pack.valid_from)) == (title, valid_from)


def test_p13_fujian_gives_four_to_six_points_after_a_penalty_only() -> None:
    for kind, code in ((BasisKind.PENALTY, None), (BasisKind.AGREEMENT_HANDLING, "basis_kind_not_allowed")):
        five = a_decision(5, "2025-06-20", author="350000", legal_basis="regulation_38", basis_kind=kind)
        assert refusal_of(five, pack_of("350000")) == code
        assert refusal_of(five, pack_of("220000")) is None, "art. 23, elsewhere"


@pytest.mark.parametrize(("place", "expected"), [("442000", "not_covered"), ("440104", "normal"), ("", "normal")])
def test_p17_zhongshan_has_a_first_day_of_its_own(place: str, expected: str) -> None:
    filed = a_phase_in_filing(Category.MEDICAL, "2025-03-01", author="440000", place=place)
    result = timeline(facts(filed), PACKS)
    assert result.status_on(day("2025-05-20")) == expected
    assert result.status_on(day("2025-05-21")) is Status.NORMAL


def test_p18_henan_is_not_confirmed_and_p20_guizhous_values_hold_on() -> None:
    with pytest.raises(Refused) as refused:
        check_role("pharmacist", "pharmacy", InstitutionKind.RETAIL_PHARMACY, pack_of("410000"))
    assert refused.value.why.code == "role_not_managed"
    assert pack_of("520000", "2025-12-01")[TermRules].months_for(10, single=True) == Months(3, 3)


def refusal_of(decision: Decision, pack: Pack) -> str | None:
    try:
        check_decision(decision, pack)
    except Refused as refused:
        return refused.why.code
    return None


def test_g5_was_suspended_between_its_two_scores() -> None:
    result = timeline(facts(a_decision(10, "2025-06-10"), a_decision(4, "2025-07-10")), PACKS)
    assert [measure.kind for measure in result.measures] == [
        MeasureKind.SUSPENSION,
        MeasureKind.TERMINATION,
    ]
    assert result.status_on(day("2025-07-09")) is Status.SUSPENDED
    assert result.status_on(day("2025-07-10")) is Status.TERMINATED


NINE_RESTORED = (
    a_decision(9, "2025-03-10"),
    a_restoration("2025-06-01"),
    a_decision(3, "2025-08-10"),
)

DERIVED = [
    pytest.param(facts(a_decision(8, "2025-03-01")), {2025: 8}, "2025-03-01", "normal", None, id="D1: 8"),
    pytest.param(facts(a_decision(9, "2025-03-01")), {2025: 9}, "2025-03-01", "suspended", None, id="D2: 9"),
    pytest.param(
        facts(a_decision(6, "2025-03-01"), a_decision(3, "2025-05-01")),
        {2025: 9}, "2025-05-01", "suspended", None, id="D3: 6 and 3 in one year",
    ),
    pytest.param(
        facts(a_decision(6, "2025-12-31"), a_decision(6, "2026-01-01")),
        {2025: 6, 2026: 6}, "2026-01-01", "normal", None, id="D4: 6 and 6 on both sides of new year",
    ),
    pytest.param(
        facts(a_decision(9, "2026-01-15", conduct_from="2025-11-01", conduct_to="2025-11-30")),
        {2025: 0, 2026: 9}, "2026-01-15", "suspended", None, id="D5: conduct 2025, decided 2026",
    ),
    pytest.param(
        facts(a_decision(4, "2025-03-01", case_number="c", item="1"),
              a_decision(3, "2025-03-01", case_number="c", item="2")),
        {2025: 7}, "2025-03-01", "normal", None, id="D6: two types in one inspection add up",
    ),
    pytest.param(
        facts(a_decision(5, "2025-03-01", institution="A"), a_decision(4, "2025-04-01", institution="B")),
        {2025: 9}, "2025-04-01", "suspended", None, id="D8: two sites add up",
    ),
    pytest.param(
        facts(a_decision(5, "2025-03-01", author="150000"), a_decision(5, "2025-04-01", author="210000")),
        {2025: 10}, "2025-04-01", "suspended", None, id="D8: two provinces add up, which neither meant",
    ),
    pytest.param(
        facts(a_decision(4, "2025-03-01", institution="P1"), a_decision(5, "2025-04-01", institution="P2")),
        {2025: 9}, "2025-04-01", "suspended", None, id="D9: head of several pharmacies",
    ),
    pytest.param(
        facts(*NINE_RESTORED), {2025: 12}, "2025-07-31", "normal", None, id="D10: restored in June",
    ),
    pytest.param(
        facts(*NINE_RESTORED), {2025: 12}, "2025-08-10", "terminated", 1, id="D10: and 3 more, terminated",
    ),
    pytest.param(
        facts(a_decision(12, "2025-03-01")), {2025: 12}, "2025-03-01", "terminated", 3,
        id="D11: one score of 12",
    ),
    pytest.param(
        facts(a_decision(9, "2025-03-01")), {2025: 9}, "2029-01-01", "suspended", None,
        id="D20: term over, no restoration: still suspended",
    ),
    pytest.param(facts(), {2025: 0}, "2025-03-01", "normal", None, id="D23: not responsible: normal"),
    pytest.param(
        facts(a_cascade("2025-03-01")), {2025: 0}, "2025-03-01", "suspended", None,
        id="D24: responsible at a suspended institution, without points",
    ),
    pytest.param(
        facts(a_decision(9, "2025-03-01")), {2025: 9}, "2025-03-01", "suspended", None,
        id="D28: a fee-audit clerk is suspended like anybody",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("known", "points", "on", "status", "bar_years"), DERIVED)
def test_derived_vector(known, points, on, status, bar_years) -> None:
    result = timeline(known, DEFAULTS)
    assert {year: points_of_year(known, year, packs=DEFAULTS) for year in points} == points
    assert result.status_on(day(on)) == status
    bars = {reason.bar_years for reason in result.on(day(on)).reasons if reason.bar_years}
    assert bars == ({bar_years} if bar_years else set())


def test_d8_no_institution_may_file_a_suspended_person() -> None:
    suspended = timeline(facts(a_decision(5, "2025-03-01"), a_decision(4, "2025-04-01")), DEFAULTS)
    with pytest.raises(Refused) as refused:
        check_filing(suspended, day("2025-04-01"))
    assert refused.value.why.code == "person_suspended"


def test_d20_term_over_is_said() -> None:
    interval = timeline(facts(a_decision(9, "2025-03-01")), DEFAULTS).on(day("2025-05-01"))
    assert (interval.status, interval.term_over, interval.term_ends_on) == (
        "suspended",
        True,
        day("2025-05-01"),
    )


def test_d29_an_upheld_objection_lowers_9_to_8_and_frees_from_the_start() -> None:
    nine = a_decision(9, "2025-03-01", position=1)
    eight = a_decision(8, "2025-03-01", position=3)
    known = facts(nine, an_annulment(nine, "2025-04-01", position=2), eight)
    assert timeline(known, DEFAULTS).status_on(day("2025-03-15")) is Status.NORMAL
    assert points_of_year(known, 2025, packs=DEFAULTS) == 8
    before = known.known_at(1)
    assert timeline(before, DEFAULTS).status_on(day("2025-03-15")) is Status.SUSPENDED, "history is kept"


BANDS = [
    pytest.param(7, "regulation_38", "none", None, "points_outside_band", id="D12: 7 without a severe ground"),
    pytest.param(7, "regulation_38", "severe", "instigated_others", None, id="D13: 7, instigated others"),
    pytest.param(9, "regulation_40", "lenient", "loss_made_good", None, id="D14: 9, loss made good"),
    pytest.param(6, "regulation_40", "lenient", "loss_made_good", "two_bands_off", id="D15: 6, two bands"),
    pytest.param(4, "", "none", None, "basis_required", id="D16: no legal basis"),
    pytest.param(8, "claim_for_ineligible", "none", None, None, id="D27: lender of a name, 7 to 9"),
]


@pytest.mark.parametrize(("points", "legal_basis", "ground", "reason", "code"), BANDS)
def test_band_vector(points: int, legal_basis: str, ground: str, reason: str | None, code: str | None) -> None:
    decision = a_decision(points, "2025-03-01", legal_basis=legal_basis, ground=ground, ground_reason=reason)
    assert refusal_of(decision, NATIONAL_DEFAULT) == code


def test_d14_leads_to_a_suspension() -> None:
    known = facts(a_decision(9, "2025-03-01", ground="lenient", ground_reason="loss_made_good"))
    assert timeline(known, DEFAULTS).status_on(day("2025-03-01")) is Status.SUSPENDED
