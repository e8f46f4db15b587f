"""Reading ahead: what is asked for, when, and what becomes of a page nobody wants."""

import threading

import pytest

from sync.pages import Entry, Page
from sync.reading import ReadingAhead
from sync.wire.refusals import ProtocolRefused


class Log:
    """Answers like a client on a log of so many entries; fails after the cursors it is told."""

    def __init__(self, size: int, fails_after: frozenset[int] = frozenset()) -> None:
        self.size, self.fails_after = size, fails_after
        self.asked: list[tuple[int, int]] = []
        self.threads: set[str] = set()

    def get_log(self, after: int, *, limit: int, wait: int = 0) -> Page:
        self.asked.append((after, wait))
        self.threads.add(threading.current_thread().name.rpartition("_")[0])
        if after in self.fails_after:
            raise ProtocolRefused.because("national_unreachable")
        entries = range(after + 1, min(self.size, after + limit) + 1)
        found = tuple(Entry(position=position, leaf=b"", raw=None) for position in entries)
        return Page(after=after, entries=found, checkpoint="", size=self.size)


def test_the_next_page_is_fetched_before_it_is_asked_for() -> None:
    log = Log(25)
    with ReadingAhead(log) as reader:
        first = reader.get_log(0, limit=10, wait=25)
        assert reader.get_log(first.last, limit=10, wait=25).last == 20
        assert reader.get_log(20, limit=10, wait=25).last == 25
        assert log.asked == [(0, 25), (10, 0), (20, 0)]
        assert log.threads == {"", "payqual-read"}


def test_a_reader_that_is_level_asks_when_it_is_told_to() -> None:
    log = Log(5)
    with ReadingAhead(log) as reader:
        reader.get_log(0, limit=10)
        assert reader.get_log(5, limit=10, wait=25).entries == ()
    assert log.asked == [(0, 0), (5, 25)]


def test_a_page_that_is_not_asked_for_is_forgotten() -> None:
    log = Log(30)
    with ReadingAhead(log) as reader:
        reader.get_log(0, limit=10)
        assert reader.get_log(0, limit=10).last == 10
    assert [after for after, _ in log.asked][:3] == [0, 10, 0]


def test_a_failure_ahead_is_raised_when_the_page_is_asked_for() -> None:
    log = Log(20, fails_after=frozenset({10}))
    with ReadingAhead(log) as reader:
        assert reader.get_log(0, limit=10).last == 10
        with pytest.raises(ProtocolRefused):
            reader.get_log(10, limit=10)
        log.fails_after = frozenset()
        assert reader.get_log(10, limit=10).last == 20
