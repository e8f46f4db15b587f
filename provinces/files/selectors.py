"""Who is behind an external code in a file."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from registry.people.models import PersonCode
from registry.people.selectors.kin import survivors
from registry.words.written.person_codes import KNOWN_SYSTEMS, plain


def people_by_code(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the lifelong IDs behind external codes known here, of merged people the one that goes on."""
    by_system: dict[str, set[str]] = defaultdict(set)
    for system, code in (plain(*pair) for pair in pairs):
        by_system[system] |= {code, code.lower()} if system in KNOWN_SYSTEMS else {code}
    wanted = Q(pk__in=())
    for system, codes in by_system.items():
        wanted |= Q(system=system, code__any_of=codes)
    rows = list(PersonCode.objects.filter(wanted).order_by().values_list("system", "code", "person_id"))
    goes_on = survivors({person for _, _, person in rows})
    found = {plain(system, code): goes_on.get(person, person) for system, code, person in rows}
    return {pair: person for pair in pairs if (person := found.get(plain(*pair)))}
