"""Cases of fraud without points: which of them are still open (O44)."""

from django.db.models import Exists, OuterRef, QuerySet

from registry.qualification.models import Decision, UnscoredCase


def still_open(rows: QuerySet[UnscoredCase]) -> QuerySet[UnscoredCase]:
    """Return the alarms that nothing has closed: no decision in force on the case, and no reason why not."""
    return rows.filter(reason="").exclude(_scored()).exclude(_explained())


def closed(rows: QuerySet[UnscoredCase]) -> QuerySet[UnscoredCase]:
    """Return the alarms that a later decision or a reason has closed."""
    return rows.filter(reason="").filter(_scored() | _explained())


def explanations(rows: QuerySet[UnscoredCase]) -> QuerySet[UnscoredCase]:
    """Return the statements that say why nobody is scored."""
    return rows.exclude(reason="")


def _scored() -> Exists:
    """Whoever was scored and freed again was looked at all the same: an annulled decision closes the alarm, too."""
    decisions = Decision.objects.in_force().filter(
        author=OuterRef("author"),
        case_key=OuterRef("case_key"),
    )
    return Exists(decisions)


def _explained() -> Exists:
    same = UnscoredCase.objects.in_force().filter(
        author=OuterRef("author"),
        case_key=OuterRef("case_key"),
    )
    return Exists(same.exclude(reason=""))
