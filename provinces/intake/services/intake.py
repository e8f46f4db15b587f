"""Taking a file of cases in: batch by batch, every row answered, counts that add up, safe to break off and to repeat.

A batch is one transaction: the statements, their outbox items and the answers to the rows stand or fall together. A run
that was broken off is found by the digest of its content and goes on where it ended; a run over a file that was
finished before is a new run, in which what is known answers `duplicate` and what was held or refused is tried again.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count

from provinces.files import cells, tables
from provinces.files.models import IntakeFile, IntakeRow
from provinces.files.naming import readable
from provinces.files.reader import Record
from provinces.files.tables import NOTHING_SAID, Said
from provinces.intake import selectors
from provinces.intake.kind import Answer, ReadRow
from provinces.intake.kinds import STATEMENT_KINDS, columns_of
from provinces.intake.services import intake_persons, intake_statements, whole_file
from provinces.intake.services.asking import Client, Code, Enquiry
from provinces.intake.services.intake_statements import Answers, Clerk
from provinces.office import selectors as office_selectors
from sync import admission
from sync.bulk import copy_in
from sync.models import Outcome
from sync.wire.refusals import FormatRefused, Reason

BATCH = 500

type Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is."""

    done: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A finished run: its record with the counts, and whether it went on with one that was broken off."""

    file: IntakeFile
    resumed: bool

    def answers(self) -> Iterator[IntakeRow]:
        """Yield the answers in the order of the rows, a few at a time."""
        return self.file.rows.order_by("number").iterator(chunk_size=BATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Rows with a name and a digest, wherever they come from."""

    name: str
    digest: bytes
    read_as: str = ""
    rows: int
    columns: Sequence[str]
    records: Iterable[Record]
    several: frozenset[Code]
    """Codes that stand beside several people."""


def take_file(
    kind: str,
    file: BinaryIO,
    *,
    name: str,
    acting: str,
    clock: Clock,
    said: Said = NOTHING_SAID,
    national: Client | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Taken:
    """Take in a file, CSV or XLSX, that is open for reading bytes and can be rewound.

    `said` is what the user says of its encoding or sheet; `acting` is who brought it in; `national` is asked for
    lifelong IDs, without it rows that need it are held. Raises FormatRefused, before anything is done, when the file as
    a whole cannot be read; KeyError for no kind.
    """
    with tables.opened(file, columns_of(kind), said) as table:
        source = _Source(
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
    source = _Source(
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
    source: _Source,
    *,
    acting: str,
    clock: Clock,
    national: Client | None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Taken:
    before = selectors.unfinished(kind, source.digest, source.read_as)
    file = before or IntakeFile.objects.create(
        kind=kind,
        name=source.name[-200:],
        digest=source.digest,
        read_as=source.read_as[:60],
        acting=readable(acting)[:150],
        started_at=clock(),
        rows_in=source.rows,
    )
    enquiry = Enquiry(national, division=office_selectors.own_division(), clock=clock)
    done = 0
    for batch in batched(source.records, BATCH):
        _answer(file, source, batch, enquiry, clock())
        done += len(batch)
        on_progress(Progress(done=done, rows=source.rows))
    _finish(file, clock())
    return Taken(file=file, resumed=before is not None)


def _looked_through(kind: str, columns: Sequence[str], records: Iterable[Record]) -> frozenset[Code]:
    """Return what only the whole file shows; only files that say who people are need to be looked through."""
    return whole_file.looked_through(columns, records) if kind not in STATEMENT_KINDS else frozenset()


def _answer(file: IntakeFile, source: _Source, batch: Sequence[Record], enquiry: Enquiry, now: datetime) -> None:
    """Answer the rows of a batch that have no answer yet, and store the answers with what they caused."""
    before = selectors.answered(file, batch[0].number, batch[-1].number)
    open_ = [record for record in batch if record.number not in before]
    if not open_:
        return
    answers: Answers = {
        record.number: Answer(outcome=Outcome.REFUSED, reason=record.refused) for record in open_ if record.refused
    }
    rows = {
        record.number: dict(zip(source.columns, record.cells, strict=True)) for record in open_ if not record.refused
    }
    if file.kind in STATEMENT_KINDS:
        kind = STATEMENT_KINDS[file.kind]
        read_rows, unread = intake_statements.read(kind, rows, enquiry)
        _state(file, Clerk(kind, author=enquiry.division), read_rows, answers | unread, now)
        return
    asked = intake_persons.ask(rows, enquiry, several=source.several, now=now)
    with transaction.atomic():
        _store(file, answers | asked.answers, besides=_lock(file, open_[0].number, open_[-1].number))
        intake_persons.record(asked, now=now)


def _state(file: IntakeFile, clerk: Clerk, read_rows: Sequence[ReadRow], answers: Answers, now: datetime) -> None:
    numbers = [*answers, *(read_row.number for read_row in read_rows)]
    with transaction.atomic():
        # The author's chain is locked before anything is looked up, so that nobody says the same in between.
        admission.lock_nodes([clerk.author])
        taken = _lock(file, min(numbers), max(numbers))
        said = clerk.answer([read_row for read_row in read_rows if read_row.number not in taken], now=now)
        _store(file, answers | said, besides=taken)


def _lock(file: IntakeFile, first: int, last: int) -> set[int]:
    """Lock a run and return which of these rows another process has answered meanwhile."""
    IntakeFile.objects.select_for_update().get(pk=file.pk)
    return selectors.answered(file, first, last)


_COLUMNS = ("file_id", "number", "outcome", "code", "field", "sentence", "sentence_zh", "person", "statement_id")


def _store(file: IntakeFile, answers: Answers, *, besides: Collection[int]) -> None:
    rows = []
    for number, answer in sorted(answers.items()):
        why = answer.reason or Reason(code="")
        if number not in besides:
            words = (why.code, why.field, why.sentence, why.sentence_zh)
            rows.append((file.pk, number, answer.outcome.value, *words, answer.person, answer.statement))
    copy_in(IntakeRow, _COLUMNS, rows)


def _finish(file: IntakeFile, now: datetime) -> None:
    """Count the answers and close the run; the database refuses counts that do not add up."""
    with transaction.atomic():
        _lock(file, 0, 0)
        counts = dict(file.rows.order_by().values_list("outcome").annotate(Count("id")))
        for outcome in Outcome:
            setattr(file, outcome.value, counts.get(outcome.value, 0))
        file.finished_at = now
        file.save(update_fields=["finished_at", *(outcome.value for outcome in Outcome)])
