"""Stating facts: signed, chained, stored, applied and queued in one transaction."""

from hashlib import sha256

import pytest
from django.db import connection

from sync import log, outbox
from sync.keys import OwnKey
from sync.models import LogEntry, LogHead, Node, OutboxItem, Outcome, Statement
from sync.outbox import Draft
from sync.wire import checkpoint, merkle
from sync.wire import statement as wire
from sync.wire.refusals import ProtocolRefused
from tests.sync.conftest import GUIZHOU, NOW, Author, Hooks


def note(text: str = "t", subject: str = "s", **more: object) -> Draft:
    return Draft(topic="note.written", body={"subject": subject, "text": text, **more})


def notes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM tests_note ORDER BY text")
        return [row[0] for row in cursor.fetchall()]


def test_statements_are_signed_and_chained(province: Author, own_key: OwnKey) -> None:
    authored = outbox.author([note("a"), note("b"), note("c")], now=NOW)
    assert [one.outcome for one in authored] == [Outcome.ACCEPTED] * 3
    statements = [wire.parse(bytes(raw)) for raw in Statement.objects.values_list("raw", flat=True)]
    assert [statement.seq for statement in statements] == [1, 2, 3]
    assert [statement.prev for statement in statements] == [
        wire.GENESIS_PREV,
        sha256(statements[0].raw).hexdigest(),
        sha256(statements[1].raw).hexdigest(),
    ]
    assert all(wire.verify(statement, own_key.suite, own_key.public) for statement in statements)
    node = Node.objects.get(pk=GUIZHOU)
    assert (node.chain_seq, node.chain_digest) == (3, sha256(statements[2].raw).hexdigest())


def test_a_province_queues_and_applies_at_once(province: Author, hooks: Hooks) -> None:
    outbox.author([note("a", "x"), note("b", "y")], now=NOW)
    assert notes() == ["a", "b"]
    assert set(Statement.objects.values_list("status", flat=True)) == {"pending"}
    assert list(OutboxItem.objects.values_list("seq", "state", "attempts")) == [(1, "waiting", 0), (2, "waiting", 0)]
    assert not LogEntry.objects.exists()
    assert hooks.locked == [{"x", "y"}]
    subjects, items = hooks.settled[0]
    assert subjects == {"x", "y"}
    assert [(item.position, item.seq) for item in items] == [(None, 1), (None, 2)]


def test_what_is_refused_leaves_no_hole(province: Author) -> None:
    drafts = [
        note("a"),
        note("refuse me"),
        Draft(topic="note.written", body={}),
        Draft(topic="no.such", body={}),
        Draft(topic="rule.written", body={"subject": "s"}),
        Draft(topic="note.written", body={"subject": "s", "text": "x" * 17_000}),
        Draft(topic="note.written", body={"subject": "s", "text": 0.5}),
        note("a text that is longer than its column"),
        note("b"),
    ]
    authored = outbox.author(drafts, now=NOW)
    assert [one.reason.code if one.reason else "" for one in authored] == [
        "",
        "member_malformed",
        "member_missing",
        "topic_unknown",
        "topic_not_allowed",
        "body_too_large",
        "float_forbidden",
        "not_storable",
        "",
    ]
    assert [one.outcome for one in authored] == ["accepted", *["refused"] * 7, "accepted"]
    assert list(Statement.objects.values_list("seq", flat=True)) == [1, 2]
    assert notes() == ["a", "b"]


def test_what_the_own_node_holds_is_sent_but_has_no_effect(province: Author, hooks: Hooks) -> None:
    (authored,) = outbox.author([note("hold me")], now=NOW)
    assert authored.outcome == Outcome.HELD
    assert Statement.objects.get().status == "held"
    assert OutboxItem.objects.get().code == "member_malformed"
    assert notes() == []
    assert hooks.settled == []
    assert [one.seq for one in outbox.due(10, NOW)] == [1]


def test_national_logs_at_once(national: OwnKey) -> None:
    rules = [Draft(topic="rule.written", body={"subject": "s", "text": text}) for text in "abc"]
    outbox.author(rules, now=NOW)
    assert not OutboxItem.objects.exists()
    # Its own enrolment is the first entry.
    assert list(LogEntry.objects.values_list("position", flat=True)) == [1, 2, 3, 4]
    leaves = [merkle.leaf_hash(bytes(raw)) for raw in Statement.objects.order_by("seq").values_list("raw", flat=True)]
    assert [bytes(leaf) for leaf in LogEntry.objects.values_list("leaf", flat=True)] == leaves
    frontier = merkle.Frontier()
    frontier.extend(leaves)
    note = log.current_checkpoint()
    found = checkpoint.verify(note, name=log.ORIGIN, suite=national.suite, public_key=national.public)
    assert (found.size, found.root) == (4, frontier.root())
    assert LogHead.objects.get().size == 4


def test_a_node_without_identity_states_nothing(own_key: OwnKey, db: None) -> None:
    with pytest.raises(ProtocolRefused, match="node_identity_missing"):
        outbox.author([note()], now=NOW)


def test_an_empty_batch_is_nothing(province: Author) -> None:
    assert outbox.author([], now=NOW) == []
    assert outbox.author([note("refuse me")], now=NOW)[0].outcome == Outcome.REFUSED
    assert Node.objects.get(pk=GUIZHOU).chain_seq == 0
