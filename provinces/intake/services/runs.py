"""Runs over files: batch by batch, every row answered, counts that add up, safe to break off and to repeat.

A batch is one transaction: the statements, their outbox items and the answers to the rows stand or fall together. A run
that was broken off is found by the digest of its content and goes on where it ended; a run over a file that was
finished before is a new run, in which what is known answers `duplicate` and what was held or refused is tried again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import Count

from provinces.files.models import IntakeFile, IntakeRow
from provinces.files.naming import readable
from provinces.files.reader import Record
from provinces.intake import selectors
from provinces.intake.kind import Answer, ReadRow
from provinces.intake.kinds import STATEMENT_KINDS
from provinces.intake.services import intake_persons, intake_statements
from provinces.intake.services.asking import Client, Code, Enquiry
from provinces.intake.services.intake_statements import Answers, Clerk
from provinces.office import selectors as office_selectors
from sync import admission
from sync.bulk import copy_in
from sync.models import Outcome, Proposal
from sync.wire.refusals import Reason, reason

BATCH = 500

type Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is."""

    done: int
    rows: int


type OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A finished run: its record with the counts, and whether it went on with one that was broken off.

    Where the rows bind somebody it was a rehearsal, and `proposal` waits for a second account.
    """

    file: IntakeFile
    resumed: bool
    proposal: Proposal | None = None

    def answers(self) -> Iterator[IntakeRow]:
        """Yield the answers in the order of the rows, a few at a time."""
        return self.file.rows.order_by("number").iterator(chunk_size=BATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Rows with a name and a digest, wherever they come from."""

    name: str
    digest: bytes
    read_as: str = ""
    rows: int
    columns: Sequence[str]
    records: Iterable[Record]
    several: frozenset[Code] = frozenset()
    """Codes that stand beside several people."""


def run(
    kind: str,
    source: Source,
    *,
    acting: str,
    clock: Clock,
    national: Client | None,
    on_progress: OnProgress = lambda progress: None,
    proposal: Proposal | None = None,
    shown: Mapping[int, Answer] | None = None,
) -> Taken:
    """Answer every row. Where rows bind somebody, only those are accepted that were `shown` so to who approved them."""
    before = selectors.unfinished(kind, source.digest, source.read_as, proposal)
    file = before or begin(kind, source, acting=acting, now=clock(), proposal=proposal)
    enquiry = Enquiry(national, division=office_selectors.own_division(), clock=clock)
    done = 0
    for batch in batched(source.records, BATCH):
        _answer(file, source, batch, enquiry, clock(), shown or {})
        done += len(batch)
        on_progress(Progress(done=done, rows=source.rows))
    finish(file, clock())
    return Taken(file=file, resumed=before is not None)


def begin(
    kind: str,
    source: Source,
    *,
    acting: str,
    now: datetime,
    proposal: Proposal | None = None,
    rehearsed: bool = False,
) -> IntakeFile:
    """Record that a run begins."""
    return IntakeFile.objects.create(
        kind=kind,
        name=source.name[-200:],
        digest=source.digest,
        read_as=source.read_as[:60],
        acting=readable(acting)[:150],
        started_at=now,
        rows_in=source.rows,
        proposal=proposal,
        rehearsed=rehearsed,
    )


def rows_of(source: Source, records: Iterable[Record]) -> tuple[dict[int, dict[str, str]], Answers]:
    """Return the rows that could be read by number, and the answers to the others."""
    rows: dict[int, dict[str, str]] = {}
    answers: Answers = {}
    for record in records:
        if record.refused:
            answers[record.number] = Answer(outcome=Outcome.REFUSED, reason=record.refused)
        else:
            rows[record.number] = dict(zip(source.columns, record.cells, strict=True))
    return rows, answers


def _answer(
    file: IntakeFile,
    source: Source,
    batch: Sequence[Record],
    enquiry: Enquiry,
    now: datetime,
    shown: Mapping[int, Answer],
) -> None:
    """Answer the rows of a batch that have no answer yet, and store the answers with what they caused."""
    before = selectors.answered(file, batch[0].number, batch[-1].number)
    open_ = [record for record in batch if record.number not in before]
    if not open_:
        return
    said = {record.number: shown[record.number] for record in open_ if record.number in shown}
    answers = {number: answer for number, answer in said.items() if answer.outcome is Outcome.REFUSED}
    rows, unreadable = rows_of(source, (record for record in open_ if record.number not in answers))
    answers |= unreadable
    if file.kind in STATEMENT_KINDS:
        kind = STATEMENT_KINDS[file.kind]
        read_rows, unread = intake_statements.read(kind, rows, enquiry)
        clerk = Clerk(kind, author=enquiry.division, proposal=file.proposal_id)
        _state(file, clerk, read_rows, answers | unread, said, now)
        return
    asked = intake_persons.ask(rows, enquiry, several=source.several, now=now)
    with transaction.atomic():
        store(file, answers | asked.answers, besides=_lock(file, open_[0].number, open_[-1].number))
        intake_persons.record(asked, now=now)


def _state(
    file: IntakeFile,
    clerk: Clerk,
    read_rows: Sequence[ReadRow],
    answers: Answers,
    shown: Mapping[int, Answer],
    now: datetime,
) -> None:
    numbers = [*answers, *(read_row.number for read_row in read_rows)]
    with transaction.atomic():
        # The author's chain is locked before anything is looked up, so that nobody says the same in between.
        admission.lock_nodes([clerk.author])
        taken = _lock(file, min(numbers), max(numbers))
        said = _answered(clerk, [read_row for read_row in read_rows if read_row.number not in taken], shown, now)
        store(file, answers | said, besides=taken)


def _answered(clerk: Clerk, read_rows: Sequence[ReadRow], shown: Mapping[int, Answer], now: datetime) -> Answers:
    """Return what became of rows. What would be accepted now, and was not shown so to who approved it, is refused."""
    with transaction.atomic():
        said = clerk.answer(read_rows, now=now)
        more = {number for number, answer in said.items() if _is_more(answer, shown.get(number))}
        if more:
            transaction.set_rollback(True)
    if not more:
        return said
    others = _answered(clerk, [each for each in read_rows if each.number not in more], shown, now)
    why = reason("changed_since_seen")
    return others | {number: Answer(outcome=Outcome.REFUSED, reason=why) for number in more}


def _is_more(answer: Answer, shown: Answer | None) -> bool:
    return answer.outcome is Outcome.ACCEPTED and shown is not None and shown.outcome is not Outcome.ACCEPTED


def _lock(file: IntakeFile, first: int, last: int) -> set[int]:
    """Lock a run and return which of these rows another process has answered meanwhile."""
    IntakeFile.objects.select_for_update().get(pk=file.pk)
    return selectors.answered(file, first, last)


_COLUMNS = ("file_id", "number", "outcome", "code", "field", "sentence", "sentence_zh", "person", "statement_id")


def store(file: IntakeFile, answers: Answers, *, besides: Collection[int] = ()) -> None:
    """Store the answers to rows, besides those that have one."""
    rows = []
    for number, answer in sorted(answers.items()):
        why = answer.reason or Reason(code="")
        if number not in besides:
            words = (why.code, why.field, why.sentence, why.sentence_zh)
            rows.append((file.pk, number, answer.outcome.value, *words, answer.person, answer.statement))
    copy_in(IntakeRow, _COLUMNS, rows)


def finish(file: IntakeFile, now: datetime) -> None:
    """Count the answers and close the run; the database refuses counts that do not add up."""
    with transaction.atomic():
        _lock(file, 0, 0)
        counts = dict(file.rows.order_by().values_list("outcome").annotate(Count("id")))
        for outcome in Outcome:
            setattr(file, outcome.value, counts.get(outcome.value, 0))
        file.finished_at = now
        file.save(update_fields=["finished_at", *(outcome.value for outcome in Outcome)])
