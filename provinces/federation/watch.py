"""How far each node of a local federation is: read from the nodes' databases, which are the truth."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import psycopg

from provinces.federation import assembly, state
from provinces.federation.errors import NotSettledError
from provinces.federation.state import Document, Federation, Node

_OPEN = ("waiting", "receipted")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One node: its position in the log, how far behind national, what waits to be sent, what went wrong.

    `lag` counts entries; `outbox` counts own statements by state; `verified_at` is UTC.
    """

    division: str
    position: int | None = None
    lag: int | None = None
    outbox: dict[str, int] | None = None
    held: int = 0
    verified_at: str | None = None
    last_error: str = ""

    @property
    def waiting(self) -> int:
        return sum((self.outbox or {}).get(name, 0) for name in _OPEN)

    @property
    def level(self) -> bool:
        return self.lag == 0 and self.waiting == 0


def look(federation: Federation) -> list[Progress]:
    """Read every node's progress. National is read last, so no node is ever shown ahead of it."""
    provinces = [_province(node) for node in federation.provinces.values()]
    national = _national(federation.national)
    if national.position is None:
        return [national, *provinces]
    size = national.position
    return [
        national,
        *(
            Progress(**{**asdict(one), "lag": None if one.position is None else max(0, size - one.position)})
            for one in provinces
        ),
    ]


def _rows(node: Node, *questions: str) -> list[list[tuple[Any, ...]]] | str:
    try:
        with psycopg.connect(node.database_url, connect_timeout=5) as connection:
            return [connection.execute(question).fetchall() for question in questions]
    except psycopg.Error as error:
        return f"database: {error}".strip()


def _national(node: Node) -> Progress:
    rows = _rows(
        node,
        "SELECT size FROM sync_loghead",
        "SELECT count(*) FROM sync_statement WHERE status = 'held'",
    )
    if isinstance(rows, str):
        return Progress(division=node.division, last_error=rows)
    (size,), ((held,),) = rows[0] or [(0,)], rows[1]
    return Progress(division=node.division, position=size[0], lag=0, held=held)


def _province(node: Node) -> Progress:
    rows = _rows(
        node,
        "SELECT position, verified_at, last_error FROM sync_cursor WHERE source = '000000'",
        "SELECT state, count(*) FROM sync_outboxitem GROUP BY state ORDER BY state",
        "SELECT seq, last_error FROM sync_outboxitem WHERE state = 'waiting' AND last_error <> '' ORDER BY seq LIMIT 1",
    )
    if isinstance(rows, str):
        return Progress(division=node.division, last_error=rows)
    cursor, outbox, failing = rows
    position, verified_at, error = cursor[0] if cursor else (0, None, "")
    counts: dict[str, int] = dict(outbox)
    return Progress(
        division=node.division,
        position=position,
        outbox=counts,
        held=counts.get("held", 0),
        verified_at=verified_at.isoformat() if verified_at else None,
        last_error=error or (failing[0][1] if failing else ""),
    )


def settle(
    federation: Federation, timeout: float, report: Callable[[list[Progress]], None] = lambda _: None
) -> list[Progress]:
    """Wait until every outbox is empty and every cursor level with national; return the last look.

    Raises `NotSettledError` after `timeout` seconds, naming who is behind and why.
    """
    deadline = time.monotonic() + timeout
    before: int | None = None
    while True:
        nodes = look(federation)
        report(nodes)
        size = nodes[0].position
        # Twice in a row at the same size: what was in flight between two nodes at the first look has arrived.
        if size is not None and all(node.level for node in nodes):
            if before == size:
                return nodes
            before = size
        else:
            before = None
        if time.monotonic() > deadline:
            behind = "; ".join(
                f"{node.division}: {node.waiting} to send, {node.lag} behind {node.last_error}".strip()
                for node in nodes
                if not node.level
            )
            raise NotSettledError(f"Not settled after {timeout:g} seconds: {behind or 'the log still grows'}")
        time.sleep(0.1)


def status(federation: Federation) -> list[Document]:
    """Everything there is to say about each node: progress, whether it answers, its processes."""
    running = (state.read_json(federation.directory / "processes.json") or {}).get("processes", {})
    by_division = {one.division: one for one in look(federation)}
    return [
        {
            **asdict(by_division[node.division]),
            "name": node.name,
            "base_url": node.base_url,
            "answers": assembly.answers(node),
            "processes": {
                name.partition(" ")[2]: process for name, process in running.items() if name.startswith(node.division)
            },
        }
        for node in federation.nodes
    ]
