"""Ways from a fact to those whom it concerns, written as Django writes them: `person`, `decision__person`.

The first step of a way is a member of the statement's body, so whom a statement concerns is known before it is stored.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Model, Q

from sync.topics import Item

SEPARATOR = "__"


def steps(way: str) -> tuple[str, str]:
    """Return the first step of a way, and the rest of it; empty where it is at its end."""
    first, _, rest = way.partition(SEPARATOR)
    return first, rest


def target(model: type[Model], column: str) -> type[Model]:
    """Return the model to which a column refers."""
    found = model._meta.get_field(column).related_model
    assert found is not None
    return found


def passed(model: type[Model], way: str) -> list[tuple[str, type[Model]]]:
    """Return the columns through which a way leads, as queries name them, and to what each refers."""
    found: list[tuple[str, type[Model]]] = []
    before = ""
    for step in way.split(SEPARATOR):
        found.append((f"{before}{step}_id", model := target(model, step)))
        before += step + SEPARATOR
    return found


def end(model: type[Model], way: str) -> type[Model]:
    """Return the model to which a way leads."""
    return passed(model, way)[-1][1]


def direct(ways: Iterable[str]) -> list[str]:
    """Return the ways of one step: members of a body that name somebody themselves."""
    return [way for way in ways if SEPARATOR not in way]


def concerned(model: type[Model], ways: Sequence[str], items: Sequence[Item]) -> set[str]:
    """Return whom statements concern that say facts of a kind: one query for each first step that is not the last."""
    found: set[str] = set()
    onward: dict[str, list[str]] = {}
    for way in ways:
        first, rest = steps(way)
        if rest:
            onward.setdefault(first, []).append(rest)
        else:
            found.update(member for item in items if (member := getattr(item.value, first)) is not None)
    for first, rests in onward.items():
        named = {member for item in items if (member := getattr(item.value, first)) is not None}
        if named:
            rows = target(model, first)._default_manager.filter(pk__any_of=named).order_by()
            found.update(one for ends in rows.values_list(*rests) for one in ends if one is not None)
    return found


def about(ways: Sequence[str], people: Collection[str]) -> Q:
    """Return the condition for facts that concern any of these."""
    condition = Q(pk__in=())
    for way in ways:
        condition |= Q(**{f"{way}__in": people})
    return condition
