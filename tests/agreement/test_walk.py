"""Every step of every form of the office, over generated lives: form and topic, dry run, standing and paper agree.

The everyday run takes a few lives; `AGREEMENT_LIVES=200` takes so many, from `AGREEMENT_FROM` on.
"""

import os
from datetime import date
from random import Random

import pytest

from provinces.office import kinds
from registry.words.deadlines import DeadlineName, DeadlineState
from tests.agreement.clocks import clocks_agree
from tests.agreement.world import World, outcomes
from tests.provinces.node import row
from tests.provinces.office import BASIS, OfficeDesk, at
from tests.registry.ledger import Ledger

LIVES = int(os.environ.get("AGREEMENT_LIVES", "3"))
FIRST = int(os.environ.get("AGREEMENT_FROM", "0"))
STEPS = 25
ISSUE = DeadlineName.NOTICE_ISSUE


@pytest.mark.parametrize("seed", range(FIRST, FIRST + LIVES))
def test_one_answer(office: OfficeDesk, ledger: Ledger, seed: int) -> None:
    other = row("institutions", institution="H52010000002", name="另一医院")
    assert office.desk.outcomes("institutions", other) == ["accepted"]
    world = World(office, ledger, Random(seed), at(2026, 1, 12))
    world.at_least(0)
    world.live(STEPS)
    assert outcomes(world)
    clocks_agree(world.today)


def test_desk_and_file_count_from_the_receipt_of_the_penalty(office: OfficeDesk, ledger: Ledger) -> None:
    """Five working days run from when the agency received it, two days after it was made (art. 31)."""
    office.served(office.issued())
    today = date(2026, 3, 2)
    assert clocks_agree(today) == 4
    (issue,) = [each for each in kinds.due(today, states=tuple(DeadlineState)) if each.deadline.name == ISSUE]
    assert issue.deadline.starts_on == BASIS.received_on
