"""Objections 异议申诉, from the letter to the review: who takes which step, when, what is signed (arts. 41-43)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from provinces.office.codes import Duty, Office
from provinces.office.services.officers import Officer
from provinces.office.services.stepping import division, locked, must_be, must_have_come, must_say, record, sign_one
from provinces.remedies.codes import ObjectionState, ObjectionStep
from provinces.remedies.models import ObjectionHandling
from provinces.remedies.selectors import completion as windows
from registry.packs.pack import Pack
from registry.packs.selectors import pack_of
from registry.qualification.models import Cascade, Decision
from registry.qualification.rules import procedure
from registry.qualification.rules.facts import Objection
from registry.qualification.rules.objection_rules import ObjectionRules
from registry.qualification.selectors.calendar import working_calendar
from registry.qualification.selectors.facts import facts_of
from registry.statements.days import today
from registry.words.code import Code
from registry.words.remedies import ObjectionBy
from registry.words.wording import Phrase
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An objection as it came in. Exactly one of `decision` and `cascade` is objected to."""

    received_on: date
    lodged_by: ObjectionBy
    signed: bool
    sealed: bool
    decision: Decision | None = None
    cascade: Cascade | None = None
    document: str = ""
    grounds: str = ""


@transaction.atomic
def receive(letter: Letter, *, acting: Officer, now: datetime) -> ObjectionHandling:
    """Enter a letter. Whole, it is lodged at once; else it waits, and nothing is on the log (art. 41).

    Raises Refused: `objection_late`, `objection_in_hand`, …
    """
    acting.must(Duty.HANDLE)
    target = letter.decision or letter.cascade
    if target is None or (letter.decision and letter.cascade) or target.author != division():
        raise Refused.because("objection_to_one_thing", "decision")
    must_have_come("received_on", letter.received_on, now)
    _check_first(letter, target, today(now))
    handling = ObjectionHandling(
        person_id=target.person_id,
        decision=letter.decision,
        cascade=letter.cascade,
        received_on=letter.received_on,
        lodged_by=letter.lodged_by,
        document=letter.document,
        grounds=letter.grounds,
        signed=letter.signed,
        sealed=letter.sealed,
        received_by=acting.name,
        state=ObjectionState.INCOMPLETE,
    )
    _check_in_time(handling, letter.received_on, now)
    try:
        with transaction.atomic():
            handling.save()
    except IntegrityError as error:
        raise Refused.because("objection_in_hand", "lodged_by") from error
    record(handling, ObjectionStep.RECEIVED, on=letter.received_on, acting=acting, now=now, note=letter.grounds)
    if letter.signed and letter.sealed:
        return _lodge(handling, letter.received_on, acting=acting, now=now)
    return handling


@transaction.atomic
def complete(
    handling: ObjectionHandling, *, completed_on: date, signed: bool, sealed: bool, acting: Officer, now: datetime
) -> ObjectionHandling:
    """Enter that a letter bears signature and seal now: it is lodged on that day (art. 41). Raises Refused.

    After the last day it has lapsed. What was whole by then may be entered later.
    """
    acting.must(Duty.HANDLE)
    handling = locked(handling)
    must_be(handling.state, ObjectionState, (ObjectionState.INCOMPLETE,), article="41")
    if not (signed and sealed):
        raise Refused.because("objection_incomplete", "sealed" if signed else "signed")
    must_have_come("completed_on", completed_on, now, after={"received_on": handling.received_on})
    last = windows.closes_on(handling, working_calendar())
    if last is not None and completed_on > last:
        raise Refused.because("objection_lapsed", "completed_on", due_on=last, days=procedure.OBJECTION_WORKING_DAYS)
    handling.signed = handling.sealed = True
    record(handling, ObjectionStep.COMPLETED, on=completed_on, acting=acting, now=now)
    return _lodge(handling, completed_on, acting=acting, now=now)


@transaction.atomic
def explain(
    handling: ObjectionHandling, *, explained_on: date, note: str, acting: Officer, now: datetime
) -> ObjectionHandling:
    """Enter that the agency explained the score (art. 42). Raises Refused."""
    acting.must(Duty.HANDLE)
    handling = locked(handling)
    must_be(handling.state, ObjectionState, (ObjectionState.LODGED,), article="42")
    must_say(note, "note", article="42")
    must_have_come("explained_on", explained_on, now, after={"lodged_on": handling.lodged_on})
    handling.explained_on = explained_on
    return move(
        handling, ObjectionState.EXPLAINED, ObjectionStep.EXPLAINED, explained_on, acting=acting, now=now, note=note
    )


@transaction.atomic
def accept(handling: ObjectionHandling, *, accepted_on: date, acting: Officer, now: datetime) -> ObjectionHandling:
    """Enter that the objector accepts the explanation; the objection is then settled as upheld (art. 42)."""
    acting.must(Duty.HANDLE)
    handling = locked(handling)
    must_be(handling.state, ObjectionState, (ObjectionState.EXPLAINED,), article="42")
    must_have_come("accepted_on", accepted_on, now, after={"explained_on": handling.explained_on})
    return move(handling, ObjectionState.ACCEPTED, ObjectionStep.ACCEPTED, accepted_on, acting=acting, now=now)


@transaction.atomic
def pass_up(handling: ObjectionHandling, *, passed_up_on: date, acting: Officer, now: datetime) -> ObjectionHandling:
    """Pass what is still disputed to the reviewer that the rule pack names (art. 42). Raises Refused."""
    acting.must(Duty.HANDLE)
    handling = locked(handling)
    must_be(handling.state, ObjectionState, (ObjectionState.EXPLAINED,), article="42")
    must_have_come("passed_up_on", passed_up_on, now, after={"explained_on": handling.explained_on})
    handling.passed_up_on = passed_up_on
    handling.passed_to = _pack_of(handling)[ObjectionRules].reviewer.value
    return move(handling, ObjectionState.PASSED_UP, ObjectionStep.PASSED_UP, passed_up_on, acting=acting, now=now)


@transaction.atomic
def ask_experts(
    handling: ObjectionHandling, *, asked_on: date, note: str, acting: Officer, now: datetime
) -> ObjectionHandling:
    """Give a professional question to a third party or expert group; their time does not count (arts. 43, 44)."""
    handling = _reviewed(handling, (ObjectionState.PASSED_UP,), acting=acting, article="43")
    must_have_come("asked_on", asked_on, now, after={"passed_up_on": handling.passed_up_on})
    if handling.experts_from is not None:
        raise Refused.because("out_of_order", "state", state=Phrase("experts asked", "已提请专家评估"), article="43")
    must_say(note, "note", article="43")
    handling.experts_from = asked_on
    return move(
        handling, ObjectionState.WITH_EXPERTS, ObjectionStep.EXPERTS_ASKED, asked_on, acting=acting, now=now, note=note,
        office=Office.DEPARTMENT,
    )  # fmt: skip


@transaction.atomic
def hear_experts(
    handling: ObjectionHandling, *, answered_on: date, note: str, acting: Officer, now: datetime
) -> ObjectionHandling:
    """Enter what the experts answered (art. 43). Raises Refused."""
    handling = _reviewed(handling, (ObjectionState.WITH_EXPERTS,), acting=acting, article="43")
    must_have_come("answered_on", answered_on, now, after={"asked_on": handling.experts_from})
    must_say(note, "note", article="43")
    handling.experts_to = answered_on
    return move(
        handling, ObjectionState.PASSED_UP, ObjectionStep.EXPERTS_ANSWERED, answered_on, acting=acting, now=now,
        note=note, office=Office.DEPARTMENT,
    )  # fmt: skip


def _check_first(letter: Letter, target: Decision | Cascade, on: date) -> None:
    """Refuse a letter beside another of the same side; what lapsed leaves a further one late, not beside it.

    Who was answered objects again only where the topic lets them: a measure was stated since (O26), or a notice tells
    what the answer did not (O45). Refused too is one to what nobody was told: a notice that was not served.
    """
    same = ObjectionHandling.objects.filter(
        decision=letter.decision, cascade=letter.cascade, lodged_by=letter.lodged_by
    )
    states = {handling.pk: windows.state_on(handling, on) for handling in same}
    if any(state not in (ObjectionState.LAPSED, ObjectionState.SETTLED) for state in states.values()):
        raise Refused.because("objection_in_hand", "lodged_by")
    answered = [each.lodged_on for each in same if each.lodged_on and states[each.pk] is ObjectionState.SETTLED]
    known = facts_of([target.person_id])[target.person_id]
    if answered and not procedure.may_object_again(str(target.pk), max(answered), known):
        raise Refused.because("objection_lodged_before", "lodged_by")
    if windows.is_untold(target):
        raise Refused.because("notice_not_served", "decision" if letter.decision else "cascade")


def _reviewed(
    handling: ObjectionHandling, states: tuple[ObjectionState, ...], *, acting: Officer, article: str
) -> ObjectionHandling:
    acting.must(Duty.REVIEW)
    handling = locked(handling)
    must_be(handling.state, ObjectionState, states, article=article)
    return handling


def _lodge(handling: ObjectionHandling, lodged_on: date, *, acting: Officer, now: datetime) -> ObjectionHandling:
    _check_in_time(handling, lodged_on, now)
    handling.lodged_on = lodged_on
    handling.objection_id = sign_one(
        "objection.lodged",
        {
            "decision": handling.decision_id,
            "cascade": handling.cascade_id,
            "lodged_on": lodged_on,
            "lodged_by": str(handling.lodged_by),
            "signed": True,
            "sealed": True,
            "document": handling.document,
        },
        now=now,
    )
    return move(
        handling, ObjectionState.LODGED, ObjectionStep.LODGED, lodged_on, acting=acting, now=now,
        statement=handling.objection_id,
    )  # fmt: skip


def _check_in_time(handling: ObjectionHandling, lodged_on: date, now: datetime) -> None:
    """Refuse an objection that comes late, to nothing in force, or beside another one (art. 41)."""
    field = "decision" if handling.decision_id else "cascade"
    fact = Objection(id="in hand", target=str(handling.decision_id or handling.cascade_id), lodged_on=lodged_on)
    known = facts_of([handling.person_id])[handling.person_id]
    by = ObjectionBy(handling.lodged_by)
    procedure.check_objection(
        fact, known, working_calendar(), by=by, signed=True, sealed=True, today=today(now), field=field
    )
    # The notices of cascades, and of measures stated afterwards, are this office's own record: the log has no day.
    target = handling.decision or handling.cascade
    assert target is not None
    procedure.check_in_time(lodged_on, windows.heard_on(target, by), working_calendar())


def _pack_of(handling: ObjectionHandling) -> Pack:
    on = handling.decision.decided_on if handling.decision else handling.cascade.applied_on  # type: ignore[union-attr]
    return pack_of(division(), on)


def move(
    handling: ObjectionHandling,
    state: ObjectionState,
    step: Code,
    on: date,
    *,
    acting: Officer,
    now: datetime,
    note: str = "",
    statement: UUID | None = None,
    office: Office = Office.AGENCY,
) -> ObjectionHandling:
    """Bring an objection to its next state, and record the step that was taken."""
    handling.state = state
    handling.save()
    record(handling, step, on=on, acting=acting, now=now, note=note, statement=statement, office=office)
    return handling
