"""Reading what a province's node knows: whose node it is, who is behind a code, intake runs."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count, Q

from provinces.models import CascadeSubject, IntakeFile, IntakeRow
from registry.people.models import PersonCode
from registry.people.selectors.kin import survivors
from registry.qualification.models import Cascade
from sync.models import NodeIdentity


def own_division() -> str:
    """Return whose node this is; empty before ``node_init``."""
    return NodeIdentity.objects.values_list("division", flat=True).first() or ""


def cascade_of(subject: CascadeSubject) -> Cascade | None:
    """Return the cascade in force that an order made for a person it names."""
    own = Cascade.objects.in_force().filter(author=own_division(), reference=subject.order.reference)
    return own.filter(person=subject.person_id).first()


def unfinished(kind: str, digest: bytes) -> IntakeFile | None:
    """Return the run over this content that was broken off, if there is one."""
    return IntakeFile.objects.filter(kind=kind, digest=digest, finished_at=None).order_by("-id").first()


def answered(file: IntakeFile, first: int, last: int) -> set[int]:
    """Return which rows of a run, from the first number to the last, have their answer."""
    rows = IntakeRow.objects.filter(file=file, number__gte=first, number__lte=last)
    return set(rows.order_by().values_list("number", flat=True))


def reasons(file: IntakeFile) -> dict[str, int]:
    """Return how many rows of a run have which reason, the most frequent first."""
    rows = IntakeRow.objects.filter(file=file).exclude(code="").order_by().values_list("code")
    counted = rows.annotate(rows=Count("id")).order_by("-rows", "code")
    return dict(counted)


def people_by_code(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the lifelong IDs behind external codes known here, of merged people the one that goes on."""
    by_system: dict[str, set[str]] = defaultdict(set)
    for system, code in pairs:
        by_system[system].add(code)
    wanted = Q(pk__in=())
    for system, codes in by_system.items():
        wanted |= Q(system=system, code__any_of=codes)
    rows = list(PersonCode.objects.filter(wanted).order_by().values_list("system", "code", "person_id"))
    goes_on = survivors({person for _, _, person in rows})
    return {(system, code): goes_on.get(person, person) for system, code, person in rows}


_STATEMENT = ("statement_id", "statement__seq", "statement__raw")
