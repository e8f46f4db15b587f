"""Taking a file of cases in, by an account of this node that handles cases.

What binds nobody is taken in at once. Where the rows bind somebody (decisions, say) the file is rehearsed and proposed
with the answers to its rows; another account approves it, and then just that is carried out.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from provinces.files import cells, tables
from provinces.files.naming import readable
from provinces.files.reader import Record
from provinces.files.tables import NOTHING_SAID, Said
from provinces.intake.kinds import STATEMENT_KINDS, columns_of
from provinces.intake.services import proposing, runs, whole_file
from provinces.intake.services.asking import Client, Code
from provinces.intake.services.proposing import must_handle
from provinces.intake.services.runs import Clock, OnProgress, Source, Taken
from sync.wire.refusals import FormatRefused


def take_file(
    kind: str,
    file: BinaryIO,
    *,
    name: str,
    acting: str,
    clock: Clock,
    said: Said = NOTHING_SAID,
    national: Client | None = None,
    on_progress: OnProgress = lambda progress: None,
) -> Taken:
    """Take in a file, CSV or XLSX, that is open for reading bytes and can be rewound.

    `said` is what the user says of its encoding or sheet; `acting` is who brought it in; `national` is asked for
    lifelong IDs, without it rows that need it are held. Raises FormatRefused, before anything is done, when the file as
    a whole cannot be read, or the account may not bring it in; KeyError for no kind.
    """
    with tables.opened(file, columns_of(kind), said) as table:
        source = Source(
            name=readable(name),
            digest=table.digest,
            read_as=table.read_as,
            rows=table.rows,
            columns=table.columns,
            records=table.records(),
            several=_looked_through(kind, table.columns, table.records()),
        )
        return _take(kind, source, acting=acting, clock=clock, national=national, on_progress=on_progress)


def take(
    kind: str,
    rows: Iterable[Mapping[str, str]],
    *,
    acting: str,
    now: datetime,
    name: str = "",
    national: Client | None = None,
) -> Taken:
    """Take in rows given as mappings from column to text, exactly as a file of them would be.

    Columns left out are empty. Raises FormatRefused for unknown columns, KeyError for no kind.
    """
    given = [dict(row) for row in rows]
    columns = cells.names(columns_of(kind))
    unknown = sorted({column for row in given for column in row} - set(columns))
    if unknown:
        raise FormatRefused.because("columns_unknown", columns=", ".join(unknown), expected=",".join(columns))
    text = json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    records = [
        Record(number=number, line=number, cells=tuple(row.get(column, "") for column in columns))
        for number, row in enumerate(given, start=1)
    ]
    source = Source(
        name=name or kind,
        digest=hashlib.sha256(text.encode(errors="surrogatepass")).digest(),
        rows=len(given),
        columns=columns,
        records=records,
        several=_looked_through(kind, columns, records),
    )
    return _take(kind, source, acting=acting, clock=lambda: now, national=national)


def open_file(path: Path) -> BinaryIO:
    """Open a file to be taken in. Raises FormatRefused."""
    try:
        if not path.is_file():
            raise FormatRefused.because("file_unreadable", why="not a file" if path.exists() else "no such file")
        return path.open("rb")
    except OSError as error:
        raise FormatRefused.because("file_unreadable", why=error.strerror or "unknown error") from error


def _take(
    kind: str,
    source: Source,
    *,
    acting: str,
    clock: Clock,
    national: Client | None,
    on_progress: OnProgress = lambda progress: None,
) -> Taken:
    must_handle(acting)
    take_in = proposing.propose if kind in STATEMENT_KINDS and STATEMENT_KINDS[kind].binds else runs.run
    return take_in(kind, source, acting=acting, clock=clock, national=national, on_progress=on_progress)


def _looked_through(kind: str, columns: Sequence[str], records: Iterable[Record]) -> frozenset[Code]:
    """Return what only the whole file shows; only files that say who people are need to be looked through."""
    return whole_file.looked_through(columns, records) if kind not in STATEMENT_KINDS else frozenset()
