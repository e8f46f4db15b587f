"""Reading runs over files: which was broken off, which rows have their answer."""

from django.db.models import Count

from provinces.files.models import IntakeFile, IntakeRow


def unfinished(kind: str, digest: bytes, read_as: str) -> IntakeFile | None:
    """Return the run over this content, read as this, that was broken off, if there is one."""
    # Runs from before there was a choice say nothing.
    runs = IntakeFile.objects.filter(kind=kind, digest=digest, read_as__in=(read_as, ""), finished_at=None)
    return runs.order_by("-id").first()


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
