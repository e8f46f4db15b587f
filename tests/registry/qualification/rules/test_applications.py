"""When and where somebody applies for a repair or a restoration (arts. 38, 39, O40)."""

from typing import Any

import pytest

from registry.qualification.rules.applications import Place, check_time, place
from registry.qualification.rules.restoration_rules import RestorationRules
from registry.qualification.rules.timeline import timeline
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.calendars import PUBLISHED
from tests.registry.qualification.rules.making import DEFAULTS, a_cascade, a_decision, a_restoration, day, facts

GUIZHOU, CHONGQING, SHANGHAI = "520000", "500000", "310000"

PLACES = [
    pytest.param("H1", ["H1", "H2"], {GUIZHOU}, {GUIZHOU}, Place.RIGHT, id="through an institution that files them"),
    pytest.param("H3", ["H1"], {GUIZHOU}, {GUIZHOU}, Place.THROUGH_ANOTHER, id="through one that does not"),
    pytest.param("", ["H1"], {GUIZHOU}, {GUIZHOU}, Place.THROUGH_ONE, id="filed here: not without an institution"),
    pytest.param("", [], {GUIZHOU}, {CHONGQING}, Place.RIGHT, id="filed elsewhere: at the author"),
    pytest.param("", [], {CHONGQING}, {GUIZHOU}, Place.RIGHT, id="filed nowhere: where they were last"),
    pytest.param("H1", [], {GUIZHOU}, {GUIZHOU}, Place.WITHOUT, id="filed nowhere: through no institution"),
    pytest.param("", [], {CHONGQING}, {SHANGHAI}, Place.ELSEWHERE, id="neither author nor last"),
    pytest.param("H1", [], {CHONGQING}, {SHANGHAI}, Place.ELSEWHERE, id="elsewhere, whatever it is made through"),
    pytest.param("H1", ["H1"], {CHONGQING}, {CHONGQING}, Place.RIGHT, id="filed here: whoever decided"),
]


@pytest.mark.parametrize(("institution", "filed_at", "authors", "last", "expected"), PLACES)
def test_place(institution: str, filed_at: list[str], authors: set[str], last: set[str], expected: Place) -> None:
    assert place(institution, filed_at, own=GUIZHOU, authors=authors, last=last) is expected


NINE = a_decision(9, "2025-03-03")
"""Suspended until 3 May 2025; fifteen working days before it is 10 April, over Qingming, 27 April and May Day."""
TWELVE = a_decision(12, "2026-03-03")

TIMES = [
    pytest.param([], "2025-03-03", "nothing_to_restore", id="nobody is suspended"),
    pytest.param([a_cascade("2025-02-01")], "2025-03-03", "nothing_to_restore", id="a cascade ends by its lift"),
    pytest.param([NINE], "2025-03-10", "application_too_early", id="long before the end"),
    pytest.param([NINE], "2025-05-03", None, id="on the first day after the term"),
    pytest.param([NINE], "2025-12-01", None, id="long after"),
    pytest.param([NINE, a_restoration("2025-05-10")], "2025-05-10", "nothing_to_restore", id="restored"),
    pytest.param([TWELVE], "2028-12-01", "lead_unknown", id="O19: beyond the calendar nobody knows"),
]


@pytest.mark.parametrize(("known", "applied_on", "code"), TIMES)
def test_time(known: list[Any], applied_on: str, code: str | None) -> None:
    on = day(applied_on)
    standing = timeline(facts(*known), DEFAULTS).on(on)
    if code is None:
        check_time(standing, on, DEFAULTS, PUBLISHED)
        return
    with pytest.raises(Refused) as refused:
        check_time(standing, on, DEFAULTS, PUBLISHED)
    field = "person" if code == "nothing_to_restore" else "applied_on"
    assert (refused.value.why.code, refused.value.why.field) == (code, field)


def test_the_first_day_is_told_and_taken() -> None:
    standing = timeline(facts(NINE), DEFAULTS)
    on = day("2025-03-10")
    with pytest.raises(Refused) as refused:
        check_time(standing.on(on), on, DEFAULTS, PUBLISHED)
    earliest: Any = refused.value.refusal.params["earliest"]
    check_time(standing.on(earliest), earliest, DEFAULTS, PUBLISHED)
    lead = DEFAULTS.for_(NINE.author, earliest)[RestorationRules].lead_working_days
    assert PUBLISHED.add_working_days(day("2025-05-03"), -lead) == earliest
