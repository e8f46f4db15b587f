"""What a remedy touches, and whose it is: points, terms and bars of several provinces (O9, O27, O31, O32)."""

from typing import Any

import pytest

from registry.qualification.rules import remedies
from registry.qualification.rules.timeline import timeline
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import (
    DEFAULTS,
    a_cascade,
    a_decision,
    a_lift,
    a_refiling,
    a_repair,
    a_restoration,
    day,
    facts,
)
from tests.registry.qualification.rules.refusing import refusal

SHANGHAI = "310000"

TEN = a_decision(10, "2025-06-20")
"""Suspended for three months from its day."""
FOUR = a_decision(4, "2025-07-20")
"""With the ten of the year a termination: a bar until 20 July 2026."""
ELSEWHERE = a_decision(9, "2025-06-25", author=SHANGHAI, legal_basis="claim_for_ineligible", signed_on="2025-06-25")
OF_2024 = a_decision(9, "2024-12-20", legal_basis="claim_for_ineligible", suspension_months=6)
"""Suspended until 20 June 2025."""


def named(reasons: Any) -> list[str]:
    """Return reasons by decision and status."""
    titles = {TEN.id: "ten", FOUR.id: "four", ELSEWHERE.id: "elsewhere", OF_2024.id: "of 2024"}
    return sorted(f"{titles.get(each.fact, 'late')} {each.status.value}" for each in reasons)


OUTLOOKS = [
    pytest.param(facts(TEN), "2025-09-20", ["ten suspended"], [], [], id="a suspension whose term is over"),
    pytest.param(facts(TEN, FOUR), "2026-07-20", ["ten suspended"], ["four terminated"], [],
                 id="O9: a suspension and a termination, both over"),
    pytest.param(facts(TEN, a_cascade("2025-03-01")), "2025-09-20", ["ten suspended"], [], ["late suspended"],
                 id="a cascade goes on until its lift"),
    pytest.param(facts(OF_2024, TEN), "2025-06-20", ["of 2024 suspended"], [], [],
                 id="what begins on the day is not spoken of"),
    pytest.param(facts(OF_2024, TEN), "2025-07-01", ["of 2024 suspended"], [], ["ten suspended"],
                 id="O27: only the one whose own term is over"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "on", "ends", "awaits", "goes_on"), OUTLOOKS)
def test_outlook(known: Any, on: str, ends: list[str], awaits: list[str], goes_on: list[str]) -> None:
    before = timeline(known, DEFAULTS)
    after = timeline(known.merge(facts(a_restoration(on))), DEFAULTS)
    found = remedies.outlook(before, after, day(on))
    assert (named(found.ends), named(found.awaits_filing), named(found.goes_on)) == (ends, awaits, goes_on)


OUTLIVED = [
    pytest.param(facts(TEN, a_restoration("2025-09-20")), "2025-10-01", [], id="it ended what it assessed"),
    pytest.param(facts(TEN, a_restoration("2025-09-20"), OF_2024), "2025-10-01", [],
                 id="a decision that came later, but whose term was over as well"),
    pytest.param(facts(OF_2024, a_restoration("2025-07-01"), TEN), "2025-08-01", ["ten suspended"],
                 id="O27: a decision that came later, whose term runs"),
    pytest.param(facts(OF_2024, a_restoration("2025-07-01"), a_decision(9, "2025-07-02")), "2025-08-01", [],
                 id="one that began afterwards is another matter"),
    pytest.param(facts(TEN, FOUR, a_restoration("2026-07-20")), "2026-08-01", [],
                 id="a termination that was assessed and waits for the filing"),
    pytest.param(facts(OF_2024, a_restoration("2025-08-01"), TEN, FOUR), "2025-09-01",
                 ["four terminated", "ten suspended"], id="a termination that came later, whose bar runs"),
    pytest.param(facts(OF_2024, a_restoration("2025-08-01"), a_cascade("2025-03-01")), "2025-09-01", [],
                 id="a cascade is no measure"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "on", "expected"), OUTLIVED)
def test_outlived(known: Any, on: str, expected: list[str]) -> None:
    (restoration,) = known.restorations
    standing = timeline(known, DEFAULTS).on(day(on))
    assert named(remedies.outlived(standing, restoration.effective_on)) == expected


SHORTENED = [
    pytest.param(facts(TEN), 2025, "2025-07-01", [TEN], id="a suspension that runs"),
    pytest.param(facts(TEN), 2025, "2025-06-20", [TEN], id="on its first day"),
    pytest.param(facts(TEN), 2025, "2025-09-20", [], id="whose term is over"),
    pytest.param(facts(TEN), 2024, "2025-07-01", [], id="of another year"),
    pytest.param(facts(FOUR), 2025, "2025-08-01", [], id="a notice has no term"),
    pytest.param(facts(TEN, FOUR), 2025, "2025-08-01", [TEN, FOUR], id="and the termination"),
    pytest.param(facts(TEN, FOUR, a_restoration("2026-07-20"), a_refiling("2026-07-20")), 2025, "2026-07-21", [],
                 id="none that has ended"),
    pytest.param(facts(a_decision(10, "2025-06-20", suspension_starts_on="2025-08-01")), 2025, "2025-07-01", None,
                 id="O31: decided, and begins later"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "year", "on", "expected"), SHORTENED)
def test_shortened_by(known: Any, year: int, on: str, expected: Any) -> None:
    found = [each.decision for each in remedies.shortened_by(timeline(known, DEFAULTS), year, day(on))]
    assert found == [each.id for each in (known.decisions if expected is None else expected)]


HALVES = [
    a_decision(6, "2025-06-20", legal_basis="regulation_38", case_number="one", item=item, reached="at_once")
    for item in ("1", "2")
]

POINTS = [
    pytest.param(facts(TEN), a_repair("2025-07-01", points=10), None, id="all that it scored"),
    pytest.param(facts(TEN), a_repair("2025-07-01", points=11), ("repair_above_sum", "points"), id="more"),
    pytest.param(facts(TEN), a_repair("2025-07-01", points=1, author=SHANGHAI), ("repair_out_of_scope", "person"),
                 id="points that another scored"),
    pytest.param(facts(TEN, ELSEWHERE), a_repair("2025-07-01", points=9, author=SHANGHAI), None,
                 id="of 19 the nine of its own"),
    pytest.param(facts(TEN, ELSEWHERE), a_repair("2025-07-01", points=10, author=SHANGHAI),
                 ("repair_above_sum", "points"), id="of 19 one more than its own"),
    pytest.param(facts(TEN, a_repair("2025-07-01", points=4)), a_repair("2025-08-01", points=7),
                 ("repair_above_sum", "points"), id="what it lowered before counts"),
    pytest.param(facts(TEN, ELSEWHERE, a_repair("2025-07-01", points=4)),
                 a_repair("2025-08-01", points=9, author=SHANGHAI), None, id="what another lowered does not"),
    pytest.param(facts(TEN), a_repair("2025-06-19", points=1), ("repair_out_of_scope", "person"),
                 id="granted before the decision"),
    pytest.param(facts(a_decision(10, "2025-06-20", signed_on="2025-08-01")), a_repair("2025-07-31", points=1),
                 ("repair_out_of_scope", "person"), id="O25: granted before it was signed"),
    pytest.param(facts(a_decision(10, "2025-06-20", signed_on="2025-08-01", notice_served_on="2025-07-01")),
                 a_repair("2025-07-31", points=1), None, id="O25: of a case taken over, whose notice was served"),
    pytest.param(facts(*HALVES), a_repair("2025-07-01", points=1), ("repair_above_sum", "points"),
                 id="O16: nothing of a case that reached 12 at once"),
    pytest.param(facts(TEN), a_repair("2025-07-01", months=1, author=SHANGHAI), None, id="months are another matter"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "repair", "expected"), POINTS)
def test_points(known: Any, repair: Any, expected: Any) -> None:
    assert refusal(lambda: remedies.check_points(repair, known, DEFAULTS)) == expected


GUIZHOU, CHONGQING = "520000", "500000"

SCOPES = [
    pytest.param(GUIZHOU, {GUIZHOU}, set(), "", None, id="the author of the measure"),
    pytest.param(CHONGQING, {GUIZHOU}, set(), "", "restoration_out_of_scope", id="neither author nor files"),
    pytest.param(
        CHONGQING, {GUIZHOU}, {SHANGHAI}, "x", "restoration_out_of_scope", id="a consent alone does not make it"
    ),
    pytest.param(CHONGQING, {GUIZHOU}, {CHONGQING}, " ", "consent_missing", id="files the person, without consent"),
    pytest.param(CHONGQING, {GUIZHOU}, {CHONGQING}, "同意〔2025〕1号", None, id="files the person, with consent"),
    pytest.param(GUIZHOU, {GUIZHOU, SHANGHAI}, set(), "", "consent_missing", id="author of one of two measures"),
    pytest.param(GUIZHOU, {GUIZHOU, SHANGHAI}, set(), "同意〔2025〕1号", None, id="with the other's consent"),
]


@pytest.mark.parametrize(("author", "authors", "filing", "consent", "expected"), SCOPES)
def test_scope_and_consent(author: str, authors: set[str], filing: set[str], consent: str, expected: Any) -> None:
    def check() -> None:
        remedies.check_scope(author, authors, filing, refusal="restoration_out_of_scope")
        remedies.check_consent(author, authors, consent)

    found = refusal(check)
    assert (found and found[0]) == expected


def test_the_sentence_says_who_must_consent() -> None:
    with pytest.raises(Refused) as refused:
        remedies.check_consent(GUIZHOU, {SHANGHAI, GUIZHOU, CHONGQING}, "")
    assert "the agency of Shanghai, Chongqing consents" in refused.value.why.sentence
    assert "上海市、重庆市经办机构同意" in refused.value.why.sentence_zh


def test_a_termination_that_was_assessed_awaits_no_assessment() -> None:
    assessed = timeline(facts(TEN, FOUR, a_restoration("2026-07-20")), DEFAULTS).on(day("2026-08-01"))
    assert assessed.assessed
    assert remedies.awaiting(assessed) == ()
    assert remedies.over_on(assessed) is None


def test_under_a_cascade_what_holds_by_points_is_assessed_all_the_same() -> None:
    closed = a_cascade("2026-01-01")
    known = facts(TEN, closed, a_lift(closed, "2026-03-01"))
    assert named(remedies.assessed_by(timeline(known, DEFAULTS), day("2026-02-01"))) == ["ten suspended"]
