"""Positions under concurrency: no gap, and no reader passes a position that commits later."""

import random
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from sync import inbox, log, merkle_store
from sync.keys import OwnKey
from sync.listen import connect
from sync.log import NewEntry
from sync.models import LogEntry, LogHead, MerkleNode
from sync.wire import merkle
from tests.sync.conftest import NOW, Author, enrol

WRITERS = 16
DIVISIONS = [f"{code}0000" for code in (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41)]


def in_threads(*works: Callable[[], None]) -> None:
    """Run works side by side; the first failure is raised."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class Reader:
    """Reads with a cursor, as a follower does, and writes down what it was given."""

    def __init__(self, question: str) -> None:
        self._question = question
        self.seen: list[int] = []
        self.stop = threading.Event()

    def __call__(self) -> None:
        after = 0
        with connect() as own:
            while True:
                last = self.stop.is_set()
                rows = own.execute(self._question, [after]).fetchall()
                for (position,) in rows:
                    self.seen.append(position)
                    after = max(after, position)
                if last and not rows:
                    return


def leaf(number: int) -> bytes:
    return merkle.leaf_hash(str(number).encode())


def test_positions_have_no_gap_and_are_read_in_the_order_of_commits(committed_national: OwnKey) -> None:
    def write(seed: int) -> None:
        chance = random.Random(seed)
        for at in range(12):
            try:
                with transaction.atomic():
                    count = chance.randint(1, 3)
                    log.append(
                        [NewEntry(statement_id=None, leaf=leaf(seed * 100 + at), published=True)] * count, now=NOW
                    )
                    time.sleep(chance.choice([0, 0, 0.002]))
                    if chance.random() < 0.1:
                        raise TimeoutError
            except TimeoutError:
                pass

    reader = Reader("SELECT position FROM sync_logentry WHERE position > %s ORDER BY position")
    reading = threading.Thread(target=reader)
    reading.start()
    in_threads(*(lambda seed=seed: write(seed) for seed in range(WRITERS)))
    reader.stop.set()
    reading.join()
    size = LogHead.objects.get().size
    assert size > WRITERS * 12
    assert list(LogEntry.objects.values_list("position", flat=True)) == list(range(1, size + 1))
    assert reader.seen == list(range(1, size + 1))
    frontier = merkle.Frontier()
    frontier.extend(bytes(found) for found in LogEntry.objects.values_list("leaf", flat=True))
    assert merkle_store.head() == frontier
    assert MerkleNode.objects.count() == size - size.bit_count()


def test_a_sequence_would_lose_entries(committed_national: OwnKey) -> None:
    """The naive variant fails under the same load: the test above can tell."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS tests_naive (position bigserial PRIMARY KEY)")

    def write(seed: int) -> None:
        chance = random.Random(seed)
        with connect() as own:
            for _ in range(40):
                try:
                    with own.transaction():
                        own.execute("INSERT INTO tests_naive DEFAULT VALUES")
                        time.sleep(chance.choice([0, 0.001, 0.004]))
                        if chance.random() < 0.1:
                            raise TimeoutError
                except TimeoutError:
                    pass

    reader = Reader("SELECT position FROM tests_naive WHERE position > %s ORDER BY position")
    reading = threading.Thread(target=reader)
    reading.start()
    in_threads(*(lambda seed=seed: write(seed) for seed in range(WRITERS)))
    reader.stop.set()
    reading.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT position FROM tests_naive ORDER BY position")
        stored = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE tests_naive")
    assert set(stored) - set(reader.seen), "nothing was lost: the load is not hostile enough"
    assert stored != list(range(1, len(stored) + 1)), "there was no gap"


def test_sixteen_provinces_send_at_once(committed_national: OwnKey) -> None:
    authors = [Author(division) for division in DIVISIONS]
    for author in authors:
        enrol(author, committed_national.kid)
    batches = {a.division: [[a.note(f"{a.division} {b}/{at}") for at in range(5)] for b in range(4)] for a in authors}
    positions: list[int | None] = []

    def send(division: str) -> None:
        for batch in batches[division]:
            receipts = inbox.receive(division, batch, now=NOW)
            # Sent again at once, as after a lost answer.
            again = inbox.receive(division, batch, now=NOW)
            assert [r.position for r in again] == [r.position for r in receipts]
            positions.extend(receipt.position for receipt in receipts)

    in_threads(*(lambda division=division: send(division) for division in DIVISIONS))
    enrolments = 1 + 2 * WRITERS
    count = WRITERS * 4 * 5
    assert sorted(p for p in positions if p) == list(range(enrolments + 1, enrolments + count + 1))
    assert LogHead.objects.get().size == enrolments + count


def test_the_same_batch_in_parallel_is_taken_once(committed_national: OwnKey) -> None:
    author = Author("520000")
    enrol(author, committed_national.kid)
    raws = [author.note(str(at)) for at in range(20)]
    answers: list[Any] = []
    in_threads(*(lambda: answers.append(inbox.receive("520000", raws, now=NOW)) for _ in range(8)))
    assert sorted(answer[0].outcome for answer in answers) == ["accepted"] + ["duplicate"] * 7
    assert {tuple(receipt.position for receipt in answer) for answer in answers} == {tuple(range(4, 24))}


def test_two_nodes_using_one_id_are_told_apart(committed_national: OwnKey) -> None:
    first, second = Author("520000"), Author("210000")
    for author in (first, second):
        enrol(author, committed_national.kid)
    pairs = []
    for _ in range(10):
        statement = first.state()
        pairs.append((statement.raw, second.state(id=statement.id).raw))
    outcomes: list[str] = []

    def send(author: Author, at: int) -> None:
        for pair in pairs:
            (receipt,) = inbox.receive(author.division, [pair[at]], now=NOW)
            outcomes.append(f"{receipt.outcome} {receipt.code}".strip())

    in_threads(lambda: send(first, 0), lambda: send(second, 1))
    assert len(outcomes) == 20
    # Whoever comes first has the id; the other's chain then stands still, which is told as well.
    assert set(outcomes) <= {"accepted", "refused conflict", "refused sequence_gap"}
    assert outcomes.count("accepted") >= 10 or "refused conflict" in outcomes


@pytest.mark.parametrize("statement", ["TRUNCATE sync_logentry CASCADE", "DELETE FROM sync_logentry"])
def test_evidence_cannot_be_removed(committed_national: OwnKey, statement: str) -> None:
    with connect() as own, pytest.raises(psycopg.Error):
        own.execute(statement)
    assert LogHead.objects.get().size == 1
