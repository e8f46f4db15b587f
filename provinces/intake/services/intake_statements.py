"""Turns rows into signed statements of this province: all that a row says or nothing of it, once and never twice."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from provinces.files import cells
from provinces.files.columns import NAME_COLUMN
from provinces.intake import earlier
from provinces.intake.kind import Answer, Key, Kind, Plan, ReadRow, Saying, same
from provinces.intake.services.asking import Code, Enquiry
from registry.people.selectors.kin import survivors
from registry.people.services.names_known import fits
from registry.words import lifelong_id
from registry.words.written import person_codes
from registry.words.written.names import normalise_name
from sync import outbox
from sync.models import Outcome
from sync.outbox import Authored, Draft
from sync.wire.refusals import FormatRefused, NotAccepted, Reason, Refused, reason

type Answers = dict[int, Answer]
type State = Callable[..., list[Authored]]
"""States drafts at an instant: `outbox.author`, with what it rests on."""


def refused(rejected: NotAccepted) -> Answer:
    """Return the answer to a row for which there is a reason not to take it."""
    return Answer(outcome=Outcome.HELD if rejected.held else Outcome.REFUSED, reason=rejected.reason)


def read(kind: Kind, rows: Mapping[int, Mapping[str, str]], enquiry: Enquiry) -> tuple[list[ReadRow], Answers]:
    """Read rows, asking who is meant; return also the answers to those that cannot be read."""
    values: dict[int, cells.Cells] = {}
    answers: Answers = {}
    for number, row in rows.items():
        try:
            read_row = cells.read_row(kind.columns, row)
            values[number] = _with_plain_id(read_row) if kind.about_person else read_row
            kind.check(values[number])
        except NotAccepted as rejected:
            values.pop(number, None)
            answers[number] = refused(rejected)
    if not kind.about_person:
        return [ReadRow(number=number, cells=each) for number, each in values.items()], answers
    codes = {code for each in values.values() if (code := _code(each))}
    people = enquiry.resolve(codes) if codes else {}
    merged = survivors({str(each["person"]) for each in values.values() if each["person"]})
    read_rows = []
    for number, each in values.items():
        person = _person(each, people, merged)
        if isinstance(person, NotAccepted):
            answers[number] = refused(person)
        else:
            read_rows.append(ReadRow(number=number, cells=each, person=person))
    answers |= _misnamed(read_rows)
    return [each for each in read_rows if each.number not in answers], answers


def _misnamed(read_rows: Sequence[ReadRow]) -> Answers:
    """Return the answers to rows whose name is not the person's, or cannot be compared: nobody pays for a slip."""
    answers: Answers = {}
    names: dict[int, str] = {}
    for each in read_rows:
        if name := each.cells.get(NAME_COLUMN.name):
            try:
                names[each.number] = normalise_name(str(name))
            except FormatRefused as rejected:
                answers[each.number] = refused(rejected)
    said: dict[str, list[str]] = {}
    for each in read_rows:
        if each.number in names:
            said.setdefault(each.person, []).append(names[each.number])
    known = fits(said) if said else {}
    for each in read_rows:
        fit = known.get((each.person, names.get(each.number, "")), True)
        if fit is None:
            answers[each.number] = refused(Refused(reason("name_to_compare_unknown", "name"), held=True))
        elif not fit:
            answers[each.number] = refused(Refused.because("name_not_of_person", "name"))
    return answers


def _with_plain_id(row: cells.Cells) -> cells.Cells:
    """Return a row whose lifelong ID is in stored form. Raises Refused when nobody is named, or half a code."""
    person, system, code = row["person"], row["system"], row["code"]
    if bool(system) != bool(code):
        raise Refused.because("missing", "code" if system else "system")
    if not person and not code:
        raise Refused.because("missing", "person")
    if code:
        system, code = person_codes.check(str(system), str(code))
        row = {**row, "system": system, "code": code}
    if not person:
        return row
    return {**row, "person": lifelong_id.normalise(str(person))}


def _code(row: cells.Cells) -> Code | None:
    return (str(row["system"]), str(row["code"])) if row["code"] else None


def _person(row: cells.Cells, people: Mapping[Code, str | NotAccepted], merged: Mapping[str, str]) -> str | NotAccepted:
    """Return whom a row is about, or why nobody: an ID that was absorbed is no longer spoken of (O23)."""
    goes_on = merged.get(str(row["person"]))
    if goes_on is not None:
        return Refused.because("person_merged", "person", into=lifelong_id.shown(goes_on))
    code = _code(row)
    if code is None:
        return str(row["person"])
    found = people[code]
    if isinstance(found, str) and row["person"] and found != row["person"]:
        return Refused.because("person_mismatch", "code")
    return found


class Clerk:
    """Answers the rows of one kind for one run. Called inside the transaction that stores the answers."""

    def __init__(self, kind: Kind, *, author: str, proposal: UUID | None = None, rehearsed: bool = False) -> None:
        """Answer for a division; what binds rests on a proposal, or is only tried and rolled back by the caller."""
        self.author = author
        self._kind = kind
        self._state: State = partial(outbox.author, proposal=proposal, rehearsed=rehearsed)

    def answer(self, read_rows: Sequence[ReadRow], *, now: datetime) -> Answers:
        """Return what became of each row, in order: a later row sees what an earlier one said."""
        answers: Answers = {}
        waiting = list(read_rows)
        while waiting:
            wave, echoes, waiting = self._split(waiting)
            answers |= self._wave(wave, now)
            answers |= {number: _echo(answers[leader]) for number, leader in echoes.items()}
        return answers

    def _split(self, read_rows: Sequence[ReadRow]) -> tuple[list[ReadRow], dict[int, int], list[ReadRow]]:
        """Return rows with different keys, repetitions of one of them (number -> number), and those that must wait."""
        leaders: dict[Key, ReadRow] = {}
        later: set[Key] = set()
        echoes: dict[int, int] = {}
        waiting: list[ReadRow] = []
        for read_row in read_rows:
            key = self._kind.key(read_row)
            leader = leaders.setdefault(key, read_row)
            if leader is read_row:
                continue
            if key not in later and read_row.cells == leader.cells:
                echoes[read_row.number] = leader.number
            else:
                later.add(key)
                waiting.append(read_row)
        return list(leaders.values()), echoes, waiting

    def _wave(self, read_rows: Sequence[ReadRow], now: datetime) -> Answers:
        known = self._kind.known(self.author, read_rows)
        plans = {
            read_row.number: self._kind.planned(read_row, known.get(self._kind.key(read_row), ()))
            for read_row in read_rows
        }
        people = {read_row.number: read_row.person for read_row in read_rows}
        answers = {number: plan for number, plan in plans.items() if isinstance(plan, Answer)}
        sayings = {number: plan for number, plan in plans.items() if isinstance(plan, Saying)}
        answers |= self._held_before(sayings)
        sayings = {number: saying for number, saying in sayings.items() if number not in answers}
        while sayings:
            said, undone = _say(self._state, sayings, now)
            answers |= undone if undone else said
            sayings = {number: each for number, each in sayings.items() if number not in undone} if undone else {}
        return {number: _with_person(answer, people[number], plans[number]) for number, answer in answers.items()}

    def _held_before(self, sayings: Mapping[int, Saying]) -> Answers:
        """Return the answers to what this node said before and a human has not decided yet: held, as it was."""
        topics = {draft.topic for saying in sayings.values() for draft in saying.first}
        held = {topic: earlier.held_before(self.author, topic) for topic in topics}
        answers: Answers = {}
        for number, saying in sayings.items():
            for draft in saying.first:
                reasons = {known.statement: why for known, why in held[draft.topic]}
                if found := same(draft.topic, draft.body, [known for known, _ in held[draft.topic]]):
                    answers[number] = Answer(
                        outcome=Outcome.HELD, reason=reasons[found.statement], statement=found.statement
                    )
        return answers


def _with_person(answer: Answer, person: str, plan: Plan) -> Answer:
    whom = answer.person or person or (plan.person if isinstance(plan, Saying) else "")
    return Answer(outcome=answer.outcome, reason=answer.reason, person=whom, statement=answer.statement)


def _echo(answer: Answer) -> Answer:
    """Return the answer to a repetition in the same batch of a row that was answered."""
    outcome = Outcome.DUPLICATE if answer.outcome == Outcome.ACCEPTED else answer.outcome
    return Answer(outcome=outcome, reason=answer.reason, person=answer.person, statement=answer.statement)


def _say(state: State, sayings: Mapping[int, Saying], now: datetime) -> tuple[Answers, Answers]:
    """State what rows say; return their answers.

    Where a row could be stated in part only, nothing is stated at all, and the second mapping holds the refusals of
    such rows: the caller tries again without them.
    """
    with transaction.atomic():
        answers, undone = _first(state, sayings, now)
        if not undone:
            more, undone = _then(state, sayings, answers, now)
            answers |= more
        if undone:
            transaction.set_rollback(True)
    return answers, undone


def _first(state: State, sayings: Mapping[int, Saying], now: datetime) -> tuple[Answers, Answers]:
    authored = _author(state, {number: saying.first for number, saying in sayings.items()}, now)
    others: dict[int, Saying] = {}
    for number, saying in sayings.items():
        why = _refusal(authored[number])
        other = saying.instead(why) if why else None
        if other:
            others[number] = other
    if others:
        authored |= _author(state, {number: other.first for number, other in others.items()}, now)
    undone = {
        number: Answer(outcome=Outcome.REFUSED, reason=why)
        for number, each in authored.items()
        if len(each) > 1 and (why := _refusal(each))
    }
    return {number: _answer(each) for number, each in authored.items()}, undone


def _then(state: State, sayings: Mapping[int, Saying], answers: Answers, now: datetime) -> tuple[Answers, Answers]:
    drafts: dict[int, tuple[Draft, ...]] = {}
    for number, saying in sayings.items():
        first = answers[number]
        if saying.then and first.outcome == Outcome.ACCEPTED and first.statement:
            drafts[number] = (saying.then(first.statement),)
    if not drafts:
        return {}, {}
    authored = _author(state, drafts, now)
    undone = {
        number: Answer(outcome=Outcome.REFUSED, reason=why)
        for number, each in authored.items()
        if (why := _refusal(each))
    }
    held = {number: _answer(each) for number, each in authored.items() if each[0].outcome == Outcome.HELD}
    return held, undone


def _author(state: State, drafts: Mapping[int, Sequence[Draft]], now: datetime) -> dict[int, list[Authored]]:
    authored = iter(state([draft for each in drafts.values() for draft in each], now=now))
    return {number: [next(authored) for _ in each] for number, each in drafts.items()}


def _refusal(authored: Collection[Authored]) -> Reason | None:
    return next((one.reason for one in authored if one.outcome == Outcome.REFUSED), None)


def _answer(authored: Sequence[Authored]) -> Answer:
    """Return the answer to a row by its statements: the worst of their outcomes, the first of their ids."""
    order = (Outcome.REFUSED, Outcome.HELD, Outcome.ACCEPTED)
    worst = min(authored, key=lambda one: order.index(Outcome(one.outcome)))
    ids: list[UUID] = [one.statement_id for one in authored if one.statement_id]
    return Answer(outcome=Outcome(worst.outcome), reason=worst.reason, statement=ids[0] if ids else None)
