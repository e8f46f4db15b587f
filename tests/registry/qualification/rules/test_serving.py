"""What is refused of notices and receipts, and from when each side's time runs (arts. 31, 33, 41; O39, O45)."""

from typing import Any

import pytest

from registry.qualification.rules import procedure, serving
from registry.words.remedies import ObjectionBy
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import (
    a_decision,
    a_notice,
    a_receipt,
    a_settlement,
    an_objection,
    day,
    facts,
)
from tests.registry.qualification.rules.refusing import refusal

TODAY = day("2026-11-21")

NINE = a_decision(9, "2025-09-22", legal_basis="claim_for_ineligible")
STATED = a_decision(9, "2025-09-22", notice_served_on="2025-09-26")
NOTICE = a_notice(NINE, "2025-09-24", "2025-09-26")
AGAIN_RECEIVED = a_receipt(NINE, "2025-10-10")

SERVED = [
    pytest.param(NINE, [], None, id="nothing was served"),
    pytest.param(NINE, [NOTICE], "2025-09-26", id="by a notice"),
    pytest.param(NINE, [NOTICE, a_notice(NINE, "2025-09-23", "2025-09-25")], "2025-09-25", id="the earliest of two"),
    pytest.param(NINE, [a_notice(STATED, "2025-09-23", "2025-09-25")], None, id="the notice of another decision"),
    pytest.param(STATED, [a_notice(STATED, "2025-09-23", "2025-09-25")], "2025-09-26", id="the decision's own first"),
]


@pytest.mark.parametrize(("decision", "notices", "expected"), SERVED)
def test_served_on(decision: Any, notices: list[Any], expected: str | None) -> None:
    found = serving.served_on(decision, facts(decision, *notices))
    assert found == (None if expected is None else day(expected))


NOTICES = [
    pytest.param(NOTICE, facts(NINE), None, id="in order"),
    pytest.param(NOTICE, facts(NINE, NOTICE), None, id="the same again"),
    pytest.param(NOTICE, facts(), ("unknown_decision", "decision"), id="of no decision"),
    pytest.param(a_notice(NINE, "2025-09-24", "2025-09-27"), facts(NINE, NOTICE),
                 ("notice_served_before", "served_on"), id="a second notice"),
    pytest.param(a_notice(STATED, "2025-09-24", "2025-09-27"), facts(STATED),
                 ("notice_served_before", "served_on"), id="the decision says another day"),
    pytest.param(a_notice(STATED, "2025-09-24", "2025-09-26"), facts(STATED), None, id="the decision says this day"),
    pytest.param(a_notice(NINE, "2025-09-21", "2025-09-26"), facts(NINE),
                 ("dates_out_of_order", "issued_on"), id="issued before the decision"),
    pytest.param(a_notice(NINE, "2025-09-25", "2025-09-24"), facts(NINE),
                 ("dates_out_of_order", "served_on"), id="served before issued"),
    pytest.param(a_notice(NINE, "2025-09-22", "2025-09-22"), facts(NINE), None, id="all on one day"),
    pytest.param(a_notice(NINE, "2025-09-24", "2026-11-22"), facts(NINE),
                 ("date_implausible", "served_on"), id="served tomorrow"),
    pytest.param(a_notice(NINE, "2026-11-22", "2026-11-22"), facts(NINE),
                 ("date_implausible", "issued_on"), id="issued tomorrow"),
]  # fmt: skip


@pytest.mark.parametrize(("notice", "known", "expected"), NOTICES)
def test_notice(notice: Any, known: Any, expected: Any) -> None:
    assert refusal(lambda: serving.check_notice(notice, known, today=TODAY)) == expected


def test_a_notice_two_years_late_is_implausible_also_without_a_clock() -> None:
    late = a_notice(NINE, "2025-09-24", "2027-09-23")
    assert refusal(lambda: serving.check_notice(late, facts(NINE))) == ("date_implausible", "served_on")
    just = a_notice(NINE, "2025-09-24", "2027-09-22")
    assert refusal(lambda: serving.check_notice(just, facts(NINE))) is None


RECEIPTS = [
    pytest.param(a_receipt(NINE, "2025-09-26"), facts(NINE, NOTICE), None, id="on the day it was served"),
    pytest.param(a_receipt(NINE, "2025-09-25"), facts(NINE, NOTICE), ("dates_out_of_order", "received_on"),
                 id="before the institution had it"),
    pytest.param(a_receipt(NINE, "2025-10-10"), facts(NINE), ("notice_not_served", "decision"),
                 id="nothing was served"),
    pytest.param(a_receipt(NINE, "2025-10-10"), facts(), ("unknown_decision", "decision"), id="of no decision"),
    pytest.param(a_receipt(STATED, "2025-10-10"), facts(STATED), None, id="served as the decision states"),
    pytest.param(a_receipt(NINE, "2026-11-22"), facts(NINE, NOTICE), ("date_implausible", "received_on"),
                 id="tomorrow"),
    pytest.param(a_receipt(NINE, "2025-10-11"), facts(NINE, NOTICE, a_receipt(NINE, "2025-10-10")),
                 ("notice_received_before", "received_on"), id="twice"),
    pytest.param(AGAIN_RECEIVED, facts(NINE, NOTICE, AGAIN_RECEIVED), None, id="the same again"),
]  # fmt: skip


@pytest.mark.parametrize(("receipt", "known", "expected"), RECEIPTS)
def test_receipt(receipt: Any, known: Any, expected: Any) -> None:
    assert refusal(lambda: serving.check_receipt(receipt, known, today=TODAY)) == expected


ONE = a_notice(NINE, "2025-09-24", "2025-09-26", number="1")
TWO = a_notice(NINE, "2025-11-03", "2025-11-05", number="2", corrects="1")
THREE = a_notice(NINE, "2026-02-02", "2026-02-04", number="3", corrects="2")
SERVED_ONCE, CORRECTED, TWICE = facts(NINE, ONE), facts(NINE, ONE, TWO), facts(NINE, ONE, TWO, THREE)


def _correcting(issued_on: str, served_on: str, number: str, corrects: str, decision: Any = NINE) -> Any:
    return a_notice(decision, issued_on, served_on, number=number, corrects=corrects)


CORRECTIONS = [
    pytest.param(TWO, SERVED_ONCE, None, id="the one that was served"),
    pytest.param(TWO, CORRECTED, None, id="the same again"),
    pytest.param(THREE, CORRECTED, None, id="the one that corrected before"),
    pytest.param(_correcting("2026-02-02", "2026-02-04", "3", "1"), CORRECTED, ("nothing_to_correct", "corrects"),
                 id="one that was corrected already"),
    pytest.param(TWO, facts(NINE), ("nothing_to_correct", "corrects"), id="nothing was served"),
    pytest.param(_correcting("2025-11-03", "2025-11-05", "2", "x"), SERVED_ONCE, ("nothing_to_correct", "corrects"),
                 id="another number than was served"),
    pytest.param(_correcting("2025-11-03", "2025-11-05", "1", "1"), SERVED_ONCE, ("notice_number_used", "number"),
                 id="under the same number"),
    pytest.param(_correcting("2026-02-02", "2026-02-04", "1", "2"), CORRECTED, ("notice_number_used", "number"),
                 id="under the number of the first"),
    pytest.param(_correcting("2025-09-25", "2025-11-05", "2", "1"), SERVED_ONCE, ("dates_out_of_order", "issued_on"),
                 id="issued before what it corrects was served"),
    pytest.param(_correcting("2025-11-03", "2026-11-22", "2", "1"), SERVED_ONCE, ("date_implausible", "served_on"),
                 id="served tomorrow"),
    pytest.param(_correcting("2025-11-03", "2025-11-05", "2", "黔1号", STATED), facts(STATED), None,
                 id="of a case taken over, whose number nobody said"),
    pytest.param(a_notice(NINE, "2025-11-03", "2025-11-05", number="2"), CORRECTED,
                 ("notice_served_before", "served_on"), id="a second one that corrects nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("notice", "known", "expected"), CORRECTIONS)
def test_a_notice_that_corrects(notice: Any, known: Any, expected: Any) -> None:
    assert refusal(lambda: serving.check_notice(notice, known, today=TODAY)) == expected


FIRST = a_notice(NINE, "2025-09-24", "2025-09-26", number="黔通〔2025〕1号")
SECOND = _correcting("2025-11-03", "2025-11-05", "黔通〔2025〕2号", "黔通〔2025〕1号")
WRITINGS = [
    pytest.param(SECOND, facts(NINE, FIRST), None, id="as the first is written"),
    pytest.param(_correcting("2025-11-03", "2025-11-05", "黔通〔2025〕2号", "黔通[2025]1号"), facts(NINE, FIRST),
                 ("written_otherwise", "corrects"), id="what it corrects in other brackets"),
    pytest.param(_correcting("2025-11-03", "2025-11-05", "黔通〔2025〕01号", "黔通〔2025〕1号"), facts(NINE, FIRST),
                 ("written_otherwise", "number"), id="its own number is the first one, with a zero"),
    pytest.param(_correcting("2026-02-02", "2026-02-04", "黔通(2025)2号", "黔通〔2025〕2号"),
                 facts(NINE, FIRST, SECOND), ("written_otherwise", "number"), id="its own number is the one before"),
    pytest.param(_correcting("2025-11-03", "2026-11-22", "黔通〔2025〕2号", "黔通[2025]1号"), facts(NINE, FIRST),
                 ("date_implausible", "served_on"), id="what is refused is not held"),
]  # fmt: skip


@pytest.mark.parametrize(("notice", "known", "expected"), WRITINGS)
def test_a_notice_in_another_writing_is_held(notice: Any, known: Any, expected: Any) -> None:
    assert refusal(lambda: serving.check_notice(notice, known, today=TODAY)) == expected


def test_a_receipt_in_another_writing_is_held_and_counts_once_a_human_let_it_in() -> None:
    known = facts(NINE, FIRST, SECOND)
    receipt = a_receipt(NINE, "2025-11-06", number="黔通[2025]2号")
    with pytest.raises(Refused) as held:
        serving.check_receipt(receipt, known, today=TODAY)
    assert (held.value.reason.code, held.value.held) == ("written_otherwise", True)
    assert serving.received_on(NINE.id, facts(NINE, FIRST, SECOND, receipt)) == day("2025-11-06")
    again = a_receipt(NINE, "2025-11-07", number="黔通〔2025〕2号")
    twice = refusal(lambda: serving.check_receipt(again, facts(NINE, FIRST, SECOND, receipt), today=TODAY))
    assert twice == ("notice_received_before", "received_on")


def test_a_correction_may_come_years_later_and_not_without_end() -> None:
    old = a_decision(9, "2020-09-22")
    known = facts(old, a_notice(old, "2020-09-24", "2020-09-26", number="1"))
    late = _correcting("2026-11-02", "2026-11-04", "2", "1", old)
    assert refusal(lambda: serving.check_notice(late, known, today=TODAY)) is None
    assert refusal(lambda: serving.check_notice(late, known)) is None
    never = _correcting("2024-11-02", "2026-11-04", "2", "1", old)
    assert refusal(lambda: serving.check_notice(never, known)) == ("date_implausible", "served_on")


FIRST_RECEIVED = a_receipt(NINE, "2025-10-10")
SECOND_RECEIVED = a_receipt(NINE, "2025-11-07", number="2")
RECEIPTS_OF_CORRECTIONS = [
    pytest.param(SECOND_RECEIVED, CORRECTED, None, id="of the correction"),
    pytest.param(FIRST_RECEIVED, CORRECTED, None, id="of the first, entered later"),
    pytest.param(SECOND_RECEIVED, CORRECTED.merge(facts(FIRST_RECEIVED)), None, id="after that of the first"),
    pytest.param(SECOND_RECEIVED, SERVED_ONCE, ("notice_not_served", "number"), id="of what was not served"),
    pytest.param(a_receipt(NINE, "2025-11-04", number="2"), CORRECTED, ("dates_out_of_order", "received_on"),
                 id="after the first was served and before the correction was"),
    pytest.param(a_receipt(NINE, "2025-11-08", number="2"), CORRECTED.merge(facts(SECOND_RECEIVED)),
                 ("notice_received_before", "received_on"), id="of the correction, twice"),
]  # fmt: skip


@pytest.mark.parametrize(("receipt", "known", "expected"), RECEIPTS_OF_CORRECTIONS)
def test_receipt_of_a_notice_that_corrects(receipt: Any, known: Any, expected: Any) -> None:
    assert refusal(lambda: serving.check_receipt(receipt, known, today=TODAY)) == expected


HEARD = [
    pytest.param(SERVED_ONCE, "2025-09-26", None, id="the first"),
    pytest.param(CORRECTED, "2025-11-05", None, id="the correction, which the person has not received yet"),
    pytest.param(CORRECTED.merge(facts(FIRST_RECEIVED)), "2025-11-05", None, id="what they received does not hold"),
    pytest.param(CORRECTED.merge(facts(FIRST_RECEIVED, SECOND_RECEIVED)), "2025-11-05", "2025-11-07", id="by both"),
    pytest.param(TWICE.merge(facts(SECOND_RECEIVED)), "2026-02-04", None, id="corrected twice"),
    pytest.param(facts(NINE, THREE, TWO, ONE), "2026-02-04", None, id="in whatever order they are known"),
]


@pytest.mark.parametrize(("known", "institution", "person"), HEARD)
def test_the_time_runs_from_the_last_notice(known: Any, institution: str, person: str | None) -> None:
    assert serving.heard_on(NINE, known, ObjectionBy.INSTITUTION) == day(institution)
    assert serving.heard_on(NINE, known, ObjectionBy.PERSON) == (day(person) if person else None)
    assert serving.served_on(NINE, known) == day("2025-09-26")


OBJECTED = an_objection(NINE, "2025-10-13")
CHANGED = facts(OBJECTED, a_settlement(OBJECTED, "2025-10-31", "changed", 8))
UPHELD = facts(OBJECTED, a_settlement(OBJECTED, "2025-10-31", "upheld"))

AGAIN = [
    pytest.param(SERVED_ONCE, "2025-10-13", False, id="nothing was corrected"),
    pytest.param(CORRECTED, "2025-10-13", True, id="corrected since"),
    pytest.param(CORRECTED, "2025-11-03", True, id="corrected on the same day"),
    pytest.param(CORRECTED, "2025-11-04", False, id="objected since"),
    pytest.param(CORRECTED.merge(UPHELD), "2025-10-13", True, id="answered, and corrected for another reason"),
    pytest.param(CORRECTED.merge(CHANGED), "2025-10-13", False, id="the correction tells the answer"),
    pytest.param(TWICE.merge(CHANGED), "2025-10-13", True, id="a second correction tells more"),
]


@pytest.mark.parametrize(("known", "lodged_on", "expected"), AGAIN)
def test_a_side_may_object_again_to_what_it_was_not_answered(known: Any, lodged_on: str, expected: bool) -> None:
    assert procedure.may_object_again(NINE.id, day(lodged_on), known) is expected


SAID = [
    pytest.param(lambda: serving.check_notice(a_notice(NINE, "2025-09-24", "2025-09-27"), facts(NINE, NOTICE)),
                 "The notice of this decision was served before, on 2025-09-26 (art. 33).", id="served when"),
    pytest.param(lambda: serving.check_notice(a_notice(STATED, "2025-09-24", "2025-09-27"), facts(STATED)),
                 "The notice of this decision was served before, on 2025-09-26 (art. 33).",
                 id="as the decision says"),
    pytest.param(lambda: serving.check_notice(a_notice(NINE, "2025-09-21", "2025-09-26"), facts(NINE)),
                 "issued_on must not be before decided_on.", id="issued before decided"),
    pytest.param(lambda: serving.check_notice(a_notice(NINE, "2025-09-25", "2025-09-24"), facts(NINE)),
                 "served_on must not be before issued_on.", id="served before issued"),
    pytest.param(lambda: serving.check_notice(a_notice(NINE, "2019-12-31", "2025-09-24"), facts(NINE), today=TODAY),
                 "The date in issued_on must lie between 2020-01-01 and 2026-11-21.", id="issued when"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "sentence"), SAID)
def test_the_sentence_names_the_days(check: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check()
    assert refused.value.why.sentence == sentence
