"""Sending the outbox: when an item goes out again, when it is finished, and what a restored national does to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from sync import outbox
from sync.models import Cursor, Node, OutboxItem, Outcome, SecurityEvent, Statement
from sync.outbox import Due
from sync.receipts import ReceiptValue, refusal
from sync.wire.refusals import reason
from tests.sync.conftest import NOW, Author, Federation, Hooks
from tests.sync.test_follower import follow
from tests.sync.test_outbox import note, notes


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def seqs(items: Sequence[Due]) -> list[int]:
    return [item.seq for item in items]


def accepted(item: Due, position: int) -> ReceiptValue:
    return ReceiptValue(id=item.statement_id, outcome=Outcome.ACCEPTED, position=position)


def answered(item: Due, outcome: Outcome, **more: Any) -> ReceiptValue:
    return ReceiptValue(id=item.statement_id, outcome=outcome, code="member_malformed", sentence="No.", **more)


def gap(item: Due, expected: int) -> ReceiptValue:
    return refusal(reason("sequence_gap", "seq"), statement_id=item.statement_id, expected_seq=expected)


def state(count: int) -> list[Due]:
    outbox.author([note(f"note {at}") for at in range(count)], now=NOW)
    return outbox.due(100, NOW)


def states() -> list[str]:
    return list(OutboxItem.objects.order_by("seq").values_list("state", flat=True))


def test_what_waits_goes_out_in_order_and_in_batches(province: Author) -> None:
    assert seqs(state(5)) == [1, 2, 3, 4, 5]
    assert seqs(outbox.due(2, NOW)) == [1, 2]


def test_a_receipt_only_slows_down(province: Author) -> None:
    sent = state(2)
    now = NOW
    for attempt, seconds in enumerate((60, 120, 240, 480, 960, 1_920, 3_600, 3_600)):
        receipts = [accepted(item, 10 + at) for at, item in enumerate(sent)]
        assert outbox.record_receipts(sent, receipts, now=now) == 2
        assert states() == ["receipted"] * 2
        assert OutboxItem.objects.first().attempts == attempt + 1  # type: ignore[union-attr]
        assert outbox.due(10, now + timedelta(seconds=seconds - 1)) == []
        now += timedelta(seconds=seconds)
        assert seqs(outbox.due(10, now)) == [1, 2]
    assert set(Statement.objects.values_list("status", flat=True)) == {"pending"}


def test_what_national_still_holds_is_not_missing(province: Author) -> None:
    sent = state(2)
    outbox.record_receipts(sent, [accepted(sent[0], 41), accepted(sent[1], 42)], now=NOW)
    Cursor.objects.update(position=30, national_position=41)
    # 41 is about to be read; 42 is beyond what national is known to have: it may have been restored.
    assert seqs(outbox.due(10, after(61))) == [2]
    Cursor.objects.update(position=41, national_position=41)
    assert seqs(outbox.due(10, after(61))) == [1, 2]


def test_a_refused_statement_never_counts(province: Author, hooks: Hooks) -> None:
    sent = state(3)
    hooks.settled.clear()
    receipts = [accepted(sent[0], 10), answered(sent[1], Outcome.REFUSED), accepted(sent[2], 11)]
    outbox.record_receipts(sent, receipts, now=NOW)
    assert states() == ["receipted", "refused", "receipted"]
    item = OutboxItem.objects.get(seq=2)
    assert (item.code, item.sentence, item.statement.status) == ("member_malformed", "No.", "refused")
    assert [item.id for _, items in hooks.settled for item in items] == [sent[1].statement_id]
    assert seqs(outbox.due(10, after(10_000))) == [1, 3]


def test_a_held_statement_has_no_effect_and_is_asked_for_again(province: Author, hooks: Hooks) -> None:
    sent = state(1)
    hooks.settled.clear()
    outbox.record_receipts(sent, [answered(sent[0], Outcome.HELD)], now=NOW)
    assert states() == ["held"]
    assert Statement.objects.get().status == "held"
    assert len(hooks.settled) == 1
    assert seqs(outbox.due(10, after(61))) == [1]


def test_what_the_own_node_held_and_national_accepts_comes_into_force(province: Author) -> None:
    outbox.author([note("hold me")], now=NOW)
    assert notes() == []
    sent = outbox.due(10, NOW)
    outbox.record_receipts(sent, [accepted(sent[0], 10)], now=NOW)
    assert Statement.objects.get().status == "pending"
    assert notes() == ["hold me"]


@pytest.mark.parametrize("first", list(outbox._STATE))
def test_a_duplicate_says_what_the_first_answer_said(province: Author, first: Outcome) -> None:
    sent = state(1)
    position = 10 if first == Outcome.ACCEPTED else None
    receipt = answered(sent[0], Outcome.DUPLICATE, first=first, position=position)
    outbox.record_receipts(sent, [receipt], now=NOW)
    assert states() == [outbox._STATE[first]]


def test_what_national_does_not_store_holds_up_the_chain(province: Author) -> None:
    sent = state(3)
    receipts = [refusal(reason("key_revoked", "kid"), statement_id=sent[0].statement_id)]
    receipts += [gap(item, 1) for item in sent[1:]]
    assert outbox.record_receipts(sent, receipts, now=NOW) == 0
    assert states() == ["waiting"] * 3
    assert OutboxItem.objects.get(seq=1).last_error.startswith("key_revoked: ")
    assert outbox.due(10, after(59)) == []
    assert seqs(outbox.due(10, after(60))) == [1, 2, 3]
    assert set(Statement.objects.values_list("status", flat=True)) == {"pending"}


def test_an_entry_seen_in_the_feed_is_finished_whatever_receipts_say(federation: Federation) -> None:
    follow(federation)
    sent = state(2)
    for item in sent:
        federation.entries.append((item.raw, federation.own.division, True))
    follow(federation)
    assert states() == ["finished"] * 2
    outbox.record_receipts(sent, [accepted(sent[0], 6), answered(sent[1], Outcome.REFUSED)], now=NOW)
    assert states() == ["finished"] * 2
    assert set(Statement.objects.filter(author="520000").values_list("status", flat=True)) == {"logged"}
    assert outbox.due(10, after(100_000)) == []


def test_a_national_restored_to_an_older_state_gets_everything_again(federation: Federation, hooks: Hooks) -> None:
    """Acknowledged, not yet seen in the feed, lost by the restore: the case that loses decisions elsewhere."""
    follow(federation)
    sent = state(4)
    outbox.record_receipts(sent, [accepted(item, 6 + at) for at, item in enumerate(sent)], now=NOW)
    # National is restored to before all of them; others write, and our cursor passes the positions we were told.
    for at in range(5):
        federation.note(f"other {at}")
    follow(federation)
    again = outbox.due(10, after(61))
    assert [item.raw for item in again] == [item.raw for item in sent]
    for item in again:
        federation.entries.append((item.raw, federation.own.division, True))
    outbox.record_receipts(again, [accepted(item, 11 + at) for at, item in enumerate(again)], now=after(61))
    follow(federation)
    assert states() == ["finished"] * 4


def test_a_national_that_forgot_an_earlier_part_of_the_chain_gets_it_again(province: Author) -> None:
    sent = state(4)
    receipts = [
        accepted(sent[0], 6),
        answered(sent[1], Outcome.REFUSED),
        answered(sent[2], Outcome.HELD),
        accepted(sent[3], 7),
    ]
    outbox.record_receipts(sent, receipts, now=NOW)
    outbox.author([note("fifth")], now=after(1))
    fifth = outbox.due(10, after(1))
    assert seqs(fifth) == [5]
    outbox.record_receipts(fifth, [gap(fifth[0], 2)], now=after(2))
    again = outbox.due(10, after(2))
    assert seqs(again) == [2, 3, 4, 5]
    assert [item.raw for item in again[:3]] == [item.raw for item in sent[1:]]
    assert SecurityEvent.objects.get().code == "sent_again"
    # What was refused before may be judged otherwise by a national that has forgotten why.
    outbox.record_receipts(again, [accepted(item, 20 + at) for at, item in enumerate(again)], now=after(3))
    assert set(Statement.objects.values_list("status", flat=True)) == {"pending"}


def test_a_gap_that_this_node_cannot_fill_is_told(province: Author) -> None:
    """The own database was restored, and another copy went on in its place."""
    Node.objects.filter(pk="520000").update(chain_seq=7)
    sent = state(1)
    outbox.record_receipts(sent, [gap(sent[0], 5)], now=NOW)
    assert SecurityEvent.objects.get().code == "own_chain_lost"
    assert states() == ["waiting"]


def test_counts_tell_every_state(province: Author) -> None:
    assert outbox.counts() == {"waiting": 0, "receipted": 0, "finished": 0, "held": 0, "refused": 0}
    sent = state(3)
    outbox.record_receipts(sent[:2], [accepted(sent[0], 6), answered(sent[1], Outcome.REFUSED)], now=NOW)
    assert outbox.counts() == {"waiting": 1, "receipted": 1, "finished": 0, "held": 0, "refused": 1}
