"""What other rooms show on the page of a fact: they bring it along, since the registry does not know them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

type Beside = Callable[[Any], list[Any]]

_beside: dict[type[Model], list[Beside]] = {}


def register_beside(model: type[Model], shown: Beside) -> None:
    """Have what a function returns shown on the page of each fact of a model; once however often it is said."""
    known = _beside.setdefault(model, [])
    if shown not in known:
        known.append(shown)


def beside(fact: Model) -> Any:
    """Return what is shown on the page of a fact, one thing a line, or a dash."""
    found = [each for shown in _beside.get(type(fact), ()) for each in shown(fact)]
    return format_html_join(mark_safe("<br>"), "{}", ((each,) for each in found)) or "–"
