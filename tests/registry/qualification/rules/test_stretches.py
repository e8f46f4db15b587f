"""Since when somebody is what they are, and until when: stretches go on over what does not change that."""

from typing import Any

import pytest

from registry.qualification.rules.timeline import timeline
from registry.words.statuses import Status
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_restoration,
    a_settlement,
    an_objection,
    day,
    facts,
)

NINE = a_decision(9, "2025-08-23", suspension_months=3)
TWELVE = a_decision(12, "2024-11-30")
OBJECTION = an_objection(TWELVE, "2024-12-05")
CASCADE = a_cascade("2025-10-01")
SHORT = a_cascade("2025-09-01")

STRETCHES = [
    pytest.param([NINE], "2025-12-01", "suspended 2025-08-23 None None", id="its term ran out on 23 November"),
    pytest.param([NINE], "2025-08-22", "normal None 2025-08-23 suspended", id="normal, and suspended from tomorrow"),
    pytest.param([TWELVE, OBJECTION, a_settlement(OBJECTION, "2024-12-30")], "2024-12-10",
                 "terminated 2024-11-30 None None", id="an objection came and went in it"),
    pytest.param([NINE, a_restoration("2025-11-23")], "2025-10-01", "suspended 2025-08-23 2025-11-23 normal",
                 id="restored"),
    pytest.param([NINE, a_restoration("2025-11-23")], "2025-12-01", "normal 2025-11-23 None None",
                 id="normal since then"),
    pytest.param([NINE, CASCADE], "2025-12-01", "suspended 2025-08-23 None None",
                 id="a second reason, that began in the first and outlasts it"),
    pytest.param([NINE, a_restoration("2025-11-23"), a_cascade("2025-11-23")], "2025-12-01",
                 "suspended 2025-11-23 None None", id="another reason begins on the day the first ended"),
    pytest.param([NINE, a_restoration("2025-11-23"), a_cascade("2025-11-23")], "2025-10-01",
                 "suspended 2025-08-23 2025-11-23 suspended", id="and then follows"),
    pytest.param([NINE, SHORT, a_lift(SHORT, "2025-10-01")], "2025-12-01", "suspended 2025-08-23 None None",
                 id="a second reason within the first"),
    pytest.param([NINE, a_cascade("2025-10-01", Status.TERMINATED)], "2025-09-01",
                 "suspended 2025-08-23 2025-10-01 terminated", id="a stricter one follows"),
    pytest.param([], "2025-12-01", "normal None None None", id="always normal"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "on", "expected"), STRETCHES)
def test_stretch(known: list[Any], on: str, expected: str) -> None:
    found = timeline(facts(*known), DEFAULTS)
    stretch = found.stretch_on(day(on))
    assert f"{found.on(day(on)).status} {stretch.from_on} {stretch.to_on} {stretch.then}" == expected


def test_every_interval_lies_in_its_stretch_and_stretches_cover_every_day_once() -> None:
    found = timeline(facts(NINE, CASCADE, TWELVE, OBJECTION, a_restoration("2025-11-23")), DEFAULTS)
    stretched = list(found.stretched())
    assert [interval for interval, _ in stretched] == list(found.intervals)
    stretches = list(dict.fromkeys(stretch for _, stretch in stretched))
    assert stretches[0].from_on is None
    assert stretches[-1].to_on is None
    assert [each.to_on for each in stretches[:-1]] == [each.from_on for each in stretches[1:]]
