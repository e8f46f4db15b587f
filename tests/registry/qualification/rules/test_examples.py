"""Worked examples of a pack: read, run, and refused where they do not come out."""

import datetime
from typing import Any

import pytest

from registry.packs.pack import NATIONAL_DEFAULT
from registry.parameters import read_file
from registry.qualification.rules.examples import OUTCOMES, parse_examples
from registry.qualification.rules.facts import (
    Cancellation,
    Cascade,
    CascadeLift,
    Facts,
    Objection,
    PhaseInFiling,
    Refiling,
    Repair,
    Restoration,
    Settlement,
)
from registry.words.persons import Category
from registry.words.remedies import ObjectionOutcome
from registry.words.statuses import Status
from sync.wire.refusals import Refused
from tests.registry.qualification.rules.making import day

JUNE = datetime.date(2025, 6, 10)
NINE = {"points": 9, "decided_on": JUNE, "suspension_months": 2}
OF_NINE = {"points": 9, "decided_on": JUNE}


def document(*examples: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    return {
        "division": "520000",
        "version": "1",
        "valid_from": "2025-01-01",
        "parameters": parameters,
        "examples": [{"title": "it", **example} for example in examples],
    }


def leaf(value: Any) -> dict[str, Any]:
    return {"value": value, "source": "test"}


def example(expect: dict[str, Any], *decisions: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"decisions": list(decisions), "expect": expect} | others


LATER = "2025-12-01"

COMES_OUT = [
    pytest.param(example({"on": JUNE, "status": "suspended", "months": 2, "points": 9, "mode": "single"}, NINE),
                 id="a suspension"),
    pytest.param(example({"on": "2025-06-09", "status": "normal", "points": 0}, NINE), id="the day before, as text"),
    pytest.param(example({"on": "2025-08-10", "term_over": True, "term_ends_on": "2025-08-10"}, NINE), id="its term"),
    pytest.param(example({"on": LATER, "status": "terminated", "bar_years": 3, "bar_ends_on": "2028-06-10"},
                         NINE | {"points": 12}), id="a bar"),
    pytest.param(example({"on": LATER, "status": "normal"}, NINE, restorations=[{"effective_on": "2025-08-10"}]),
                 id="a restoration"),
    pytest.param(example({"on": "2028-06-10", "status": "normal"}, NINE | {"points": 12},
                         restorations=[{"effective_on": "2028-06-10"}], refilings=[{"opened_on": "2028-06-10"}]),
                 id="an assessment after the bar, and a new filing"),
    pytest.param(example({"on": LATER, "points": 7}, NINE, repairs=[{"granted_on": "2025-07-01", "points": 2}]),
                 id="a repair"),
    pytest.param(example({"on": LATER, "status": "suspended"},
                         cascades=[{"applied_on": JUNE, "status": "suspended"}]), id="a cascade"),
    pytest.param(example({"on": LATER, "status": "normal"},
                         cascades=[{"applied_on": JUNE, "status": "suspended", "lifted_on": LATER}]), id="its lift"),
    pytest.param(example({"on": LATER, "objection_pending": True, "points": 9}, NINE,
                         objections=[{"decision": 1, "lodged_on": "2025-06-20"}]), id="an objection"),
    pytest.param(example({"on": LATER, "objection_pending": False, "points": 8}, NINE,
                         objections=[{"decision": 1, "lodged_on": "2025-06-20", "settled_on": "2025-07-01",
                                      "outcome": "changed", "points": 8}]), id="its settlement"),
    pytest.param(example({"on": LATER, "status": "normal"},
                         enrolments=[{"category": "nursing", "opened_on": JUNE}]), id="a filing"),
    pytest.param(example({"refused": "points_outside_band"}, NINE | {"points": 7, "legal_basis": "regulation_40"}),
                 id="a refusal"),
    pytest.param(example({"on": JUNE, "refused": None, "status": "suspended"}, NINE), id="no refusal"),
    pytest.param(example({"on": JUNE, "points": 5}, NINE | {"points": 5, "degree": "general", "ground": "none",
                                                            "reached": "accumulated"}), id="codes by their names"),
    pytest.param(example({"on": JUNE, "months": None, "bar_years": None, "mode": None, "points": 0}), id="no facts"),
    pytest.param(example({"on": JUNE, "status": "normal"}, source="a bulletin"), id="with its source"),
    pytest.param(example({"on": JUNE, "months": 1}, OF_NINE), id="no months anywhere: the shortest term"),
    pytest.param(example({"on": "2025-07-01", "status": "suspended", "starts_on": "2025-07-01"},
                         NINE | {"signed_on": "2025-07-01"}), id="signed later than the basis"),
    pytest.param(example({"on": "2025-06-20", "status": "suspended", "starts_on": "2025-06-20"},
                         NINE | {"signed_on": "2025-07-01", "notice_served_on": "2025-06-20"}), id="taken over"),
    pytest.param(example({"on": JUNE, "status": "suspended"}, NINE | {"measure": "suspension"}), id="says its measure"),
    pytest.param(example({"on": JUNE, "early_duties": [], "points_shown": 9}, NINE), id="no early duties, no cap"),
    pytest.param(example({"refused": "repair_above_recorded"}, NINE, repairs=[{"granted_on": LATER, "points": 10}]),
                 id="a repair that is refused"),
    pytest.param(example({"on": LATER, "points": 3}, NINE, repairs=[{"granted_on": "2025-07-02", "points": 3},
                                                                    {"granted_on": "2025-07-01", "points": 3}]),
                 id="repairs one after another, whichever is named first"),
]  # fmt: skip


@pytest.mark.parametrize("each", COMES_OUT)
def test_comes_out(each: dict[str, Any]) -> None:
    assert read_file(document(each)).division == "520000"


def test_a_pack_under_which_it_does_not_come_out_is_refused() -> None:
    suspended = example({"on": JUNE, "status": "suspended", "months": 2}, OF_NINE)
    with pytest.raises(Refused) as refused:
        read_file(document(suspended, months={"9": leaf(3)}))
    assert refused.value.why.code == "pack_example_differs"
    assert refused.value.refusal.params == {"title": "it", "name": "months", "expected": "2", "found": "3"}
    assert "months is “3”, not “2”" in refused.value.why.sentence
    assert "?" not in refused.value.why.sentence_zh


DIFFERS = [
    pytest.param(example({"on": JUNE, "status": "normal"}, NINE), id="another status"),
    pytest.param(example({"refused": "conduct_too_early"}, NINE), id="nothing is refused"),
    pytest.param(example({"on": JUNE, "status": "suspended"}, NINE | {"points": 7, "legal_basis": "regulation_40"}),
                 id="refused on admission"),
    pytest.param(example({"on": JUNE, "points": 9}, NINE, repairs=[{"granted_on": LATER, "points": 10}]),
                 id="a repair is refused on admission"),
    pytest.param(example({"on": JUNE, "points": 9}, NINE, NINE | {"points": 1, "legal_basis": "regulation_40"}),
                 id="the second is refused"),
    pytest.param(example({"status": "suspended"}, NINE), id="a status on no day"),
    pytest.param(example({"on": JUNE, "bar_years": 1}, NINE), id="no bar"),
]  # fmt: skip


@pytest.mark.parametrize("each", DIFFERS)
def test_differs(each: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        read_file(document(each))
    assert refused.value.why.code == "pack_example_differs"


def test_a_stay_and_a_phase_in_are_the_packs_own() -> None:
    stayed = example({"on": "2025-06-25", "status": "normal"}, NINE,
                     objections=[{"decision": 1, "lodged_on": "2025-06-20"}])  # fmt: skip
    read_file(document(stayed, objection={"stays_effect": leaf(True)}))
    with pytest.raises(Refused):
        read_file(document(stayed))
    uncovered = example({"on": JUNE, "status": "not_covered"}, enrolments=[{"category": "nursing", "opened_on": JUNE}])
    read_file(document(uncovered, phase_in={"nursing": leaf("2026-01-01")}))
    with pytest.raises(Refused):
        read_file(document(uncovered))
    ended = [{"category": "nursing", "opened_on": JUNE, "cancelled_on": LATER}]
    for on, status in ((JUNE, "not_covered"), (LATER, "normal")):
        cancelled = example({"on": on, "status": status}, enrolments=ended)
        read_file(document(cancelled, phase_in={"nursing": leaf("2026-01-01")}))


def test_what_a_pack_adds_is_shown_by_its_examples() -> None:
    parameters = {
        "early_measures": leaf([{"from_points": 6, "duties": ["talk"]}]),
        "points_shown_at_most": leaf(12),
        "situations": leaf([{"name": "again", "legal_basis": "other_7_9", "title": "Again", "lifts": "regulation_38"}]),
        "phase_in_groups": leaf([{"category": "nursing", "from": "2026-01-01", "places": ["520100"]}]),
        "repair": {"acts": leaf({"training": {"points": 1, "times_per_year": 1}})},
        "term_starts": leaf("first_of_next_month"),
    }
    six, ten = NINE | {"points": 6}, NINE | {"points": 10}
    once = {"granted_on": "2025-07-01", "points": 1, "act": "training"}
    read_file(
        document(
            example({"on": JUNE, "early_duties": ["talk"]}, six),
            example({"on": LATER, "points": 20, "points_shown": 12}, ten, ten),
            example({"on": JUNE, "points": 7}, NINE | {"points": 7, "situation": "again"}),
            example({"refused": "points_outside_band"}, NINE | {"points": 7, "legal_basis": "regulation_38"}),
            example({"on": JUNE, "status": "not_covered"},
                    enrolments=[{"category": "nursing", "opened_on": JUNE, "place": "520103", "role": "nurse"}]),
            example({"on": "2025-07-02", "points": 5}, six, repairs=[once]),
            example({"refused": "repair_act_used_up"}, six, repairs=[once, once | {"granted_on": "2025-07-02"}]),
            example({"on": JUNE, "status": "normal", "starts_on": "2025-07-01"}, NINE),
            **parameters,
        )
    )  # fmt: skip


MALFORMED = [
    pytest.param({}, id="no list"),
    pytest.param(["one"], id="no table"),
    pytest.param([{"expect": {"on": JUNE}}], id="no title"),
    pytest.param([{"title": " ", "expect": {"on": JUNE}}], id="a blank title"),
    pytest.param([{"title": "it"}], id="nothing expected"),
    pytest.param([{"title": "it", "expect": {}}], id="nothing expected inside"),
    pytest.param([{"title": "it", "expect": {"mood": "good"}}], id="an unknown outcome"),
    pytest.param([{"title": "it", "expect": {"on": "soon"}}], id="no day"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "penalties": []}], id="unknown facts"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "source": 5}], id="a source that is no text"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": NINE}], id="facts that are no list"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": [{"points": 9}]}], id="no date"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": [NINE | {"points": 13}]}], id="13 points"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": [NINE | {"points": "9"}]}], id="as text"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": [NINE | {"mood": 1}]}], id="unknown member"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": [NINE | {"degree": "x"}]}], id="unknown degree"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": [NINE | {"measure": "x"}]}],
                 id="unknown measure"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": [NINE | {"item": [1]}]}], id="a list inside"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "decisions": [NINE | {"legal_basis": "x"}]}],
                 id="unknown legal basis"),
    pytest.param([{"title": "it", "expect": {"on": JUNE}, "objections": [{"lodged_on": JUNE}]}], id="to nothing"),
    pytest.param([{"title": "it", "expect": {"on": JUNE},
                   "objections": [{"decision": 1, "lodged_on": JUNE, "settled_on": JUNE}]}], id="settled how"),
]  # fmt: skip


@pytest.mark.parametrize("examples", MALFORMED)
def test_malformed(examples: Any) -> None:
    with pytest.raises(Refused) as refused:
        read_file(document() | {"examples": examples})
    assert (refused.value.why.code, refused.value.why.field) == ("pack_malformed", "pack")
    where = "examples[1]" if isinstance(examples, list) else "examples"
    assert refused.value.refusal.params["parameter"] == where


def test_every_outcome_is_shown_above() -> None:
    shown = {name for case in (*COMES_OUT, *DIFFERS) for name in case.values[0]["expect"]}
    assert shown == OUTCOMES


def test_what_an_example_leaves_open_is_filled_in() -> None:
    whole = example({"on": JUNE, "points": 0}, repairs=[{"granted_on": JUNE}], refilings=[{"opened_on": JUNE}],
                    restorations=[{"effective_on": JUNE}],
                    cascades=[{"applied_on": JUNE, "status": "suspended", "lifted_on": JUNE}],
                    objections=[{"decision": 2, "lodged_on": JUNE, "settled_on": JUNE, "outcome": "upheld"}],
                    enrolments=[{"category": "nursing", "opened_on": JUNE, "cancelled_on": LATER}])  # fmt: skip
    del whole["decisions"]
    found = parse_examples(document(whole)["examples"], NATIONAL_DEFAULT)[0].facts
    assert found == Facts(
        restorations=(Restoration(id="restorations-1", author="000000", assessed_on=JUNE, effective_on=JUNE,
                                  passed=True),),
        repairs=(Repair(id="repairs-1", author="000000", year=2025, points=0, months=0, granted_on=JUNE,
                        act="example"),),
        refilings=(Refiling(id="refilings-1", author="000000", institution="example", opened_on=JUNE),),
        cascades=(Cascade(id="cascades-1", author="000000", institution="example", status=Status.SUSPENDED,
                          reason="example", applied_on=JUNE),),
        cascade_lifts=(CascadeLift(id="cascades-1-lift", cascade="cascades-1", lifted_on=JUNE),),
        objections=(Objection(id="objections-1", target="decisions-2", lodged_on=JUNE),),
        settlements=(Settlement(id="objections-1-end", objection="objections-1", outcome=ObjectionOutcome.UPHELD,
                                settled_on=JUNE),),
        phase_in_filings=(
            PhaseInFiling(id="enrolments-1", author="000000", category=Category.NURSING, opened_on=JUNE),),
        cancellations=(Cancellation(id="enrolments-1-end", filing="enrolments-1", cancelled_on=day(LATER)),),
    )  # fmt: skip


def test_examples_are_read_with_their_dates() -> None:
    found = parse_examples(document(example({"on": "2025-06-10"}, NINE | {"decided_on": "2025-06-10"}))["examples"],
                           NATIONAL_DEFAULT)  # fmt: skip
    assert found[0].facts.decisions[0].decided_on == day("2025-06-10")
    assert found[0].facts.decisions[0].author == "000000"
