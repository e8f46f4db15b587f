"""Invented people: papers whose check digits are computed here, names that belong to nobody."""

from datetime import UTC, datetime
from typing import Any

from stdnum.iso7064 import mod_11_2

from registry.people.models import HeldIdentity, Person
from registry.people.services import held_identities
from registry.people.services.identity_matching import Roster
from registry.people.services.identity_records import Records
from registry.people.services.identity_requests import IdentityRequest, check_request
from tests.accounts import account, approve

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
NAME = "测试甲"


def resident_id(number: int = 1, *, born: str = "19800229") -> str:
    """Return an invented resident ID."""
    seventeen = f"110101{born}{number:03d}"
    return seventeen + mod_11_2.calc_check_digit(seventeen)


def resident(number: int = 1, *, name: str = NAME, born: str = "19800229", **more: Any) -> IdentityRequest:
    """Return a request with a resident ID."""
    return IdentityRequest(
        document_kind="resident_id", document_number=resident_id(number, born=born), name=name, **more
    )


def passport(
    number: str = "E12345678", *, name: str = NAME, born_on: str = "1980-02-29", **more: Any
) -> IdentityRequest:
    """Return a request with a passport."""
    return IdentityRequest(document_kind="passport", document_number=number, name=name, born_on=born_on, **more)


def settle(
    held: HeldIdentity, verdict: str, person: Person | None = None, *, reason: str = "looked at the papers"
) -> HeldIdentity:
    """Have one account propose what a held identity is, as it is shown, and another approve it."""
    account("clerk")
    seen = held_identities.as_of_now(held, now=NOW).digest
    proposal = held_identities.propose(held, verdict, person, seen=seen, acting="clerk", now=NOW, reason=reason)
    approve(proposal, acting="officer")
    held.refresh_from_db()
    return held


def has_papers(person: str, request: IdentityRequest) -> None:
    """Give a person papers without asking anybody: as files took them in before names were compared so."""
    checked = check_request(request, today=NOW.date())
    records = Records(Roster([checked], people=[person]))
    records.attach(person, checked)
    records.store({}, now=NOW)


def code(code: str = "D310000000001", *, system: str = "s", **more: Any) -> IdentityRequest:
    """Return a request with an external code."""
    return IdentityRequest(system=system, code=code, **more)
