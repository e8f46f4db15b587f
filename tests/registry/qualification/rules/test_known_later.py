"""What is known later: of what a lead province states, of a sum lowered, of an objection settled."""

from typing import Any

import pytest

from registry.packs.book import PackBook
from registry.parameters import parse_pack
from registry.qualification.rules.timeline import timeline
from registry.words.measures import MeasureKind
from tests.national_text import months_of_tests
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_decision,
    a_measure_stated,
    a_refiling,
    a_repair,
    a_restoration,
    a_settlement,
    an_objection,
    day,
    facts,
    story,
)

EAST, WEST = "210000", "520000"


def west(**parameters: Any) -> PackBook:
    leaves = {group: {name: {"value": True, "source": "test"}} for group, name in parameters.items()}
    return PackBook(
        [
            parse_pack(
                {
                    "division": WEST,
                    "version": "test",
                    "valid_from": "2025-01-01",
                    "parameters": {"months": months_of_tests(), **leaves},
                }
            )
        ]
    )


MOVING = west(repair="moves_status")
STAYING = west(objection="stays_effect")

TWELVE = a_decision(12, "2025-03-01")
FIVE_IN_THE_EAST, FIVE_UNAWARE = a_decision(5, "2025-03-01", author=EAST), a_decision(5, "2025-04-01")
NINE, ONE_UNAWARE = a_decision(9, "2025-03-01"), a_decision(1, "2025-04-15", author=EAST)
ONE_MONTH = a_decision(9, "2025-03-01", suspension_months=1)
ELEVEN = a_decision(11, "2025-03-01")
FIRST_OBJECTION, SECOND_OBJECTION = an_objection(ELEVEN, "2025-04-01"), an_objection(ELEVEN, "2025-06-01")
STAYED = an_objection(NINE, "2025-03-11")

STATED = [
    pytest.param(
        [TWELVE, a_measure_stated(TWELVE, "2025-03-01", MeasureKind.TERMINATION, months=1)],
        ["2025-03-01 terminated", "2028-03-01 terminated over"],
        id="O26: months are those of a suspension; a bar has the years of the law",
    ),
    pytest.param(
        [ONE_MONTH, a_measure_stated(ONE_MONTH, "2025-03-01", months=6)],
        ["2025-03-01 suspended", "2025-04-01 suspended over"],
        id="O2: the months of the decision win",
    ),
    pytest.param(
        [FIVE_IN_THE_EAST, FIVE_UNAWARE, a_measure_stated(FIVE_UNAWARE, "2025-05-01", months=1)],
        ["2025-04-01 suspended", "2025-05-01 suspended", "2025-06-01 suspended over"],
        id="O26: a start is known from its own day where nothing says when it was signed",
    ),
    pytest.param(
        [NINE, ONE_UNAWARE, a_restoration("2025-06-02"),
         a_measure_stated(ONE_UNAWARE, "2025-04-15", months=6, signed_on="2025-06-10")],
        ["2025-03-01 suspended", "2025-04-15 suspended", "2025-06-01 suspended over", "2025-06-02 normal"],
        id="O5, O27: until it is signed the term is the prolonged one, and the restoration assessed that",
    ),
    pytest.param(
        [NINE, ONE_UNAWARE, a_restoration("2025-06-02"),
         a_measure_stated(ONE_UNAWARE, "2025-04-15", months=6, signed_on="2025-05-10")],
        ["2025-03-01 suspended", "2025-04-15 suspended", "2025-05-10 suspended", "2025-06-02 suspended",
         "2025-10-15 suspended over"],
        id="O34: from then on it is counted by itself",
    ),
    pytest.param(
        [a_decision(1, "2025-01-10", author=EAST), a_decision(5, "2025-03-01"),
         a_decision(5, "2025-04-01", logged_on="2025-04-20")],
        ["2025-04-01 suspended", "2025-10-01 suspended over"],
        id="O26: the author's own scores cross by themselves, so their notice foresaw it",
    ),
]  # fmt: skip

LOWERED = [
    pytest.param(
        [ELEVEN, a_repair("2025-04-01", points=2), a_repair("2025-04-10", months=1)],
        ["2025-03-01 suspended", "2025-04-01 suspended", "2025-04-10 suspended over"],
        id="O29, O42: a grant of months applies to what the lowered sum left",
    ),
    pytest.param(
        [a_decision(6, "2025-03-01"), a_decision(6, "2025-04-01"), a_restoration("2026-04-02"),
         a_repair("2026-04-05", points=1, year=2025), a_refiling("2026-04-10")],
        ["2025-04-01 terminated", "2026-04-01 terminated over", "2026-04-02 terminated over assessed",
         "2026-04-10 normal"],
        id="O29, O42: after the assessment no suspension that would need a second one",
    ),
]  # fmt: skip

OBJECTED = [
    pytest.param(
        [NINE, STAYED, a_settlement(STAYED, "2025-03-21"), a_measure_stated(NINE, "2025-04-01")],
        ["2025-03-01 suspended", "2025-03-11 normal objected", "2025-03-21 suspended", "2025-04-01 suspended",
         "2025-06-01 suspended over"],
        id="O10: days stayed before a term is counted do not move its end",
    ),
    pytest.param(
        [NINE, STAYED, a_settlement(STAYED, "2025-03-21"), a_decision(1, "2025-04-15")],
        ["2025-03-01 suspended", "2025-03-11 normal objected", "2025-03-21 suspended", "2025-04-15 suspended",
         "2025-06-11 suspended over"],
        id="O5, O37: a prolonged term stood still on the stayed days too",
    ),
    pytest.param(
        [ELEVEN, FIRST_OBJECTION, SECOND_OBJECTION, a_settlement(FIRST_OBJECTION, "2025-07-01", "annulled"),
         a_settlement(SECOND_OBJECTION, "2025-08-01", "changed", 9)],
        ["2025-04-01 normal objected", "2025-08-01 suspended", "2025-08-31 suspended over"],
        id="what was annulled for a while is payable on these days, and was objected to",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), STATED)
def test_a_stated_measure_counts_from_when_it_is_known(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known), DEFAULTS) == expected


@pytest.mark.parametrize(("known", "expected"), LOWERED)
def test_a_repair_makes_nothing_longer(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known), MOVING) == expected


@pytest.mark.parametrize(("known", "expected"), OBJECTED)
def test_an_objection_is_marked_and_stays_by_all_facts(known: list[Any], expected: list[str]) -> None:
    assert story(facts(*known), STAYING) == expected


def test_what_the_notice_foresaw_is_a_suspension_like_any_meanwhile() -> None:
    """Until the twelve are known the nine that the notice states hold, with nothing of a bar (O26)."""
    theirs = a_decision(3, "2025-02-01", author="210000", logged_on="2025-06-20")
    ours = a_decision(
        9, "2025-03-01", logged_on="2025-03-02", measure=MeasureKind.SUSPENSION, suspension_months=2,
        suspension_starts_on="2025-03-10",
    )  # fmt: skip
    found = timeline(facts(theirs, ours), DEFAULTS)
    meanwhile, reason = found.on(day("2025-03-15")), found.on(day("2025-03-15")).reasons[0]
    assert (meanwhile.status, meanwhile.term_ends_on, meanwhile.bar_ends_on) == ("suspended", day("2025-05-10"), None)
    assert (reason.fact, reason.points_total, reason.months, reason.bar_years) == (ours.id, 9, 2, None)
    assert (reason.starts_on, reason.ends_on) == (day("2025-03-10"), day("2025-06-20"))
    barred = found.on(day("2025-06-20")).reasons
    assert [(each.status, each.points_total, each.bar_years) for each in barred] == [("terminated", 12, 1)]
