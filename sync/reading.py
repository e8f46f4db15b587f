"""Reading ahead: the next page of national's log is fetched and read while the last one is being applied."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Self

from sync import log
from sync.client import NationalClient
from sync.pages import Page
from sync.wire.refusals import NotAccepted


class ReadingAhead:
    """Asks like the client it is given, which nobody else may use meanwhile; a context manager.

    Only a reader that is behind reads ahead. Entries never change, so a page fetched earlier is the page; what is
    applied is verified all the same.
    """

    def __init__(self, client: NationalClient) -> None:
        self._client = client
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="payqual-read")
        self._ahead: tuple[int, Future[Page]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)

    def get_log(self, after: int, *, limit: int = log.MAX_LIMIT, wait: int = 0) -> Page:
        """Return the page after a cursor, as `NationalClient.get_log` does. Raises NotAccepted."""
        page = self._fetched(after) or self._client.get_log(after, limit=limit, wait=wait)
        if page.entries and page.last < page.size:
            self._ahead = (page.last, self._thread.submit(self._client.get_log, page.last, limit=limit))
        return page

    def _fetched(self, after: int) -> Page | None:
        """Return the page fetched ahead, if it is the one that is asked for now. Raises NotAccepted."""
        if self._ahead is None:
            return None
        (expected, fetching), self._ahead = self._ahead, None
        if expected == after:
            return fetching.result()
        # The reader went back: it must not ask while the connection is in use.
        with suppress(NotAccepted):
            fetching.result()
        return None
