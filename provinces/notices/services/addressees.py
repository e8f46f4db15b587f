"""Whom a notice is about and whom it tells, as it names them (arts. 31, 33)."""

from datetime import date

from provinces.notices.documents.addressed import Addressed
from provinces.office.services.stepping import division
from registry.institutions.models import Institution
from registry.people.models import PersonCode
from registry.people.selectors.kin import kin
from registry.people.services.identity_cards import open_card
from registry.qualification.selectors.filed import audits_fees
from registry.words.lifelong_id import shown
from sync.wire.refusals import Refused


def name_of(person: str) -> str:
    """Return the name last recorded under any ID of the person: an office may know only one that was absorbed.

    Opens the vault. Raises Refused `name_unknown_here`.
    """
    card = open_card(kin([person])[person])
    if card is None or card.name is None:
        raise Refused.because("name_unknown_here", "person", person=shown(person))
    return card.name


def codes_of(person: str) -> list[str]:
    """Return the national codes of a person, under all their IDs."""
    codes = PersonCode.objects.filter(person__in=kin([person])[person], system="nhsa")
    return list(codes.values_list("code", flat=True))


def institution_name(code: str) -> str:
    """Return the name of an institution; its code where this node does not know it."""
    institution = Institution.objects.filter(pk=code).first()
    return institution.name if institution else code


def addressed(number: str, person: str, institution: str, *, issued_on: date) -> Addressed:
    """Return the head of a notice of this office about a person, to an institution. Opens the vault.

    Raises Refused `name_unknown_here`.
    """
    return Addressed(
        division=division(),
        number=number,
        issued_on=issued_on,
        person=person,
        name=name_of(person),
        codes=codes_of(person),
        institution=institution,
        institution_name=institution_name(institution),
        auditor=audits_fees(person, issued_on),
    )
