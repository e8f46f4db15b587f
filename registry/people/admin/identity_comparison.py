"""A held request beside the people it nearly matches, column by column, for the human who settles it."""

import json
from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.doors.admin.titles import titled
from registry.people.admin.of_person import person_link
from registry.people.models import HeldIdentity, Person
from registry.vault.services import seals
from registry.words.persons import DocumentKind
from sync.admin.base import table

HEADERS = (_("who"), _("full name"), _("born on"), _("documents"), _("codes"))


def comparison(case: HeldIdentity, candidates: Iterable[Person]) -> SafeString:
    """Return the table: one row for the request, one for each candidate."""
    return table(HEADERS, [_request(case), *(_candidate(person) for person in candidates)])


def comparison_of(people: Sequence[Person]) -> SafeString:
    """Return the table of some people, one row each."""
    return table(HEADERS, [_candidate(person) for person in people])


def _request(case: HeldIdentity) -> tuple[object, ...]:
    try:
        asked = json.loads(seals.open_sealed(bytes(case.request_sealed)))
    except seals.VaultSealBroken:
        unreadable = gettext("cannot be opened with this node's key")
        return (gettext("the request"), unreadable, "–", "–", "–")
    return (
        gettext("the request"),
        asked.get("name") or "–",
        asked.get("born_on") or "–",
        _paper(asked.get("document_kind"), asked.get("document_number")),
        _code(asked.get("system"), asked.get("code")),
    )


def _candidate(person: Person) -> tuple[object, ...]:
    names = [_opened(one.name_sealed) for one in person.identities.all()]
    born = [_opened(one.born_sealed) for one in person.identities.all() if one.born_sealed]
    papers = [_paper(paper.kind, _opened(paper.number_sealed)) for paper in person.documents.all()]
    codes = [_code(code.system, code.code) for code in person.codes.all()]
    return (
        person_link(person.pk),
        *("、".join(dict.fromkeys(values)) or "–" for values in (names, born, papers, codes)),
    )


def _opened(sealed: bytes | memoryview) -> str:
    try:
        return seals.open_sealed(bytes(sealed))
    except seals.VaultSealBroken:
        return "?"


def _paper(kind: str, number: object) -> str:
    if not number:
        return "–"
    return f"{titled(DocumentKind(kind))} {number}" if kind in set(DocumentKind) else str(number)


def _code(system: object, code: object) -> str:
    return f"{system}: {code}" if code else "–"
