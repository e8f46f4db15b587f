"""Answers rows that name people: what the vault knows is a duplicate, the rest is asked of national and recorded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from provinces.files import cells
from provinces.intake.kind import Answer
from provinces.intake.kinds import persons
from provinces.intake.services import whole_file
from provinces.intake.services.asking import Code, Enquiry, held_for
from provinces.intake.services.intake_statements import Answers, refused
from registry.people.selectors.kin import survivors
from registry.people.services import identities
from registry.people.services.identity_matching import Roster
from registry.people.services.identity_requests import CheckedIdentity, IdentityAnswer, IdentityRequest, check_request
from registry.statements.days import today
from sync.models import Outcome
from sync.wire.refusals import FormatRefused, NotAccepted, ProtocolRefused, Refused

_OUTCOMES = {"issued": Outcome.ACCEPTED, "known": Outcome.ACCEPTED, "held": Outcome.HELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A batch as far as it can be answered without storing: answers, and what there is to record."""

    answers: Answers
    requests: Sequence[IdentityRequest]
    replies: Sequence[IdentityAnswer]


def ask(
    rows: Mapping[int, Mapping[str, str]], enquiry: Enquiry, *, several: Collection[Code] = (), now: datetime
) -> Asked:
    """Answer rows that cannot be read or are known already, and ask national about the others.

    `several`: codes that stand beside several people in the file; they identify nobody.
    """
    answers: Answers = {}
    asked: dict[int, tuple[IdentityRequest, CheckedIdentity]] = {}
    for number, row in rows.items():
        try:
            request = persons.request(cells.read_row(persons.COLUMNS, row))
            if whole_file.code_of(row) in several:
                raise FormatRefused.because("code_beside_several", "code")
            asked[number] = (request, check_request(request, today=today(now)))
        except NotAccepted as rejected:
            answers[number] = refused(rejected)
        except Refused as rejected:
            answers[number] = Answer(outcome=Outcome.REFUSED, reason=rejected.reason)
    known = _known([checked for _, checked in asked.values()])
    leaders: dict[bytes, int] = {}
    echoes: dict[int, int] = {}
    for number, (_, checked) in asked.items():
        if person := known.get(checked.digest):
            answers[number] = Answer(outcome=Outcome.DUPLICATE, person=person)
        elif (leader := leaders.setdefault(checked.digest, number)) != number:
            echoes[number] = leader
    requests = [asked[number][0] for number in leaders.values()]
    try:
        replies = enquiry.issue(requests) if requests else []
    except ProtocolRefused as error:
        why = held_for(error)
        answers |= {number: Answer(outcome=Outcome.HELD, reason=why) for number in (*leaders.values(), *echoes)}
        return Asked(answers=answers, requests=(), replies=())
    answers |= {number: _answer(reply) for number, reply in zip(leaders.values(), replies, strict=True)}
    answers |= {number: _again(answers[leader]) for number, leader in echoes.items()}
    return Asked(answers=answers, requests=requests, replies=replies)


def record(asked: Asked, *, now: datetime) -> None:
    """Store in this province's vault who is behind the IDs. Called inside the transaction that stores the answers."""
    if asked.requests:
        identities.record(asked.requests, asked.replies, now=now)


def _known(requests: Sequence[CheckedIdentity]) -> dict[bytes, str]:
    """Return who is behind the requests that bring nothing new.

    Everything in them is in this province's vault; of a person who was merged, under any ID.
    """
    roster = Roster(requests)
    held: dict[bytes, set[str]] = {}
    for request in requests:
        holders = [roster.holder_of_document(request)] if request.kind else []
        holders += [roster.holder_of_code(request)] if request.key else []
        people = {holder.lifelong_id for holder in holders if holder}
        if people and all(holders) and any(roster.knows_name(person, request) for person in people):
            held[request.digest] = people
    merged = survivors({person for people in held.values() for person in people}) if held else {}
    goes_on = {digest: {merged.get(person, person) for person in people} for digest, people in held.items()}
    return {digest: people.pop() for digest, people in goes_on.items() if len(people) == 1}


def _answer(reply: IdentityAnswer) -> Answer:
    outcome = _OUTCOMES.get(reply.outcome, Outcome.REFUSED)
    return Answer(outcome=outcome, reason=reply.reason, person=reply.lifelong_id)


def _again(answer: Answer) -> Answer:
    if answer.outcome != Outcome.ACCEPTED:
        return answer
    return Answer(outcome=Outcome.DUPLICATE, person=answer.person)
