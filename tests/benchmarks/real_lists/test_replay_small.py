"""TEST with pseudonymous data: some hundred rows of three exclusion lists through real nodes, as in the benchmark."""

import os
from pathlib import Path

import pytest

from tests.benchmarks.grounds.ground import Ground
from tests.benchmarks.real_lists import exclusions, us_exclusions

_STATES = ("DE", "GA", "MS")
"""Among them: one that repeats others' decisions, unreadable dates, ends in the year 2171."""


@pytest.mark.federation
@pytest.mark.long
def test_every_row_is_accounted_for_and_all_nodes_agree(tmp_path: Path) -> None:
    events = us_exclusions.find_events()
    if events is None:
        assert not os.environ.get("CI"), "the exclusion lists are missing"
        pytest.skip("the exclusion lists are not here: shared/data lies beside the repository")
    with Ground(tmp_path, lambda text: None) as ground:
        found, differences = exclusions.replayed(ground, events, rows=200, workers=False, states=_STATES)
    assert all(account.adds_up for account in found.accounts)
    assert found.same_everywhere
    assert differences == []
    outcomes = {answer.split()[0] for account in found.accounts for answer in account.answers}
    assert outcomes == {"accepted", "held", "refused", "duplicate"}
