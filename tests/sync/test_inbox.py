"""Receiving statements at national: what is answered, what is kept, what it does to the author's chain."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from sync import inbox
from sync.keys import OwnKey
from sync.models import LogEntry, LogHead, Node, Outcome, Receipt, SecurityEvent, Statement
from sync.outbox import Draft, author
from sync.receipts import ReceiptValue, counts, read
from sync.topics import NATIONAL
from sync.wire.refusals import ProtocolRefused, Refused
from tests.accounts import rule
from tests.sync.conftest import GUIZHOU, LIAONING, NOW, Author, Hooks, enrol, wrong_signature
from tests.sync.test_outbox import notes

ENROLMENT = 3
"""Entries before the first statement of Guizhou: national's enrolment, Guizhou's, its key."""


def receive(*raws: bytes, sender: str = GUIZHOU, dry_run: bool = False) -> list[ReceiptValue]:
    return inbox.receive(sender, raws, now=NOW, dry_run=dry_run)


def outcomes(receipts: list[ReceiptValue]) -> list[str]:
    return [f"{receipt.outcome} {receipt.code}".strip() for receipt in receipts]


def test_what_is_accepted_gets_a_position(guizhou: Author, hooks: Hooks) -> None:
    receipts = receive(guizhou.note("a", "x"), guizhou.note("b", "y"))
    assert [(r.outcome, r.position, r.stored) for r in receipts] == [("accepted", 4, True), ("accepted", 5, True)]
    assert notes() == ["a", "b"]
    node = Node.objects.get(pk=GUIZHOU)
    assert (node.chain_seq, node.chain_digest) == (2, guizhou.prev)
    assert hooks.locked[-1] == {"x", "y"}
    assert [item.position for item in hooks.settled[-1][1]] == [4, 5]
    assert LogHead.objects.get().size == 5


def test_a_batch_is_answered_item_by_item(guizhou: Author) -> None:
    held, refused = guizhou.note("hold me"), guizhou.note("refuse me")
    accepted, unknown = guizhou.note("a"), guizhou.state("no.such").raw
    not_theirs = guizhou.state("rule.written").raw
    receipts = receive(held, refused, accepted, unknown, b"rubbish", accepted, not_theirs)
    assert outcomes(receipts) == [
        "held member_malformed",
        "refused member_malformed",
        "accepted",
        "refused topic_unknown",
        "refused statement_malformed",
        "duplicate",
        "refused topic_not_allowed",
    ]
    assert counts(receipts) == {"accepted": 1, "held": 1, "refused": 4, "duplicate": 1}
    # What its author is beyond doubt about is kept, refused and held ones too; rubbish is not.
    assert list(Statement.objects.filter(author=GUIZHOU).values_list("seq", "status")) == [
        (1, "held"),
        (2, "refused"),
        (3, "logged"),
        (4, "refused"),
        (5, "refused"),
    ]
    assert Receipt.objects.count() == 5
    assert notes() == ["a"]
    assert LogHead.objects.get().size == ENROLMENT + 1


def other_key(a: Author) -> bytes:
    return Author(a.division).note()


def key_of_liaoning(a: Author) -> bytes:
    return Author(LIAONING, a.key).state(author=LIAONING).raw


@pytest.mark.parametrize(
    ("make", "code", "loud"),
    [
        pytest.param(lambda a: b"", "statement_malformed", False, id="nothing"),
        pytest.param(lambda a: b"\xff\xfe.x.y", "statement_malformed", False, id="not base64url"),
        pytest.param(lambda a: b"x" * 30_000, "document_too_large", False, id="too large"),
        pytest.param(other_key, "unknown_key", False, id="a key nobody enrolled"),
        pytest.param(key_of_liaoning, "key_of_another", True, id="another author under the own key"),
        pytest.param(wrong_signature, "signature_invalid", True, id="one bit of the signature flipped"),
        pytest.param(lambda a: a.state(seq=2).raw, "sequence_gap", False, id="one statement missing"),
        pytest.param(lambda a: a.state(prev="1" * 64).raw, "chain_broken", False, id="another predecessor"),
    ],
)
def test_what_nobody_can_be_held_to_is_not_kept(
    guizhou: Author, make: Callable[[Author], bytes], code: str, loud: bool
) -> None:
    (receipt,) = receive(make(guizhou))
    assert (receipt.outcome, receipt.code, receipt.stored, receipt.position) == ("refused", code, False, None)
    assert receipt.sentence
    assert receipt.sentence_zh
    assert not Statement.objects.filter(author=GUIZHOU).exists()
    assert Node.objects.get(pk=GUIZHOU).chain_seq == 0
    assert SecurityEvent.objects.filter(code=code, source=GUIZHOU).exists() is loud


def test_a_node_speaks_only_for_itself(guizhou: Author, national: OwnKey) -> None:
    liaoning = Author(LIAONING)
    enrol(liaoning, national.kid)
    (receipt,) = receive(liaoning.note(), sender=GUIZHOU)
    assert (receipt.code, receipt.stored) == ("author_not_sender", False)
    assert SecurityEvent.objects.filter(code="author_not_sender").count() == 1


def test_an_unknown_sender_is_no_sender(national: OwnKey) -> None:
    with pytest.raises(ProtocolRefused, match="node_unknown"):
        receive(Author(LIAONING).note(), sender=LIAONING)


def test_national_sends_itself_nothing(national: OwnKey) -> None:
    with pytest.raises(ProtocolRefused, match="sender_is_national"):
        receive(Author(NATIONAL, national).state("rule.written").raw, sender=NATIONAL)


def test_a_gap_says_what_is_expected(guizhou: Author) -> None:
    first, second, third = guizhou.note(), guizhou.note(), guizhou.note()
    receipts = receive(second, third)
    assert [(r.code, r.expected_seq) for r in receipts] == [("sequence_gap", 1), ("sequence_gap", 1)]
    assert outcomes(receive(first, second, third)) == ["accepted"] * 3


def test_repeating_gives_the_first_answer_for_ever(guizhou: Author) -> None:
    raws = [guizhou.note("a"), guizhou.note("hold me"), guizhou.note("refuse me")]
    first = receive(*raws)
    size = LogHead.objects.get().size
    for days in (0, 30, 3_650):
        again = inbox.receive(GUIZHOU, raws, now=NOW + timedelta(days=days))
        assert [r.outcome for r in again] == ["duplicate"] * 3
        assert [(r.id, r.meaning, r.position, r.code, r.sentence, r.sentence_zh) for r in again] == [
            (r.id, r.outcome, r.position, r.code, r.sentence, r.sentence_zh) for r in first
        ]
    assert LogHead.objects.get().size == size
    assert notes() == ["a"]


def test_the_same_id_with_other_bytes_is_a_conflict(guizhou: Author) -> None:
    statement = guizhou.state()
    receive(statement.raw)
    other = guizhou.state(id=statement.id, body={"subject": "s", "text": "other"})
    (receipt,) = receive(other.raw)
    assert (receipt.code, receipt.stored) == ("conflict", False)
    assert SecurityEvent.objects.filter(code="conflict").count() == 1
    assert Statement.objects.filter(author=GUIZHOU).count() == 1


def test_the_same_id_in_one_batch_is_a_conflict(guizhou: Author) -> None:
    statement = guizhou.state()
    other = guizhou.state(id=statement.id, body={"subject": "s", "text": "other"})
    assert outcomes(receive(statement.raw, other.raw)) == ["accepted", "refused conflict"]


def test_the_id_of_another_authors_statement_is_a_conflict(guizhou: Author, national: OwnKey) -> None:
    (own,) = author([Draft(topic="rule.written", body={"subject": "s"})], now=NOW)
    (receipt,) = receive(guizhou.state(id=str(own.statement_id)).raw)
    assert receipt.code == "conflict"


def test_a_sequence_number_is_used_once(guizhou: Author) -> None:
    receive(guizhou.note())
    (receipt,) = receive(Author(GUIZHOU, guizhou.key).note())
    assert (receipt.code, receipt.stored) == ("sequence_conflict", False)
    assert SecurityEvent.objects.filter(code="sequence_conflict").exists()


def test_a_statement_from_the_future_is_refused(guizhou: Author) -> None:
    receipts = receive(
        guizhou.state(issued_at="2026-03-01T08:05:00Z").raw, guizhou.state(issued_at="2026-03-01T08:05:01Z").raw
    )
    assert outcomes(receipts) == ["accepted", "refused issued_in_future"]


def test_one_bad_item_does_not_spoil_the_batch(guizhou: Author) -> None:
    raws = [guizhou.note(text) for text in ("a", "a text that is longer than its column", "b")]
    receipts = receive(*raws)
    assert outcomes(receipts) == ["accepted", "refused not_storable", "accepted"]
    assert [r.position for r in receipts] == [4, None, 5]
    assert notes() == ["a", "b"]
    assert list(LogEntry.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert Node.objects.get(pk=GUIZHOU).chain_seq == 3


def test_a_topic_name_longer_than_its_column_is_refused(guizhou: Author) -> None:
    name = f"{'a' * 32}.{'b' * 32}"
    assert outcomes(receive(guizhou.state(name).raw)) == ["refused topic_unknown"]
    assert Statement.objects.get(author=GUIZHOU).topic == name[:40]


def test_a_dry_run_says_what_would_follow_and_stores_nothing(guizhou: Author) -> None:
    raws = [guizhou.note("a"), guizhou.note("hold me"), guizhou.note("refuse me")]
    before = Statement.objects.count()
    dry = receive(*raws, dry_run=True)
    assert Statement.objects.count() == before
    assert LogHead.objects.get().size == ENROLMENT
    assert notes() == []
    assert receive(*raws) == dry


def test_receipts_survive_the_wire(guizhou: Author) -> None:
    receipts = receive(guizhou.note("a"), guizhou.note("hold me"), b"rubbish", guizhou.state(seq=9).raw)
    receipts += receive(guizhou.note("z"), Author(GUIZHOU, guizhou.key).note())
    assert [read(receipt.document()) for receipt in receipts] == receipts


@pytest.mark.parametrize(
    "over",
    [
        pytest.param({"outcome": "perhaps"}, id="unknown outcome"),
        pytest.param({"outcome": "duplicate"}, id="duplicate of what"),
        pytest.param({"position": None}, id="accepted without position"),
        pytest.param({"position": "4"}, id="position as text"),
        pytest.param({"id": "x"}, id="no id"),
    ],
)
def test_a_receipt_that_contradicts_itself_is_not_read(over: dict[str, Any]) -> None:
    document = ReceiptValue(id=uuid7(), outcome=Outcome.ACCEPTED, position=4).document()
    with pytest.raises(ProtocolRefused, match="answer_malformed"):
        read(document | over)


# --- held statements and humans


def held_statement(a: Author) -> UUID:
    (receipt,) = receive(a.note("hold me"))
    assert receipt.id is not None
    return receipt.id


def test_an_accepted_held_statement_is_the_very_next_entry(guizhou: Author, hooks: Hooks) -> None:
    held = held_statement(guizhou)
    receive(guizhou.note("later"))
    rule(held, Outcome.ACCEPTED, "Two different cases.", now=NOW)
    settled, statement = LogEntry.objects.order_by("position")[4:6]
    assert settled.statement.topic == "statement.settled"
    assert (statement.statement_id, statement.statement.status) == (held, "logged")
    assert notes() == ["hold me", "later"]
    assert [item.position for item in hooks.settled[-1][1]] == [statement.position]


def test_a_refused_held_statement_never_counts(guizhou: Author) -> None:
    held = held_statement(guizhou)
    rule(held, Outcome.REFUSED, "Liaoning's counts.", now=NOW)
    assert Statement.objects.get(pk=held).status == "refused"
    assert notes() == []
    with pytest.raises(Refused, match="not_held"):
        rule(held, Outcome.ACCEPTED, "x", now=NOW)


def test_a_verdict_on_nothing_is_refused(guizhou: Author) -> None:
    with pytest.raises(Refused, match="statement_unknown"):
        rule(uuid7(), Outcome.ACCEPTED, "x", now=NOW)


@pytest.mark.parametrize("seed", range(5))
def test_any_delivery_leads_to_the_same_log(guizhou: Author, seed: int) -> None:
    """Batches cut anywhere, lost, repeated, out of order: in the end every statement is logged once, in its order."""
    chance = random.Random(seed)
    raws = [guizhou.note(f"note {at:02}") for at in range(30)]
    while Node.objects.get(pk=GUIZHOU).chain_seq < len(raws):
        start = chance.randrange(len(raws))
        batch = raws[start : start + chance.randint(1, 12)]
        if chance.random() < 0.3:
            batch = chance.sample(batch, len(batch))
        if chance.random() < 0.3:
            batch = batch + batch[:2]
        receive(*batch, dry_run=chance.random() < 0.1)
    for at, receipt in enumerate(receive(*raws)):
        assert (receipt.outcome, receipt.position) == ("duplicate", ENROLMENT + 1 + at)
    assert notes() == [f"note {at:02}" for at in range(30)]
    assert LogHead.objects.get().size == ENROLMENT + 30
