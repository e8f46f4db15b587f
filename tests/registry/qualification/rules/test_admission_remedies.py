"""What is refused when a repair or a restoration is admitted."""

import pytest

from registry.qualification.rules import admission
from registry.qualification.rules.timeline import timeline
from tests.registry.qualification.rules.making import DEFAULTS, a_decision, a_repair, a_restoration, facts
from tests.registry.qualification.rules.refusing import refusal
from tests.registry.qualification.rules.standing_already import ASSESSED, BARRED, CASCADED, CLOSED, TEN, TODAY, TRAINING

RESTORATIONS = [
    pytest.param(facts(TEN), a_restoration("2025-09-20"), None, id="on the day the term ends"),
    pytest.param(facts(TEN), a_restoration("2025-09-19"), ("term_not_over", "effective_on"), id="early"),
    pytest.param(facts(TEN), a_restoration("2025-09-01", passed=False), None, id="early, but not passed"),
    pytest.param(facts(TEN), a_restoration("2025-09-20", assessed_on="2025-09-05"), None,
                 id="art. 39: assessed before, effective at the end"),
    pytest.param(facts(TEN), a_restoration("2025-09-20", assessed_on="2025-09-21"),
                 ("dates_out_of_order", "effective_on"), id="effective before assessed"),
    pytest.param(facts(TEN), a_restoration("2027-12-01", assessed_on="2026-12-01"),
                 ("date_implausible", "assessed_on"), id="assessed in the future"),
    pytest.param(facts(), a_restoration("2025-09-20"), ("nothing_to_restore", "person"), id="normal"),
    pytest.param(facts(TEN), a_restoration("2025-06-20"), ("nothing_to_restore", "person"),
                 id="on the day it begins"),
    pytest.param(facts(TEN, a_restoration("2025-09-20")), a_restoration("2025-10-20"),
                 ("nothing_to_restore", "person"), id="already restored"),
    pytest.param(facts(TEN), a_restoration("2025-06-21", passed=False), None, id="the day after it begins"),
    pytest.param(facts(TEN), a_restoration("2025-09-20", assessed_on="2019-12-31"),
                 ("date_implausible", "assessed_on"), id="assessed before any scheme"),
    pytest.param(facts(TEN), a_restoration("2026-09-20", assessed_on="2025-09-20"), None, id="a year later"),
    pytest.param(facts(TEN), a_restoration("2026-09-21", assessed_on="2025-09-20"),
                 ("date_implausible", "effective_on"), id="more than a year later"),
    pytest.param(facts(CASCADED), a_restoration("2025-09-20"), ("nothing_to_restore", "person"),
                 id="a cascade ends by its lift"),
    pytest.param(facts(CASCADED, TEN), a_restoration("2025-09-20"), None, id="a cascade beside it"),
    pytest.param(facts(*BARRED), a_restoration("2026-07-20"), None, id="O9: a termination, on the day its bar ends"),
    pytest.param(facts(*BARRED), a_restoration("2026-07-19"), ("term_not_over", "effective_on"), id="O9: before it"),
    pytest.param(facts(*BARRED), a_restoration("2026-07-01", passed=False), None, id="O9: before it, not passed"),
    pytest.param(facts(*BARRED, ASSESSED), a_restoration("2026-08-20"), ("nothing_to_restore", "person"),
                 id="O9: assessed already: the new filing is what is missing"),
    pytest.param(facts(*BARRED, a_decision(9, "2026-06-01")), a_restoration("2026-07-20"),
                 ("term_not_over", "effective_on"), id="O9: the bar is over, a suspension's term is not"),
    pytest.param(facts(*BARRED, a_decision(9, "2026-06-01")), a_restoration("2026-08-01"), None,
                 id="O9: one assessment for both, once both are over"),
    pytest.param(facts(*BARRED, ASSESSED, a_decision(9, "2026-06-01")), a_restoration("2026-08-01"), None,
                 id="O9: the termination is assessed, the suspension is not"),
    pytest.param(facts(CLOSED), a_restoration("2026-07-20"), ("nothing_to_restore", "person"),
                 id="a termination by cascade ends by its lift"),
    pytest.param(facts(TEN, a_repair("2025-08-25", months=1)), a_restoration("2025-08-25"), None,
                 id="a repair granted on the day itself counts"),
    pytest.param(facts(TEN, a_decision(1, "2025-09-20")), a_restoration("2025-09-20"), None,
                 id="what begins on the day itself is another matter"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "restoration", "expected"), RESTORATIONS)
def test_restoration(known, restoration, expected) -> None:
    known_timeline = timeline(known, DEFAULTS)
    found = refusal(lambda: admission.check_restoration(known_timeline, restoration, today=TODAY))
    assert found == expected


TWELVE = a_decision(12, "2025-06-20")
OF_MONTHS = a_decision(10, "2025-06-20", suspension_months=3)

JOINT = [a_decision(6, "2025-06-20", reached="at_once", case_number="C", item=item) for item in "12"]

REPAIRS = [
    pytest.param(facts(*JOINT), a_repair("2025-07-01", months=1), DEFAULTS, ("repair_excluded", "year"),
                 id="O16, O33: nothing of a case that reached 12 at once, its first score neither"),
    pytest.param(facts(TEN), a_repair("2025-07-01", points=3), DEFAULTS, None, id="O16: 3 points"),
    pytest.param(facts(TEN), a_repair("2025-07-01", points=10), DEFAULTS, None, id="O16: no cap without a text"),
    pytest.param(facts(TEN), a_repair("2025-07-01", points=11), DEFAULTS,
                 ("repair_above_recorded", "points"), id="O30: more than the year has"),
    pytest.param(facts(TWELVE), a_repair("2025-07-01", points=1), DEFAULTS,
                 ("repair_excluded", "year"), id="O16: none of 12 at once"),
    pytest.param(facts(), a_repair("2025-07-01", points=1), DEFAULTS,
                 ("nothing_to_repair", "year"), id="no points"),
    pytest.param(facts(TEN), a_repair("2026-07-01", points=1), DEFAULTS,
                 ("nothing_to_repair", "year"), id="another year"),
    pytest.param(facts(TEN), a_repair("2025-06-19", points=1), DEFAULTS,
                 ("nothing_to_repair", "year"), id="granted before the decision"),
    pytest.param(facts(TEN), a_repair("2025-07-01"), DEFAULTS, ("repair_empty", "points"), id="nothing"),
    pytest.param(facts(TEN), a_repair("2025-07-01", points=-1), DEFAULTS, ("repair_empty", "points"),
                 id="a negative repair would add points"),
    pytest.param(facts(TEN), a_repair("2025-07-01", months=-1), DEFAULTS, ("repair_empty", "months"),
                 id="nor would negative months"),
    pytest.param(facts(TEN), a_repair("2025-06-20", points=1), DEFAULTS, None, id="on the day of the decision"),
    pytest.param(facts(TEN), a_repair("2026-11-22", points=1, year=2025), DEFAULTS,
                 ("date_implausible", "granted_on"), id="tomorrow"),
    pytest.param(facts(OF_MONTHS), a_repair("2025-07-01", points=2, months=1), TRAINING, None, id="as listed"),
    pytest.param(facts(TEN), a_repair("2025-07-01", points=3), TRAINING,
                 ("repair_above_cap", "points"), id="more than the act gives"),
    pytest.param(facts(TEN), a_repair("2025-07-01", months=2), TRAINING,
                 ("repair_above_cap", "months"), id="more months than the act gives"),
    pytest.param(facts(TEN, a_repair("2025-07-01", months=1)), a_repair("2025-07-02", months=1), TRAINING,
                 ("repair_above_cap", "months"), id="more months than a year gives"),
    pytest.param(facts(TEN), a_repair("2025-07-01", points=1, act="apology"), TRAINING,
                 ("repair_act_unknown", "act"), id="an act that is not listed"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "repair", "packs", "expected"), REPAIRS)
def test_repair(known, repair, packs, expected) -> None:
    assert refusal(lambda: admission.check_repair(repair, known, packs, today=TODAY)) == expected
