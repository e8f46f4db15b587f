"""What is accepted as a notice served and received, and from when each side's time runs (arts. 31, 33, 41).

A decision has one notice. Where what was served does not say what stands any more, a further notice with a number of
its own corrects it (O45); then the last one served is what a person was told, and the times run from its receipts.
"""

import datetime

from registry.qualification.rules import admission
from registry.qualification.rules.facts import Decision, Facts, NoticeReceived, NoticeServed
from registry.words.dates import add_months
from registry.words.remedies import ObjectionBy, ObjectionOutcome
from registry.words.written import writings
from sync.wire.refusals import Refused

Date = datetime.date


def served_on(decision: Decision, facts: Facts) -> Date | None:
    """Return when the notice of a decision was served first: its own date, else that of the earliest notice."""
    if decision.notice_served_on is not None:
        return decision.notice_served_on
    return min((notice.served_on for notice in _first_notices(decision.id, facts)), default=None)


def corrections(decision: str, facts: Facts) -> list[NoticeServed]:
    """Return the notices that correct the one of a decision, in the order in which they were issued (O45)."""
    found = [notice for notice in facts.notices if notice.decision == decision and notice.corrects]
    return sorted(found, key=lambda notice: (notice.issued_on, notice.served_on, notice.id))


def told_on(decision: Decision, facts: Facts) -> Date | None:
    """Return when the institution received the notice that counts: the last one that corrects, else the first."""
    corrected = corrections(decision.id, facts)
    return corrected[-1].served_on if corrected else served_on(decision, facts)


def received_on(decision: str, facts: Facts) -> Date | None:
    """Return when the person received the notice that counts; None while no institution has confirmed it (O39)."""
    corrected = corrections(decision, facts)
    number = corrected[-1].number if corrected else ""
    days = (each.received_on for each in facts.receipts if each.decision == decision and _alike(each.number, number))
    return min(days, default=None)


def heard_on(decision: Decision, facts: Facts, by: ObjectionBy) -> Date | None:
    """Return from when one side's time for an objection runs: from its own receipt of the notice (art. 41, O39).

    Where a measure was stated afterwards (O26) it has a notice of its own; who received that when is not on the log.
    """
    if any(stated.decision == decision.id for stated in facts.stated):
        return None
    return received_on(decision.id, facts) if by == ObjectionBy.PERSON else told_on(decision, facts)


def check_told(decision: Decision, lodged_on: Date, facts: Facts, field: str) -> None:
    """Refuse an objection to what nobody was told yet: its notice was made and not served, or is served later.

    Where nothing is known of a notice, as of many cases taken over, nothing is refused for it.
    Refused: `notice_not_served`, `dates_out_of_order`.
    """
    served = served_on(decision, facts)
    if served is None and decision.notice_issued_on is not None:
        raise Refused.because("notice_not_served", field)
    admission.check_order(("served_on", served), ("lodged_on", lodged_on))


def telling_more(decision: str, facts: Facts) -> list[NoticeServed]:
    """Return the notices that correct more than an answer already did: a side may object to them again (O45).

    The first one after an objection was settled with a change tells that change, which the side has been answered.
    """
    objections = {each.id for each in facts.objections if each.target == decision}
    changed = [
        each.settled_on
        for each in facts.settlements
        if each.objection in objections and each.outcome == ObjectionOutcome.CHANGED
    ]
    found = corrections(decision, facts)
    answers = {next((each.id for each in found if each.issued_on >= day), None) for day in changed}
    return [each for each in found if each.id not in answers]


def check_notice(notice: NoticeServed, facts: Facts, *, today: Date | None = None) -> None:
    """Refuse a notice without a decision, a second one that corrects none, or dates out of order (arts. 31, 33, O45).

    Refused: `unknown_decision`, `notice_served_before`, `nothing_to_correct`, `notice_number_used`,
    `dates_out_of_order`, `date_implausible`. Held: `written_otherwise`.
    """
    decision = _decision(facts, notice.decision)
    if decision is None:
        raise Refused.because("unknown_decision", "decision")
    if notice.corrects:
        latest = _check_correction(notice, decision, facts, today)
    else:
        _check_first(notice, decision, facts)
        latest = add_months(decision.decided_on, admission.MONTHS_TO_EFFECT)
    if today is not None:
        latest = min(latest, today)
    for field, day in (("issued_on", notice.issued_on), ("served_on", notice.served_on)):
        admission.check_plausible(field, day, admission.EARLIEST_DECISION, latest)
    admission.check_order(
        ("decided_on", decision.decided_on), ("issued_on", notice.issued_on), ("served_on", notice.served_on)
    )
    if notice.corrects:
        known = [each.number for each in facts.notices if each.decision == decision.id and each.id != notice.id]
        _must_be_written_alike("corrects", notice.corrects, known)
        _must_be_written_alike("number", notice.number, [*known, notice.corrects])


def check_receipt(receipt: NoticeReceived, facts: Facts, *, today: Date | None = None) -> None:
    """Refuse a receipt without a notice, a second one, or one before the institution had it (arts. 33, 41, O39).

    Refused: `unknown_decision`, `notice_not_served`, `notice_received_before`, `dates_out_of_order`,
    `date_implausible`. Held: `written_otherwise`.
    """
    decision = _decision(facts, receipt.decision)
    if decision is None:
        raise Refused.because("unknown_decision", "decision")
    served, field = _served_of(receipt, decision, facts)
    if served is None:
        raise Refused.because("notice_not_served", field)
    others = [
        each.received_on
        for each in facts.receipts
        if each.decision == decision.id and _alike(each.number, receipt.number) and each.id != receipt.id
    ]
    if others:
        raise Refused.because("notice_received_before", "received_on", received_on=min(others))
    admission.check_plausible("received_on", receipt.received_on, admission.EARLIEST_DECISION, today)
    admission.check_order(("served_on", served), ("received_on", receipt.received_on))
    if receipt.number:
        _must_be_written_alike("number", receipt.number, [each.number for each in corrections(decision.id, facts)])


def _check_first(notice: NoticeServed, decision: Decision, facts: Facts) -> None:
    others = {other.served_on for other in _first_notices(decision.id, facts) if other.id != notice.id}
    # The day stated with the decision may be said again, with the notice's number.
    if others or decision.notice_served_on not in (None, notice.served_on):
        known = decision.notice_served_on or min(others)
        raise Refused.because("notice_served_before", "served_on", served_on=known)


def _check_correction(notice: NoticeServed, decision: Decision, facts: Facts, today: Date | None) -> Date:
    """Refuse to correct what was not served last; return the last day on which it may have been served."""
    before = [each for each in facts.notices if each.decision == decision.id and each.id != notice.id]
    if notice.number in {each.number for each in before} | {notice.corrects}:
        raise Refused.because("notice_number_used", "number")
    corrected = [each for each in corrections(decision.id, facts) if each.id != notice.id]
    last = corrected[-1:] or _first_notices(decision.id, facts)
    # A case taken over may state when its notice was served, and never have said its number.
    if (not last and decision.notice_served_on is None) or (last and not _alike(last[-1].number, notice.corrects)):
        raise Refused.because("nothing_to_correct", "corrects")
    told = last[-1].served_on if last else decision.notice_served_on
    assert told is not None
    admission.check_order(("served_on", told), ("issued_on", notice.issued_on))
    return today or add_months(notice.issued_on, admission.MONTHS_TO_EFFECT)


def _served_of(receipt: NoticeReceived, decision: Decision, facts: Facts) -> tuple[Date | None, str]:
    """Return when the notice of a receipt was served, and the member that is wrong where it was not."""
    if not receipt.number:
        return served_on(decision, facts), "decision"
    named = (each.served_on for each in corrections(decision.id, facts) if _alike(each.number, receipt.number))
    return next(named, None), "number"


def _must_be_written_alike(field: str, number: str, known: list[str]) -> None:
    """Hold a number of which the facts know another writing, and not this one. It comes last: a hold hides refusals."""
    alike = [each for each in known if _alike(each, number)]
    if alike and number not in alike:
        raise writings.otherwise((field,), (number,), (alike[-1],))


def _alike(one: str, other: str) -> bool:
    """Return whether two numbers of notices are writings of one."""
    return one == other or writings.number(one) == writings.number(other)


def _first_notices(decision: str, facts: Facts) -> list[NoticeServed]:
    return [notice for notice in facts.notices if notice.decision == decision and not notice.corrects]


def _decision(facts: Facts, statement: str) -> Decision | None:
    return next((each for each in facts.decisions if each.id == statement), None)
