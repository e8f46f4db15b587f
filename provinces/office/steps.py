"""Which steps are recorded: those of every kind of work, and what each kind declares of its own."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provinces.office.codes import OfficeStep
from registry.statements.choices import titled
from registry.words.code import Code

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_of: dict[str, tuple[Code, ...]] = {}


def declare(noun: str, steps: Iterable[Code]) -> None:
    """Say which steps a kind of work has, beside those of every kind. A step with two titles is a programming error."""
    known = {step.value: step for step in all_steps()}
    for step in steps:
        before = known.get(step.value, step)
        if (before.title_zh, before.title_en) != (step.title_zh, step.title_en):
            raise ValueError(f"the step {step.value} has a title already")
    _of[noun] = tuple(steps)


def must_be_declared(noun: str, step: Code) -> None:
    """Make sure that a kind of work has declared a step. Another is a programming error."""
    if noun not in _of or step.value not in {each.value for each in (*OfficeStep, *_of[noun])}:
        raise ValueError(f"{noun} declares no step {step.value}")


def all_steps() -> list[Code]:
    """Return every step that is recorded of any kind, each once."""
    found: dict[str, Code] = {step.value: step for step in OfficeStep}
    for steps in _of.values():
        for step in steps:
            found.setdefault(step.value, step)
    return list(found.values())


def step_choices() -> "list[tuple[str, StrOrPromise]]":
    """Return every step with its title in the reader's language."""
    return titled(all_steps())
