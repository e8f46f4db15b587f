"""Who is behind an external code in a file."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from registry.people.models import PersonCode
from registry.people.selectors.kin import survivors


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
