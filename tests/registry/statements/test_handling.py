"""Body and table say the same, for every topic; and the check at start-up says so where they do not."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import pytest
from django.db import models

from registry.qualification.models import Commendation
from registry.statements.checks import bodies_and_tables_agree
from registry.statements.facts import Fact, own_columns
from registry.statements.handling import FactHandler
from registry.statements.readers import LifelongId, Text
from registry.statements.shapes import Shape
from registry.topics import TOPICS
from sync.topics import Topic

FACTS = [topic for topic in TOPICS if issubclass(topic.handler.model, Fact)]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_body_and_table_say_the_same(topic: Topic) -> None:
    assert topic.handler.disagreements() == []


@pytest.mark.parametrize("topic", FACTS, ids=lambda topic: topic.name)
def test_every_member_is_stored_or_said_not_to_be(topic: Topic) -> None:
    handler: FactHandler = topic.handler
    assert {*handler.shape.names} - handler.unstored == {*own_columns(handler.model)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Praise:
    """A body that does not fit the table of commendations."""

    person: Annotated[str, LifelongId()]
    institution: str = ""
    title: Annotated[str, Text(longest=500)]
    awarded_on: date | None = None
    signed: bool


def test_what_does_not_fit_is_named() -> None:
    assert Shape(Praise, Commendation).disagreements() == [
        "signed has no column",
        "document has no member",
        "title may have 500 characters, and its column 120",
        "awarded_on may be absent, and its column must be filled",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A number that says no bounds."""

    title: int


@pytest.mark.parametrize(
    ("body", "model", "message"),
    [
        pytest.param(Untold, Commendation, "title: say how", id="a number without bounds"),
    ],
)
def test_what_does_not_follow_from_type_and_column_must_be_said(
    body: type, model: type[models.Model], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        Shape(body, model)


def test_the_check_at_start_up_names_the_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bodies_and_tables_agree(None) == []
    topic = next(topic for topic in TOPICS if topic.name == "commendation.recorded")
    monkeypatch.setattr(type(topic.handler), "shape", Shape(Praise, Commendation))
    found = bodies_and_tables_agree(None)
    assert {each.id for each in found} == {"payqual.E002"}
    assert found[0].msg == "commendation.recorded: signed has no column"
