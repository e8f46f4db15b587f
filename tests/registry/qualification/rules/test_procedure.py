"""What is refused of objections and settlements, with which code and field (arts. 41 to 44)."""

from typing import Any

import pytest

from registry.qualification.rules import procedure
from registry.words.remedies import ObjectionBy
from registry.words.workdays import UNPUBLISHED
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.calendars import PUBLISHED
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_notice,
    a_receipt,
    a_settlement,
    an_annulment,
    an_objection,
    day,
    facts,
)
from tests.registry.qualification.rules.refusing import refusal

TODAY = day("2026-11-21")

NINE = a_decision(9, "2025-09-22", legal_basis="claim_for_ineligible")
NOTICE = a_notice(NINE, "2025-09-24", "2025-09-26")
CASCADE = a_cascade("2025-03-01")

BOTH = {"signed": True, "sealed": True, "by": ObjectionBy.INSTITUTION}
PERSON = {"by": ObjectionBy.PERSON}
RECEIPT = a_receipt(NINE, "2025-10-10")
KNOWN = facts(NINE, NOTICE, CASCADE)
RECEIVED = facts(NINE, NOTICE, RECEIPT)
PENDING = an_objection(NINE, "2025-10-01")
CASCADE_OBJECTION = an_objection(CASCADE, "2025-03-10")

# Served on Friday 26 September 2025; Sunday the 28th is worked, 1 to 8 October are off, Saturday the 11th is
# worked: 28, 29, 30 September, 9, 10, 11, 13, 14, 15, 16 October are the ten working days.
OBJECTIONS = [
    pytest.param(an_objection(NINE, "2025-10-16"), KNOWN, {}, None, id="D21: on working day 10"),
    pytest.param(an_objection(NINE, "2025-10-17"), KNOWN, {}, ("objection_late", "lodged_on"),
                 id="D21: on working day 11"),
    pytest.param(an_objection(NINE, "2026-10-17"), facts(NINE), {}, None, id="nothing was served: never late"),
    pytest.param(an_objection(NINE, "2026-10-17"), KNOWN, PERSON, None,
                 id="O39: by the person, whose receipt nobody confirmed: never late"),
    pytest.param(an_objection(NINE, "2025-10-23"), RECEIVED, PERSON, None,
                 id="O39: by the person, on working day 10 after their receipt"),
    pytest.param(an_objection(NINE, "2025-10-24"), RECEIVED, PERSON, ("objection_late", "lodged_on"),
                 id="O39: by the person, on working day 11"),
    pytest.param(an_objection(NINE, "2025-10-17"), RECEIVED, {}, ("objection_late", "lodged_on"),
                 id="O39: the institution's own time ran before"),
    pytest.param(an_objection(NINE, "2025-10-16"), KNOWN, {"signed": False}, ("objection_incomplete", "signed"),
                 id="D26: without the signature"),
    pytest.param(an_objection(NINE, "2025-10-16"), KNOWN, {"sealed": False}, ("objection_incomplete", "sealed"),
                 id="D26: without the seal"),
    pytest.param(an_objection(NINE, "2025-10-16"), KNOWN, {"signed": 1}, ("objection_incomplete", "signed"),
                 id="1 is not true"),
    pytest.param(an_objection(NINE, "2025-10-16"), facts(), {}, ("unknown_decision", "decision"), id="to nothing"),
    pytest.param(an_objection(NINE, "2025-10-16"), KNOWN, {"field": "cascade"}, ("unknown_cascade", "cascade"),
                 id="to a decision called a cascade"),
    pytest.param(CASCADE_OBJECTION, KNOWN, {"field": "cascade"}, None, id="to a cascade"),
    pytest.param(an_objection(CASCADE, "2025-12-10"), KNOWN, {"field": "cascade"}, None,
                 id="no fact tells when a cascade was served: never late"),
    pytest.param(CASCADE_OBJECTION, KNOWN, {}, ("unknown_decision", "decision"), id="to a cascade called a decision"),
    pytest.param(an_objection(NINE, "2025-10-16"), facts(NINE, an_annulment(NINE)), {},
                 ("already_annulled", "decision"), id="to a decision that was annulled"),
    pytest.param(an_objection(CASCADE, "2025-03-20"),
                 facts(CASCADE, CASCADE_OBJECTION, a_settlement(CASCADE_OBJECTION, "2025-03-11", "annulled")),
                 {"field": "cascade"}, ("already_annulled", "cascade"), id="to a cascade that was annulled"),
    pytest.param(an_objection(NINE, "2025-09-21"), facts(NINE), {}, ("dates_out_of_order", "lodged_on"),
                 id="before the decision"),
    pytest.param(an_objection(CASCADE, "2025-02-28"), KNOWN, {"field": "cascade"},
                 ("dates_out_of_order", "lodged_on"), id="before the cascade"),
    pytest.param(an_objection(NINE, "2026-11-22"), facts(NINE), {}, ("date_implausible", "lodged_on"), id="tomorrow"),
    pytest.param(PENDING, facts(NINE, NOTICE, PENDING), {}, None, id="the same again"),
    pytest.param(an_objection(NINE, "2025-10-16"), facts(NINE, NOTICE, PENDING), {},
                 ("objection_pending_already", "decision"), id="while another is pending"),
    pytest.param(an_objection(NINE, "2025-10-16"), facts(NINE, PENDING, a_settlement(PENDING, "2025-10-16")), {},
                 None, id="on the day another was settled"),
    pytest.param(an_objection(NINE, "2025-10-15"), facts(NINE, PENDING, a_settlement(PENDING, "2025-10-16")), {},
                 ("objection_pending_already", "decision"), id="on the day before"),
    pytest.param(an_objection(NINE, "2025-09-30"), facts(NINE, PENDING, a_settlement(PENDING, "2025-10-16")), {},
                 None, id="before the other was lodged"),
    pytest.param(an_objection(NINE, "2025-10-15"), facts(NINE, CASCADE, CASCADE_OBJECTION), {}, None,
                 id="the other is to something else"),
]  # fmt: skip


@pytest.mark.parametrize(("objection", "known", "others", "expected"), OBJECTIONS)
def test_objection(objection: Any, known: Any, others: dict[str, Any], expected: Any) -> None:
    def check() -> None:
        procedure.check_objection(objection, known, PUBLISHED, today=TODAY, **(BOTH | others))

    assert refusal(check) == expected


def test_beyond_the_calendar_nothing_is_late() -> None:
    late = an_objection(NINE, "2025-10-17")
    assert refusal(lambda: procedure.check_objection(late, KNOWN, UNPUBLISHED, **BOTH)) is None
    december = a_decision(9, "2026-12-20", notice_served_on="2026-12-25")
    after = an_objection(december, "2027-03-01")
    assert refusal(lambda: procedure.check_objection(after, facts(december), PUBLISHED, **BOTH)) is None


LAST_DAYS = [
    pytest.param("2025-09-26", "2025-10-16", id="D21: ten working days"),
    pytest.param(None, None, id="nothing was served"),
    pytest.param("2026-12-25", None, id="O19: beyond the calendar"),
]


@pytest.mark.parametrize(("served", "due_on"), LAST_DAYS)
def test_last_day_for_an_objection(served: str | None, due_on: str | None) -> None:
    found = procedure.objection_due_on(day(served) if served else None, PUBLISHED)
    assert found == (day(due_on) if due_on else None)


OBJECTED = facts(NINE, CASCADE, PENDING, CASCADE_OBJECTION)
UPHELD = a_settlement(PENDING, "2025-10-20")
TO_EIGHT = a_settlement(PENDING, "2025-10-20", "changed", 8)
AGAIN = an_objection(NINE, "2025-10-21")
FOUR_MONTHS = a_decision(9, "2025-09-22", legal_basis="claim_for_ineligible", suspension_months=4)
TWELVE = a_decision(12, "2025-09-22")
FIVE = a_decision(5, "2025-09-22", legal_basis="regulation_38")
TO_STATED, TO_TWELVE, TO_FIVE = (an_objection(each, "2025-10-01") for each in (FOUR_MONTHS, TWELVE, FIVE))

SETTLEMENTS = [
    pytest.param(UPHELD, OBJECTED, "weighed", None, id="upheld with reasons"),
    pytest.param(UPHELD, OBJECTED, " ", ("settlement_reason_missing", "reason"), id="upheld without"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "annulled"), OBJECTED, "", None, id="annulled"),
    pytest.param(TO_EIGHT, OBJECTED, "", None, id="D29: changed to 8"),
    pytest.param(a_settlement(AGAIN, "2025-10-22"), OBJECTED, "", ("unknown_objection", "objection"),
                 id="of no objection"),
    pytest.param(UPHELD, OBJECTED.merge(facts(UPHELD)), "weighed", None, id="the same again"),
    pytest.param(TO_EIGHT, OBJECTED.merge(facts(UPHELD)), "", ("settled_before", "objection"), id="a second one"),
    pytest.param(a_settlement(PENDING, "2025-09-30"), OBJECTED, "weighed", ("dates_out_of_order", "settled_on"),
                 id="before it was lodged"),
    pytest.param(a_settlement(PENDING, "2026-11-22"), OBJECTED, "weighed", ("date_implausible", "settled_on"),
                 id="tomorrow"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed"), OBJECTED, "",
                 ("settlement_points_missing", "points"), id="changed to what"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 9), OBJECTED, "",
                 ("settlement_changes_nothing", "points"), id="changed to the same"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 9, suspension_months=1), OBJECTED, "", None,
                 id="the same points, another length"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 8, suspension_months=7), OBJECTED, "",
                 ("suspension_months_out_of_range", "suspension_months"), id="seven months"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 6), OBJECTED, "",
                 ("points_outside_band", "points"), id="a band down without a ground"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 3), OBJECTED, "",
                 ("two_bands_off", "points"), id="two bands down"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 0), OBJECTED, "",
                 ("points_out_of_range", "points"), id="no points is an annulment"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "upheld", 9), OBJECTED, "weighed",
                 ("settlement_points_unexpected", "points"), id="upheld with points"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "annulled", None, suspension_months=2), OBJECTED, "",
                 ("settlement_points_unexpected", "suspension_months"), id="annulled with months"),
    pytest.param(a_settlement(CASCADE_OBJECTION, "2025-10-20", "changed", 5), OBJECTED, "",
                 ("cascade_unchangeable", "outcome"), id="a cascade changed"),
    pytest.param(a_settlement(CASCADE_OBJECTION, "2025-10-20", "annulled"), OBJECTED, "", None,
                 id="a cascade annulled"),
    pytest.param(TO_EIGHT, OBJECTED.merge(facts(an_annulment(NINE))), "", ("already_annulled", "objection"),
                 id="changed after the decision was annulled"),
    pytest.param(a_settlement(AGAIN, "2025-10-22", "changed", 8),
                 OBJECTED.merge(facts(a_settlement(PENDING, "2025-10-20", "annulled"), AGAIN)), "",
                 ("already_annulled", "objection"), id="changed after another objection annulled it"),
    pytest.param(a_settlement(AGAIN, "2025-10-22", "changed", 8), OBJECTED.merge(facts(TO_EIGHT, AGAIN)), "",
                 ("settlement_changes_nothing", "points"), id="an earlier objection made it 8 already"),
    pytest.param(a_settlement(AGAIN, "2025-10-22", "changed", 9), OBJECTED.merge(facts(TO_EIGHT, AGAIN)), "",
                 ("settlement_worse", "points"), id="and this one would make it 9 again"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 10), OBJECTED, "",
                 ("settlement_worse", "points"), id="more points than decided"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 9, suspension_months=2), OBJECTED, "", None,
                 id="the two months that it led to, stated"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 9, suspension_months=3), OBJECTED, "",
                 ("settlement_worse", "suspension_months"), id="longer than what it led to"),
    pytest.param(a_settlement(PENDING, "2025-10-20", "changed", 8, suspension_months=3), OBJECTED, "",
                 ("settlement_worse", "suspension_months"), id="fewer points, but longer"),
    pytest.param(a_settlement(TO_STATED, "2025-10-20", "changed", 9, suspension_months=5),
                 facts(FOUR_MONTHS, TO_STATED), "", ("settlement_worse", "suspension_months"),
                 id="longer than the decision states"),
    pytest.param(a_settlement(TO_STATED, "2025-10-20", "changed", 9, suspension_months=3),
                 facts(FOUR_MONTHS, TO_STATED), "", None, id="shorter than the decision states"),
    pytest.param(a_settlement(TO_TWELVE, "2025-10-20", "changed", 11, suspension_months=6),
                 facts(TWELVE, TO_TWELVE), "", None, id="six months instead of a termination"),
    pytest.param(a_settlement(TO_FIVE, "2025-10-20", "changed", 4, suspension_months=1),
                 facts(FIVE, TO_FIVE), "", ("settlement_worse", "suspension_months"), id="a term where none stood"),
]  # fmt: skip


@pytest.mark.parametrize(("settlement", "known", "reason", "expected"), SETTLEMENTS)
def test_settlement(settlement: Any, known: Any, reason: str, expected: Any) -> None:
    assert (
        refusal(lambda: procedure.check_settlement(settlement, known, DEFAULTS, reason=reason, today=TODAY)) == expected
    )


def _objection(objection: Any, known: Any = KNOWN, field: str = "decision") -> None:
    procedure.check_objection(objection, known, PUBLISHED, today=TODAY, field=field, **BOTH)


SAID = [
    pytest.param(lambda: _objection(an_objection(NINE, "2025-10-17")),
                 "The 10 working days after the receipt of the notice ended on 2025-10-16; no objection counts as "
                 "lodged (art. 41).", id="late since when"),
    pytest.param(lambda: _objection(an_objection(NINE, "2025-09-21")),
                 "lodged_on must not be before decided_on.", id="lodged before decided"),
    pytest.param(lambda: _objection(an_objection(CASCADE, "2025-02-28"), field="cascade"),
                 "lodged_on must not be before applied_on.", id="lodged before applied"),
    pytest.param(lambda: _objection(an_objection(NINE, "2026-11-22")),
                 "The date in lodged_on must lie between 1950-01-01 and 2026-11-21.", id="lodged when"),
    pytest.param(lambda: procedure.check_settlement(
        a_settlement(PENDING, "2025-09-30"), OBJECTED, DEFAULTS, reason="x"),
                 "settled_on must not be before lodged_on.", id="settled before lodged"),
    pytest.param(lambda: procedure.check_settlement(
        a_settlement(PENDING, "1949-12-31"), OBJECTED, DEFAULTS, today=TODAY),
                 "The date in settled_on must lie between 1950-01-01 and 2026-11-21.", id="settled when"),
    pytest.param(lambda: procedure.check_settlement(
        a_settlement(PENDING, "2025-10-20", "changed", 9), OBJECTED, DEFAULTS),
                 "The decision has 9 points already: this is no change (art. 44).", id="changed to the same"),
    pytest.param(lambda: procedure.check_settlement(a_settlement(PENDING, "2025-10-20", "changed", 8), OBJECTED.merge(
        facts(AGAIN, a_settlement(AGAIN, "2025-10-21", "changed", 7))), DEFAULTS),
        "An objection never makes it worse: points is at most 7 (art. 44).", id="at most what another left"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "sentence"), SAID)
def test_the_sentence_says_which_and_when(check: Any, sentence: str | None) -> None:
    found = None
    try:
        check()
    except Refused as refused:
        found = refused.why.sentence
    assert found == sentence


MORE = [
    pytest.param(an_objection(NINE, "2025-10-16"), facts(NINE, an_annulment(a_decision(5, "2025-01-01"))), "decision",
                 None, id="another decision was annulled"),
    pytest.param(an_objection(NINE, "2025-10-16"),
                 facts(NINE, PENDING, a_settlement(PENDING, "2025-10-02", "annulled")), "decision",
                 ("already_annulled", "decision"), id="annulled by the settlement of another objection"),
    pytest.param(PENDING, facts(NINE, PENDING, a_settlement(PENDING, "2025-10-02", "annulled")), "decision", None,
                 id="annulled by its own settlement, said again"),
    pytest.param(an_objection(NINE, "2025-10-03"),
                 facts(NINE, PENDING, a_settlement(PENDING, "2025-10-03"), a_settlement(PENDING, "2025-10-10")),
                 "decision", None, id="the first of two settlements ends it"),
]  # fmt: skip


@pytest.mark.parametrize(("objection", "known", "field", "expected"), MORE)
def test_an_objection_beside_others(objection: Any, known: Any, field: str, expected: Any) -> None:
    assert refusal(lambda: _objection(objection, known, field)) == expected
