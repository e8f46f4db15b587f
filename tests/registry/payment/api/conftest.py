"""People who are filed at the till's hospital, or were, or are not."""

import pytest

from registry.people.models import PersonCode
from tests.registry.days import say
from tests.registry.ledger import GUIZHOU, NOW, SHANGHAI, Ledger, person
from tests.registry.till import Till

NORMAL, SUSPENDED, TERMINATED, RESTORED, STRANGER, LEFT = 1, 2, 3, 4, 5, 6


@pytest.fixture
def filed(ledger: Ledger, till: Till) -> None:
    """One person, filed in Shanghai since 2 January 2025."""
    ledger.open(NORMAL, STRANGER, institutions=())
    ledger.say("filing.opened", SHANGHAI, {"person": person(NORMAL)})


@pytest.fixture
def people(ledger: Ledger, filed: None) -> None:
    """Others who are filed with them; measures come from Guizhou."""
    ledger.open(SUSPENDED, TERMINATED, RESTORED, LEFT, institutions=())
    for number in (SUSPENDED, TERMINATED, RESTORED, LEFT):
        last = ledger.say("filing.opened", SHANGHAI, {"person": person(number)})
    ledger.say("filing.cancelled", SHANGHAI, {"filing": str(last.id), "cancelled_on": "2025-07-10"})
    for number in (SUSPENDED, TERMINATED, RESTORED):
        body = {"person": person(number), "status": "terminated" if number == TERMINATED else "suspended"}
        body |= {"applied_on": "2025-05-01", "reference": f"R{number}"}
        last = say(ledger, "cascade.applied", GUIZHOU, body, signed="2025-05-01")
    ledger.say("cascade.lifted", GUIZHOU, {"cascade": str(last.id), "lifted_on": "2025-07-01"})
    for number, code in ((NORMAL, "D1"), (SUSPENDED, "D2"), (NORMAL, "same"), (SUSPENDED, "same")):
        PersonCode.objects.create(person_id=person(number), system=f"s{number}", code=code, recorded_at=NOW)
