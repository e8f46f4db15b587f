"""Ways from a fact to those whom it concerns."""

import pytest

from registry.people.models import Person, PersonSplit
from registry.qualification.models import Decision, Objection, ObjectionSettlement, Repair
from registry.statements import ways


@pytest.mark.parametrize(
    ("model", "way", "passed"),
    [
        pytest.param(Repair, "person", [("person_id", Person)], id="the fact names them"),
        pytest.param(Objection, "decision__person", [("decision_id", Decision), ("decision__person_id", Person)],
                     id="the decision objected to names them"),
        pytest.param(ObjectionSettlement, "objection__decision",
                     [("objection_id", Objection), ("objection__decision_id", Decision)], id="to an act"),
    ],
)  # fmt: skip
def test_a_way_passes_through_columns(model: type, way: str, passed: list[tuple[str, type]]) -> None:
    assert ways.passed(model, way) == passed
    assert ways.end(model, way) is passed[-1][1]


def test_the_first_step_is_a_member_of_the_body() -> None:
    assert ways.steps("decision__person") == ("decision", "person")
    assert ways.steps("person") == ("person", "")
    assert ways.direct(("absorbed", "merge__into", "into")) == ["absorbed", "into"]
    assert ways.target(PersonSplit, "merge").__name__ == "PersonMerge"
