"""An office with a hospital and three named people."""

import pytest

from tests.provinces.node import Desk
from tests.provinces.office import SUSPENDING, OfficeDesk


@pytest.fixture
def office(desk: Desk) -> OfficeDesk:
    """Return the office; three people are filed at the hospital and have names."""
    found = OfficeDesk(desk)
    found.named(1, 2, 3)
    found.file(1, 2, 3)
    return found


@pytest.fixture
def suspended(office: OfficeDesk) -> OfficeDesk:
    """Return the office after it suspended the first person from 9 March to 9 May."""
    office.issued(SUSPENDING)
    return office
