"""A page that knows only its own province says so: an empty table does not mean that there is nothing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.career.admin.person_file import PersonFile
from registry.career.selectors.careers import OWN, career
from tests.registry.ledger import GUIZHOU, NATIONAL, person


@pytest.mark.parametrize(
    ("division", "told"),
    [
        pytest.param(GUIZHOU, {"commendations", "filings", "losses"}, id="a province"),
        pytest.param(NATIONAL, set(), id="national knows all"),
    ],
)
def test_what_is_not_sent_to_other_provinces_is_told_apart(
    root: Client, settings: Any, division: str, told: set[str]
) -> None:
    settings.DIVISION = division
    tables = {
        table.anchor: table for table in PersonFile(career(person(2), reader=OWN, on=date(2026, 3, 2)), OWN).tables()
    }
    assert {"filings", "decisions", "notices"} <= tables.keys()
    assert {name for name, table in tables.items() if table.note} == told
