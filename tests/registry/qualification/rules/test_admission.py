"""What is refused when decisions, annulments and cascades are admitted, with which code and field; what each says."""

from collections.abc import Callable
from typing import Any

import pytest

from registry.packs.pack import NATIONAL_DEFAULT
from registry.qualification.rules import admission
from registry.qualification.rules.timeline import timeline
from registry.words.bases import BasisKind
from registry.words.statuses import Status
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_repair,
    a_restoration,
    an_annulment,
    day,
    facts,
    provincial_packs,
)
from tests.registry.qualification.rules.refusing import refusal
from tests.registry.qualification.rules.standing_already import CASCADED, TEN, TODAY, TRAINING

DECISIONS = [
    pytest.param({}, None, id="in the band"),
    pytest.param({"points": 0}, ("points_out_of_range", "points"), id="0 points"),
    pytest.param({"points": 13}, ("points_out_of_range", "points"), id="13 points"),
    pytest.param({"points": True}, ("points_out_of_range", "points"), id="true is no number"),
    pytest.param({"points": 10.0}, ("points_out_of_range", "points"), id="nor is 10.0"),
    pytest.param({"basis_kind": None}, ("basis_required", "basis_kind"), id="D16: no basis"),
    pytest.param({"legal_basis": None}, ("basis_required", "legal_basis"), id="D16: no legal basis"),
    pytest.param({"legal_basis": "art_99"}, ("legal_basis_unknown", "legal_basis"), id="unknown basis"),
    pytest.param({"points": 2, "legal_basis": "contractual_damages"},
                 ("basis_kind_not_allowed", "basis_kind"), id="damages are no penalty"),
    pytest.param({"points": 2, "legal_basis": "contractual_damages",
                  "basis_kind": BasisKind.AGREEMENT_HANDLING}, None, id="damages by agreement"),
    pytest.param({"basis_kind": BasisKind.AGREEMENT_HANDLING}, ("basis_kind_not_allowed", "basis_kind"),
                 id="annex 2: fraud is not for an agency alone"),
    pytest.param({"points": 10, "legal_basis": "other_10_12", "basis_kind": BasisKind.AGREEMENT_HANDLING},
                 ("basis_kind_not_allowed", "basis_kind"), id="nor is the province's own highest band"),
    pytest.param({"points": 10, "legal_basis": "other_10_12", "basis_kind": BasisKind.SECTOR_ACT}, None,
                 id="the sector regulator's act is"),
    pytest.param({"points": 5, "legal_basis": "regulation_38", "basis_kind": BasisKind.AGREEMENT_HANDLING}, None,
                 id="art. 23: by reference"),
    pytest.param({"points": 2, "legal_basis": "procurement_overuse", "basis_kind": BasisKind.CIRCULAR}, None,
                 id="annex 2: named in a circular"),
    pytest.param({"points": 2, "legal_basis": "procurement_overuse"}, ("basis_kind_not_allowed", "basis_kind"),
                 id="over-use is no offence"),
    pytest.param({"points": 9}, ("points_outside_band", "points"), id="one band down without ground"),
    pytest.param({"points": 9, "ground": "severe", "ground_reason": "intent"},
                 ("points_outside_band", "points"), id="one band down with the wrong ground"),
    pytest.param({"points": 9, "ground": "lenient"}, ("ground_required", "ground_reason"),
                 id="one band down, ground without reason"),
    pytest.param({"points": 9, "ground": "lenient", "ground_reason": "  "},
                 ("ground_required", "ground_reason"), id="one band down, blank reason"),
    pytest.param({"points": 9, "ground": "lenient", "ground_reason": "intent"},
                 ("ground_reason_mismatch", "ground_reason"), id="a severe reason for leniency"),
    pytest.param({"ground": "none", "ground_reason": "intent"},
                 ("ground_reason_mismatch", "ground_reason"), id="a reason without a ground"),
    pytest.param({"points": 9, "ground": "lenient", "ground_reason": "a province's own words"}, None,
                 id="a reason in the province's own words"),
    pytest.param({"points": 7, "ground": "lenient", "ground_reason": "other"}, None, id="7 is one band down"),
    pytest.param({"points": 6, "ground": "lenient", "ground_reason": "other"},
                 ("two_bands_off", "points"), id="D15: 6 is two"),
    pytest.param({"points": 7, "legal_basis": "other_1_3", "ground": "severe", "ground_reason": "intent"},
                 ("two_bands_off", "points"), id="two bands up"),
    pytest.param({"points": 0, "legal_basis": "other_1_3", "ground": "lenient", "ground_reason": "other"},
                 ("points_out_of_range", "points"), id="O17: one down from 1-3 is not 0"),
    pytest.param({"suspension_months": 0}, ("suspension_months_out_of_range", "suspension_months"),
                 id="0 months"),
    pytest.param({"suspension_months": 7}, ("suspension_months_out_of_range", "suspension_months"),
                 id="7 months"),
    pytest.param({"suspension_months": 6}, None, id="6 months"),
    pytest.param({"conduct_from": "2025-02-01", "conduct_to": "2025-01-01"},
                 ("dates_out_of_order", "conduct_to"), id="conduct ends before it begins"),
    pytest.param({"conduct_to": "2025-06-21"}, ("dates_out_of_order", "decided_on"),
                 id="decided before the conduct ended"),
    pytest.param({"conduct_from": "2025-06-21"}, ("dates_out_of_order", "decided_on"),
                 id="decided before the conduct began"),
    pytest.param({"notice_served_on": "2025-06-19"}, ("dates_out_of_order", "notice_served_on"),
                 id="served before decided"),
    pytest.param({"notice_issued_on": "2025-06-25", "notice_served_on": "2025-06-24"},
                 ("dates_out_of_order", "notice_served_on"), id="served before issued"),
    pytest.param({"suspension_starts_on": "2025-06-19"}, ("dates_out_of_order", "suspension_starts_on"),
                 id="starts before decided"),
    pytest.param({"suspension_starts_on": "2035-06-20"}, ("date_implausible", "suspension_starts_on"),
                 id="starts ten years ahead: a decision without effect"),
    pytest.param({"notice_served_on": "9999-12-31"}, ("date_implausible", "notice_served_on"),
                 id="served in the year 9999"),
    pytest.param({"conduct_from": "0025-06-01"}, ("date_implausible", "conduct_from"), id="year 25"),
    pytest.param({"conduct_to": "0025-06-01"}, ("date_implausible", "conduct_to"), id="ended in the year 25"),
    pytest.param({"notice_issued_on": "9999-12-31"}, ("date_implausible", "notice_issued_on"),
                 id="issued in the year 9999"),
    pytest.param({"notice_issued_on": "0025-06-01"}, ("date_implausible", "notice_issued_on"),
                 id="issued in the year 25"),
    pytest.param({"notice_issued_on": "2025-06-19"}, ("dates_out_of_order", "notice_issued_on"),
                 id="issued before decided"),
    pytest.param({"decided_on": "2019-12-31"}, ("date_implausible", "decided_on"), id="before any scheme"),
    pytest.param({"decided_on": "2026-11-22"}, ("date_implausible", "decided_on"), id="tomorrow"),
    pytest.param({"decided_on": "2026-11-21"}, None, id="today"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), DECISIONS)
def test_decision(changes: dict[str, Any], expected: tuple[str, str] | None) -> None:
    values = {"points": 10, "decided_on": "2025-06-20"} | changes
    decision = a_decision(values.pop("points"), values.pop("decided_on"), **values)
    assert refusal(lambda: admission.check_decision(decision, NATIONAL_DEFAULT, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"conduct_from": "2025-02-01", "conduct_to": "2025-01-01"},
                     "conduct_to must not be before conduct_from.", id="conduct"),
        pytest.param({"notice_issued_on": "2025-06-25", "notice_served_on": "2025-06-24"},
                     "notice_served_on must not be before notice_issued_on.", id="notice"),
        pytest.param({"suspension_starts_on": "2025-06-19"},
                     "suspension_starts_on must not be before decided_on.", id="start"),
    ],
)  # fmt: skip
def test_dates_out_of_order_names_both(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        admission.check_decision(a_decision(10, "2025-06-20", **changes), NATIONAL_DEFAULT, today=TODAY)
    assert refused.value.why.sentence == sentence


def test_without_a_clock_the_future_is_not_refused() -> None:
    assert refusal(lambda: admission.check_decision(a_decision(10, "2099-01-01"), NATIONAL_DEFAULT)) is None


@pytest.mark.parametrize(
    ("conduct", "expected"),
    [
        pytest.param({"conduct_to": "2024-12-31"}, ("conduct_too_early", "conduct_to"), id="before"),
        pytest.param({"conduct_from": "2024-06-01"}, ("conduct_too_early", "conduct_to"), id="began before"),
        pytest.param({"conduct_from": "2024-06-01", "conduct_to": "2025-01-01"}, None, id="lasted into 2025"),
        pytest.param({}, None, id="no dates of conduct known"),
    ],
)
def test_o18_hunan_scores_conduct_from_2025_on(conduct: dict[str, str], expected: tuple[str, str] | None) -> None:
    decision = a_decision(10, "2025-06-20", author="430000", **conduct)
    pack = provincial_packs().for_("430000", decision.decided_on)
    assert refusal(lambda: admission.check_decision(decision, pack, today=TODAY)) == expected


UNDONE = an_annulment(TEN, "2025-07-01")

ANNULMENTS = [
    pytest.param(UNDONE, facts(TEN), None, id="a decision that is there"),
    pytest.param(UNDONE, facts(TEN, UNDONE), None, id="the same annulment again"),
    pytest.param(an_annulment(TEN, "2025-07-02"), facts(TEN, UNDONE),
                 ("already_annulled", "decision"), id="annulled by another fact"),
    pytest.param(UNDONE, facts(), ("unknown_decision", "decision"), id="no such decision"),
    pytest.param(an_annulment(TEN, "2025-06-19"), facts(TEN),
                 ("dates_out_of_order", "annulled_on"), id="before it was decided"),
    pytest.param(an_annulment(TEN, "2026-11-22"), facts(TEN),
                 ("date_implausible", "annulled_on"), id="tomorrow"),
]  # fmt: skip


@pytest.mark.parametrize(("annulment", "known", "expected"), ANNULMENTS)
def test_annulment(annulment, known, expected) -> None:
    assert refusal(lambda: admission.check_annulment(annulment, known, today=TODAY)) == expected


SAID = [
    pytest.param(lambda: admission.check_restoration(timeline(facts(TEN), DEFAULTS), a_restoration("2025-09-19")),
                 "The term or bar runs until 2025-09-20: an assessment takes effect on that day or later.",
                 id="until when"),
    pytest.param(lambda: admission.check_restoration(
        timeline(facts(TEN), DEFAULTS), a_restoration("2025-09-20", assessed_on="2025-09-21")),
        "effective_on must not be before assessed_on.", id="which day comes first"),
    pytest.param(lambda: admission.check_restoration(
        timeline(facts(TEN), DEFAULTS), a_restoration("2026-09-06", assessed_on="2025-09-05")),
        "The date in effective_on must lie between 2020-01-01 and 2026-09-05.", id="within a year of the assessment"),
    pytest.param(lambda: admission.check_repair(a_repair("2025-07-01", points=1, year=2024), facts(TEN), DEFAULTS),
                 "No points of 2024 count for the person on that day: a decision counts from its signature, one taken "
                 "over from the serving of its notice.", id="in which year"),
    pytest.param(lambda: admission.check_repair(a_repair("2025-07-01", points=8), facts(
        TEN, a_repair("2025-07-01", points=3)), DEFAULTS),
        "Of 2025, 7 points are recorded: no more can be repaired.", id="how many points are left"),
    pytest.param(lambda: admission.check_repair(a_repair("2025-07-01", months=3), facts(TEN), DEFAULTS),
                 "The term can be shortened by 2 months at most: its last month remains.", id="how many months"),
    pytest.param(lambda: admission.check_repair(a_repair("2025-07-01", points=3), facts(TEN), TRAINING),
                 "The rule pack of the province allows 2 for this repair.", id="how many points by the act"),
    pytest.param(lambda: admission.check_repair(a_repair("2025-07-01", months=2), facts(TEN), TRAINING),
                 "The rule pack of the province allows 1 for this repair.", id="how many months by the act"),
    pytest.param(lambda: admission.check_repair(a_repair("2025-07-02", months=1), facts(
        TEN, a_repair("2025-07-01", months=1)), TRAINING),
        "The rule pack of the province allows 0 for this repair.", id="no months left"),
    pytest.param(lambda: admission.check_repair(a_repair("2025-07-01", points=1, act="apology"), facts(TEN), TRAINING),
                 "The rule pack of the province does not list the act apology; it lists: training.", id="which act"),
    pytest.param(lambda: admission.check_cascade(a_cascade("2025-03-01"), today=TODAY, lifted_on=day("2025-02-01")),
                 "lifted_on must not be before applied_on.", id="a lift before its cascade"),
    pytest.param(lambda: admission.check_annulment(an_annulment(TEN, "2025-06-19"), facts(TEN), today=TODAY),
                 "annulled_on must not be before decided_on.", id="an annulment before its decision"),
    pytest.param(lambda: admission.check_cascade_lift(a_lift(CASCADED, "2127-01-01"), facts(CASCADED), today=TODAY),
                 "The date in lifted_on must lie between 1950-01-01 and 2126-11-21.", id="a lift in a century"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "sentence"), SAID)
def test_the_sentence_says_which_and_how_much(check: Callable[[], object], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check()
    assert refused.value.why.sentence == sentence


CASCADES = [
    pytest.param(a_cascade("2025-03-01"), None, None, id="open"),
    pytest.param(a_cascade("1985-03-01"), "2085-03-01", None, id="a legacy measure of a century"),
    pytest.param(a_cascade("2025-03-01"), "2025-03-01", ("dates_out_of_order", "lifted_on"), id="empty"),
    pytest.param(a_cascade("2025-03-01"), "2025-02-01", ("dates_out_of_order", "lifted_on"), id="backwards"),
    pytest.param(a_cascade("2025-03-01"), "2926-11-21", ("date_implausible", "lifted_on"), id="in 900 years"),
    pytest.param(a_cascade("1949-12-31"), None, ("date_implausible", "applied_on"), id="before 1950"),
    pytest.param(a_cascade("2127-03-01"), None, ("date_implausible", "applied_on"), id="in a century"),
    pytest.param(a_cascade("2025-03-01", Status.NORMAL), None, ("cascade_status_unknown", "status"),
                 id="a cascade to normal"),
]  # fmt: skip


@pytest.mark.parametrize(("cascade", "lifted_on", "expected"), CASCADES)
def test_cascade(cascade, lifted_on, expected) -> None:
    end = None if lifted_on is None else day(lifted_on)
    assert refusal(lambda: admission.check_cascade(cascade, today=TODAY, lifted_on=end)) == expected


LIFTS = [
    pytest.param(a_lift(CASCADED, "2025-04-01"), facts(CASCADED), None, id="later"),
    pytest.param(a_lift(CASCADED, "2025-03-01"), facts(CASCADED), ("dates_out_of_order", "lifted_on"),
                 id="on its first day"),
    pytest.param(a_lift(CASCADED, "2025-04-01"), facts(), ("unknown_cascade", "cascade"), id="no cascade"),
    pytest.param(a_lift(CASCADED, "2525-04-01"), facts(CASCADED), ("date_implausible", "lifted_on"),
                 id="in 500 years"),
]  # fmt: skip


@pytest.mark.parametrize(("lift", "known", "expected"), LIFTS)
def test_cascade_lift(lift, known, expected) -> None:
    assert refusal(lambda: admission.check_cascade_lift(lift, known, today=TODAY)) == expected
