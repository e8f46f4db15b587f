"""Reading runs over files: which was broken off, which rows have their answer, what the report says."""

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import Count

from provinces.files.models import IntakeFile, IntakeRow
from registry.words import lifelong_id
from sync.models import Outcome, Proposal


def unfinished(kind: str, digest: bytes, read_as: str, proposal: Proposal | None) -> IntakeFile | None:
    """Return the run over this content, read as this, by this proposal, that was broken off, if there is one."""
    # Runs from before there was a choice say nothing of how they were read.
    runs = IntakeFile.objects.filter(kind=kind, digest=digest, read_as__in=(read_as, ""), finished_at=None)
    return runs.filter(proposal=proposal, rehearsed=False).order_by("-id").first()


def answered(file: IntakeFile, first: int, last: int) -> set[int]:
    """Return which rows of a run, from the first number to the last, have their answer."""
    rows = IntakeRow.objects.filter(file=file, number__gte=first, number__lte=last)
    return set(rows.order_by().values_list("number", flat=True))


def reasons(file: IntakeFile) -> dict[str, int]:
    """Return how many rows of a run have which reason, the most frequent first."""
    rows = IntakeRow.objects.filter(file=file).exclude(code="").order_by().values_list("code")
    counted = rows.annotate(rows=Count("id")).order_by("-rows", "code")
    return dict(counted)


_STATEMENT = ("statement_id", "statement__seq", "statement__raw")


def counts(file: IntakeFile) -> dict[str, int]:
    """Return how many rows of a run came in, and how many had which outcome."""
    return {"rows_in": file.rows_in, **{each.value: getattr(file, each.value) for each in Outcome}}


def lines(file: IntakeFile) -> Iterator[tuple[object, ...]]:
    """Yield the lines of the report on a run, in the order of its rows."""
    for row in file.rows.order_by("number").iterator(chunk_size=500):
        why = (row.code, row.field, row.sentence, row.sentence_zh)
        person = lifelong_id.shown(row.person)
        yield (row.number, row.outcome, *why, person, row.statement_id or "")


def digest_of_answers(file: IntakeFile) -> str:
    """Return what tells whether the answers to the rows of two runs are the same, in hexadecimal digits."""
    whole = sha256()
    rows = file.rows.order_by("number").values_list("number", "outcome", "code", "field", "person")
    for row in rows.iterator(chunk_size=2000):
        whole.update(f"{row}\n".encode())
    return whole.hexdigest()
