"""Every step of every form of the office, over generated lives: form and topic, dry run, standing and paper agree.

The everyday run takes a few lives; `AGREEMENT_LIVES=200` takes so many, from `AGREEMENT_FROM` on.
"""

import os
from random import Random

import pytest

from tests.agreement.world import World, outcomes
from tests.provinces.node import row
from tests.provinces.office import OfficeDesk, at
from tests.registry.ledger import Ledger

LIVES = int(os.environ.get("AGREEMENT_LIVES", "3"))
FIRST = int(os.environ.get("AGREEMENT_FROM", "0"))
STEPS = 25


@pytest.mark.parametrize("seed", range(FIRST, FIRST + LIVES))
def test_one_answer(office: OfficeDesk, ledger: Ledger, seed: int) -> None:
    other = row("institutions", institution="H52010000002", name="另一医院")
    assert office.desk.outcomes("institutions", other) == ["accepted"]
    world = World(office, ledger, Random(seed), at(2026, 1, 12))
    world.at_least(0)
    world.live(STEPS)
    assert outcomes(world)
