"""Invented people: papers whose check digits are computed here, names that belong to nobody."""

from datetime import UTC, datetime
from typing import Any

from stdnum.iso7064 import mod_11_2

from registry.people.services.identity_requests import IdentityRequest

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


def code(code: str = "D310000000001", *, system: str = "s", **more: Any) -> IdentityRequest:
    """Return a request with an external code."""
    return IdentityRequest(system=system, code=code, **more)
