"""An office and a log around it; papers are made as pages only, since a PDF takes most of a step's time."""

from itertools import count
from typing import Any

import pytest

from provinces.notices.services import notices
from tests.national_text import national_months
from tests.provinces.conftest import desk, node
from tests.provinces.node import Desk
from tests.provinces.office import OfficeDesk
from tests.registry.ledger import CHONGQING, NATIONAL, NOW, SHANGHAI, Ledger

__all__ = ["desk", "national_months", "node"]


@pytest.fixture(autouse=True)
def _months(national_months: None) -> None:
    """Let no test of this room depend on what the national text leaves open."""


@pytest.fixture
def office(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> OfficeDesk:
    """Return the office; of four people three are filed at the hospital, and all have names."""
    monkeypatch.setattr(notices, "pdf_of", _no_pdf)
    found = OfficeDesk(desk)
    desk.people(4)
    found.named(1, 2, 3, 4)
    found.file(1, 2, 3)
    return found


def _no_pdf(paper: Any, made_at: Any) -> bytes:
    return b"%PDF"


@pytest.fixture
def ledger(office: OfficeDesk) -> Ledger:
    """Return the log: what other provinces and national say comes from it."""
    # Apart from what `publish_pack` says, which counts from 1.
    found = Ledger(now=NOW, ids=count(1000), positions=count(1000), sequence={NATIONAL: count(1000)})
    found.open(institutions=[CHONGQING, SHANGHAI])
    return found
