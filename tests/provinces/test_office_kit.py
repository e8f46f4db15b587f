"""What the kit of an office's work refuses from a room that declares the wrong thing: faults, before anybody works."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from provinces.cases.codes import CaseStep
from provinces.cases.models import Case
from provinces.duties.codes import DutyStep
from provinces.notices import noticed
from provinces.office import kinds, steps
from provinces.office.admin import boxes
from provinces.office.codes import OfficeStep
from provinces.office.kinds import Kind
from registry.institutions.models import Institution
from registry.packs.models import RulePack
from registry.words.code import Code
from registry.words.deadlines import DeadlineName


class OtherTitle(Code):
    """A step that is known under another title."""

    DRAFTED = "drafted", "起草", "begun"


class OwnDeadline(Code):
    """A deadline of one kind."""

    ANSWERED = "answered", "答复", "answered"


class TakenDeadline(Code):
    """A deadline that the procedure has."""

    TALK = "talk", "谈话", "talk"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leave what the house has declared as it is."""
    books: list[dict[Any, Any]] = [kinds._kinds, steps._of, noticed._kinds, boxes._boxes]
    before = [dict(book) for book in books]
    yield
    for book, what in zip(books, before, strict=True):
        book.clear()
        book.update(what)


FAULTS = [
    pytest.param(Kind(model=Case), "case is registered twice", id="a noun that is taken"),
    pytest.param(Kind(model=Institution, steps=tuple(OtherTitle)), "drafted has a title", id="a step with two titles"),
    pytest.param(
        Kind(model=Institution, deadlines=tuple(TakenDeadline)), "talk is named", id="the procedure's deadline"
    ),
]


@pytest.mark.parametrize(("kind", "fault"), FAULTS)
def test_what_no_room_may_declare(kind: Kind, fault: str) -> None:
    declared, known = dict(kinds._kinds), dict(steps._of)
    with pytest.raises(ValueError, match=fault):
        kinds.register(kind)
    assert (kinds._kinds, steps._of) == (declared, known)


def test_two_kinds_name_no_deadline_alike() -> None:
    kinds.register(Kind(model=Institution, deadlines=tuple(OwnDeadline)))
    with pytest.raises(ValueError, match="answered is named already"):
        kinds.register(Kind(model=RulePack, deadlines=tuple(OwnDeadline)))


def test_a_kind_may_be_registered_again_as_it_is() -> None:
    before = kinds.deadline_names()
    assert before[: len(DeadlineName)] == list(DeadlineName)
    kind = Kind(model=Institution, steps=tuple(DutyStep), deadlines=tuple(OwnDeadline))
    kinds.register(kind, kind)
    assert kinds.kind_named("institution") is kind
    assert kinds.deadline_names() == [*before, *OwnDeadline]


DECLARED = [
    pytest.param("case", CaseStep.OPENED, True, id="its own"),
    pytest.param("case", OfficeStep.WITHDRAWN, True, id="one of every kind"),
    pytest.param("case", DutyStep.TOLD, False, id="another kind's"),
    pytest.param("nothing", OfficeStep.SIGNED, False, id="no kind of work"),
]


@pytest.mark.parametrize(("noun", "step", "allowed"), DECLARED)
def test_only_declared_steps_are_recorded(noun: str, step: Code, allowed: bool) -> None:
    if allowed:
        steps.must_be_declared(noun, step)
        return
    with pytest.raises(ValueError, match=f"{noun} declares no step {step.value}"):
        steps.must_be_declared(noun, step)


def test_every_step_is_offered_once() -> None:
    offered = [value for value, _title in steps.step_choices()]
    assert len(offered) == len(set(offered))
    assert {"proposed", "drafted", "served", "settled", "assessed", "told"} <= set(offered)


def test_two_boxes_do_not_stand_in_one_place() -> None:
    place = min(boxes._boxes)
    with pytest.raises(ValueError, match=f"place {place} is taken"):
        boxes.add_box(place, lambda request: None)  # type: ignore[arg-type, return-value]


def test_a_notice_is_about_a_thing_in_one_way() -> None:
    (model, *_others) = noticed._kinds
    with pytest.raises(ValueError, match=f"{model.__name__} is registered twice"):
        noticed.register(replace(noticed._kinds[model]))
