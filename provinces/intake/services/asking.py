"""Asking national who somebody is: lifelong IDs for identities, and people behind codes this node does not know."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction

from provinces.files import selectors
from registry.people.services import identities
from registry.people.services.identity_requests import IdentityAnswer, IdentityRequest
from sync.refusals import UNREACHABLE
from sync.wire.refusals import NotAccepted, ProtocolRefused, Reason, Refused, reason
from sync.wire.strict_json import Json

BATCH = 500
PAUSE = timedelta(seconds=15)
"""How long national is left alone after it did not answer; rows in between are held at once."""

type Code = tuple[str, str]
"""System and code."""


class Client(Protocol):
    """What of `sync.client.NationalClient` is needed here."""

    def post_persons(self, body: Mapping[str, object]) -> Mapping[str, Json]:
        """Send a batch of identities. Raises ProtocolRefused."""


class Enquiry:
    """One run's questions of a division to national. Once it does not answer, it is not asked again for a while."""

    def __init__(self, client: Client | None, *, division: str, clock: Callable[[], datetime]) -> None:
        self.division = division
        self._client = client
        self._clock = clock
        self._quiet_until: datetime | None = None

    def issue(self, requests: Sequence[IdentityRequest]) -> list[IdentityAnswer]:
        """Return national's answers, one per request. Raises ProtocolRefused; nothing is recorded."""
        return self._ask("issue", requests)

    def resolve(self, codes: Collection[Code]) -> dict[Code, str | NotAccepted]:
        """Return who is behind each code: a lifelong ID, or why nobody is (held when national cannot be asked)."""
        found: dict[Code, str | NotAccepted] = dict(selectors.people_by_code(codes))
        unknown = sorted(set(codes) - found.keys())
        for start in range(0, len(unknown), BATCH):
            found |= self._find(unknown[start : start + BATCH])
        return found

    def _find(self, codes: Sequence[Code]) -> dict[Code, str | NotAccepted]:
        requests = [IdentityRequest(system=system, code=code) for system, code in codes]
        try:
            answers = self._ask("find", requests)
        except ProtocolRefused as error:
            return dict.fromkeys(codes, Refused(held_for(error), held=True))
        now = self._clock()
        with transaction.atomic():
            identities.record(requests, answers, now=now)
        return {code: answer.lifelong_id or _nobody(answer) for code, answer in zip(codes, answers, strict=True)}

    def _ask(self, mode: str, requests: Sequence[IdentityRequest]) -> list[IdentityAnswer]:
        if self._client is None or (self._quiet_until and self._clock() < self._quiet_until):
            raise ProtocolRefused.because(UNREACHABLE)
        try:
            answer = self._client.post_persons({"mode": mode, "identities": [_as_json(each) for each in requests]})
        except ProtocolRefused as error:
            if error.code == UNREACHABLE:
                self._quiet_until = self._clock() + PAUSE
            raise
        return _answers(answer, len(requests))


def held_for(error: ProtocolRefused) -> Reason:
    """Return why a row waits when national could not be asked."""
    return reason(UNREACHABLE) if error.code == UNREACHABLE else error.reason


def _nobody(answer: IdentityAnswer) -> NotAccepted:
    why = answer.reason
    if why is None or why.code == "unknown_person":
        why = reason("unknown_identity", "code")
    return Refused(why)


def _as_json(request: IdentityRequest) -> dict[str, str]:
    members = ("document_kind", "document_number", "name", "born_on", "system", "code", "category")
    return {member: str(value) for member in members if (value := getattr(request, member))}


def _answers(given: Mapping[str, Json], count: int) -> list[IdentityAnswer]:
    """Return national's answers. Raises ProtocolRefused `answer_malformed`: no answer in doubt is recorded."""
    answers = given.get("answers")
    if not isinstance(answers, list) or len(answers) != count:
        raise ProtocolRefused.because("answer_malformed", "answers")
    return [_answer(each) for each in answers]


def _answer(given: Json) -> IdentityAnswer:
    if not isinstance(given, dict):
        raise ProtocolRefused.because("answer_malformed", "answers")
    code, issued_at = _text(given, "code"), _text(given, "issued_at")
    return IdentityAnswer(
        outcome=str(given["outcome"]),
        lifelong_id=_text(given, "person"),
        reason=Reason(
            code=code,
            field=_text(given, "field"),
            sentence=_text(given, "sentence"),
            sentence_zh=_text(given, "sentence_zh"),
        )
        if code
        else None,
        issued_for=_text(given, "issued_for"),
        issued_at=datetime.fromisoformat(issued_at) if issued_at else None,
    )


def _text(given: Mapping[str, Json], member: str) -> str:
    return str(given.get(member) or "")
