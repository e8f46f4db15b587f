"""Published outcomes G1 to G6 and the derived vectors of cases.md that concern computation.

Bulletins give no dates; the ones here are made up, and only points, status, months and bar are asserted.
D7 (highest only) and D17 to D19 (payment by service date) rest on the record and the payment check; D21, D22,
D26 and D30 on deadlines and forms.
"""

import pytest

from registry.codes.measures import MeasureKind, Mode
from registry.codes.statuses import Status
from registry.rules.admission import check_decision, check_filing
from registry.rules.errors import Refused
from registry.rules.packs import NATIONAL_DEFAULT
from registry.rules.points import points_of_year
from registry.rules.timeline import timeline
from tests.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_restoration,
    an_annulment,
    day,
    facts,
    provincial_packs,
)

PACKS = provincial_packs()

GOLDEN = [
    pytest.param("150000", [12], "terminated", Mode.AT_ONCE, None, 3, id="G1 Inner Mongolia: 12 at once"),
    pytest.param("150000", [10], "suspended", Mode.SINGLE, 4, None, id="G2 Inner Mongolia: 10, 4 months"),
    pytest.param("210000", [11], "suspended", Mode.SINGLE, 6, None, id="G3 Liaoning: 11, 6 months"),
    pytest.param("520000", [11], "suspended", Mode.SINGLE, 6, None, id="G4a Guizhou: 11, 6 months"),
    pytest.param("520000", [10], "suspended", Mode.SINGLE, 3, None, id="G4b Guizhou: 10, 3 months"),
    pytest.param("500000", [10, 4], "terminated", Mode.ACCUMULATED, None, 1, id="G5 Chongqing: 10 then 4"),
    pytest.param("150000", [4], "normal", Mode.SINGLE, None, None, id="G6a Inner Mongolia: 4, notice only"),
    pytest.param("150000", [5], "normal", Mode.SINGLE, None, None, id="G6b Inner Mongolia: 5, notice only"),
    pytest.param("150000", [6], "normal", Mode.SINGLE, None, None, id="G6c Inner Mongolia: 6, notice only"),
]


@pytest.mark.parametrize(("province", "scores", "status", "mode", "months", "bar_years"), GOLDEN)
def test_published_outcome(
    province: str, scores: list[int], status: str, mode: Mode, months: int | None, bar_years: int | None
) -> None:
    known = facts(
        *(a_decision(points, f"2025-{month:02d}-10", author=province) for month, points in enumerate(scores, start=6))
    )
    result = timeline(known, PACKS)
    last = result.measures[-1]
    assert points_of_year(known, 2025, packs=PACKS) == sum(scores) == last.points_total
    assert result.status_on(day("2025-12-31")) == status
    assert (last.mode, last.months, last.bar_years) == (mode, months, bar_years)
    assert result.status_on(day("2025-06-09")) is Status.NORMAL


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
    assert refused.value.refusal.code == "person_suspended"


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
    found = None
    try:
        check_decision(decision, NATIONAL_DEFAULT)
    except Refused as refused:
        found = refused.refusal.code
    assert found == code


def test_d14_leads_to_a_suspension() -> None:
    known = facts(a_decision(9, "2025-03-01", ground="lenient", ground_reason="loss_made_good"))
    assert timeline(known, DEFAULTS).status_on(day("2025-03-01")) is Status.SUSPENDED
