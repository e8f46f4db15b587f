"""Who is meant: national issues one lifelong ID per person and finds it again; provinces record the answers.

Issuing is serial: one advisory lock per database, so that two provinces asking for the same new person at the
same moment get the same ID. New IDs are stated on the log in the transaction that stores who is behind them;
the statements carry IDs and nothing else.
"""

import logging
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from registry.people.models import HeldIdentity, Person
from registry.people.selectors.kin import survivors
from registry.people.services import lifelong_ids
from registry.people.services.identity_matching import Roster
from registry.people.services.identity_records import Records
from registry.people.services.identity_requests import (
    LAW_TIME,
    CheckedIdentity,
    IdentityAnswer,
    IdentityRequest,
    check_request,
)
from sync import outbox
from sync.wire.refusals import FormatRefused, reason

__all__ = ["IdentityAnswer", "IdentityRequest", "find", "issue", "lock_issuing", "record", "state_issued"]

IDS_PER_STATEMENT = 400
_ISSUING_LOCK = 0x70_61_79_01
logger = logging.getLogger(__name__)

type Checked = CheckedIdentity | FormatRefused


def issue(
    requests: Sequence[IdentityRequest],
    *,
    asked_by: str,
    acting: str,
    now: datetime,
    randbelow: lifelong_ids.RandBelow = secrets.randbelow,
) -> list[IdentityAnswer]:
    """Answer each request with a new or known ID, or hold it for a human, or refuse it; national only.

    `asked_by` is the division that asks, `acting` the key or account that acts for it. Asking again gives the
    same IDs.
    """
    checked = _check(requests, now)
    with transaction.atomic():
        lock_issuing()
        batch = _Batch(checked, asked_by=asked_by, now=now)
        drafts = [batch.serve(item) if isinstance(item, CheckedIdentity) else item for item in checked]
        ids = dict(zip(batch.newcomers, lifelong_ids.draw(len(batch.newcomers), randbelow=randbelow), strict=True))
        state_issued(list(ids.values()), issued_for=asked_by, now=now)
        batch.records.store(ids, now=now)
        answers = _answers(drafts, ids)
    counts = Counter(answer.outcome for answer in answers)
    logger.info("identities asked by %s through %s: %s", asked_by, acting, dict(counts))
    return answers


def find(requests: Sequence[IdentityRequest], *, now: datetime) -> list[IdentityAnswer]:
    """Answer each request with a known ID, or `unknown` and why; stores nothing."""
    checked = _check(requests, now, finding=True)
    asked = [item for item in checked if isinstance(item, CheckedIdentity)]
    roster, held_before = Roster(asked), _held(asked)
    drafts: list[_Draft | FormatRefused] = []
    for item in checked:
        if isinstance(item, FormatRefused):
            drafts.append(item)
            continue
        held = held_before.get(item.digest)
        if held and held.person_id:
            drafts.append(("known", held.person_id, ""))
            continue
        match = roster.match(item, finding=True)
        known = match.person.lifelong_id if match.person else ""
        drafts.append(("known", known, "") if known else ("unknown", "", match.held or "unknown_identity"))
    return _answers(drafts, {})


def record(requests: Sequence[IdentityRequest], answers: Sequence[IdentityAnswer], *, now: datetime) -> None:
    """Store in a province's vault who is behind the IDs that national answered.

    A person whom the log has not brought yet is created; what is known already stays as it is.
    """
    checked = _check(requests, now)
    pairs = [
        (item, answer)
        for item, answer in zip(checked, answers, strict=True)
        if isinstance(item, CheckedIdentity) and answer.lifelong_id
    ]
    people = {
        answer.lifelong_id: Person(
            lifelong_id=answer.lifelong_id, issued_for=answer.issued_for, issued_at=answer.issued_at or now
        )
        for _, answer in pairs
    }
    with transaction.atomic():
        lock_issuing()
        # In the order in which the log's reader inserts people: the two must not wait for each other.
        Person.objects.bulk_create([people[person] for person in sorted(people)], ignore_conflicts=True)
        records = Records(Roster((item for item, _ in pairs), people=people.keys()))
        for item, answer in pairs:
            records.attach(answer.lifelong_id, item)
        records.store({}, now=now)


def lock_issuing() -> None:
    """Wait until nobody else issues or records identities here; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ISSUING_LOCK])


def state_issued(ids: Sequence[str], *, issued_for: str, now: datetime) -> None:
    """Say on the log, in this transaction, that national issued these IDs; that creates the people."""
    drafts = [
        outbox.Draft(
            topic="person.issued",
            body={"issued_for": issued_for, "persons": list(ids[start : start + IDS_PER_STATEMENT])},
        )
        for start in range(0, len(ids), IDS_PER_STATEMENT)
    ]
    for authored in outbox.author(drafts, now=now) if drafts else []:
        if authored.outcome != "accepted":
            raise RuntimeError(f"the log did not accept new IDs: {authored.reason.code if authored.reason else '?'}")


type _Draft = tuple[str, str, str]
"""Outcome, person (an ID, or the mark of somebody who gets one at the end of the batch), reason code."""


class _Batch:
    """Works through one batch; who is new gets a mark that is replaced by an ID when all are served."""

    def __init__(self, checked: Sequence[Checked], *, asked_by: str, now: datetime) -> None:
        asked = [item for item in checked if isinstance(item, CheckedIdentity)]
        self._asked_by, self._now = asked_by, now
        self._roster = Roster(asked)
        self._held = _held(asked)
        self.records = Records(self._roster)
        self.newcomers: list[str] = []

    def serve(self, request: CheckedIdentity) -> _Draft:
        """Return what becomes of one request, and remember what there is to store."""
        held = self._held.get(request.digest)
        if held is not None:
            return _answer_of_held(held)
        match = self._roster.match(request)
        if match.held:
            self._held[request.digest] = self.records.hold(
                request, code=match.held, candidates=match.candidates, asked_by=self._asked_by, now=self._now
            )
            return ("held", "", match.held)
        if match.person:
            self.records.attach(match.person.lifelong_id, request)
            return ("known", match.person.lifelong_id, "")
        mark = f"new {len(self.newcomers)}"
        self.newcomers.append(mark)
        self.records.attach(mark, request)
        return ("issued", mark, "")


def _answer_of_held(held: HeldIdentity) -> _Draft:
    if held.verdict == HeldIdentity.Ruling.OPEN:
        return ("held", "", held.code)
    if held.person_id:
        return ("known", held.person_id, "")
    return ("refused", "", "identity_refused")


def _held(asked: Sequence[CheckedIdentity]) -> dict[bytes, HeldIdentity]:
    held_before = HeldIdentity.objects.filter(digest__in={request.digest for request in asked})
    return {bytes(held.digest): held for held in held_before}


def _check(requests: Sequence[IdentityRequest], now: datetime, *, finding: bool = False) -> list[Checked]:
    today = now.astimezone(LAW_TIME).date()
    checked: list[Checked] = []
    for request in requests:
        try:
            checked.append(check_request(request, today=today, finding=finding))
        except FormatRefused as refused:
            checked.append(refused)
    return checked


def _answers(drafts: Sequence[_Draft | FormatRefused], ids: dict[str, str]) -> list[IdentityAnswer]:
    known = {ids.get(draft[1], draft[1]) for draft in drafts if not isinstance(draft, FormatRefused)} - {""}
    goes_on = survivors(known)  # who was merged is spoken of under the ID that goes on
    people = {goes_on.get(person, person) for person in known}
    issued = {
        pk: (issued_for, issued_at)
        for pk, issued_for, issued_at in Person.objects.filter(pk__in=people).values_list(
            "pk", "issued_for", "issued_at"
        )
    }
    answers = []
    for draft in drafts:
        if isinstance(draft, FormatRefused):
            answers.append(IdentityAnswer(outcome="refused", reason=draft.reason))
            continue
        outcome, person, code = draft
        if not person:
            answers.append(IdentityAnswer(outcome=outcome, reason=reason(code)))
            continue
        lifelong_id = ids.get(person, person)
        lifelong_id = goes_on.get(lifelong_id, lifelong_id)
        issued_for, issued_at = issued[lifelong_id]
        answers.append(
            IdentityAnswer(outcome=outcome, lifelong_id=lifelong_id, issued_for=issued_for, issued_at=issued_at)
        )
    return answers
