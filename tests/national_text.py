"""A national text that gives months, for tests that are not about what a text leaves open (O41)."""

import datetime

import pytest

from registry.packs import book
from registry.packs.pack import Pack
from registry.parameters import parse_pack

MONTHS = {9: 2, 10: 3, 11: 6}


def months_of_tests() -> dict[str, dict[str, object]]:
    """Return months for 9, 10 and 11 points as a pack's parameters."""
    return {str(points): {"value": count, "source": "test"} for points, count in MONTHS.items()}


def with_months() -> Pack:
    """Return the national pack as it is, with months for 9, 10 and 11 points."""
    return parse_pack(
        {
            "division": "000000",
            "version": "test",
            "valid_from": datetime.date.min,
            "title": "A text for tests",
            "parameters": {"months": months_of_tests()},
        }
    )


@pytest.fixture
def national_months(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the nation's own text give months while a test runs."""
    monkeypatch.setattr(book, "NATIONAL_DEFAULT", with_months())
