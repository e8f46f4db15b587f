"""How the value of a parameter of a rule pack is read and written.

A reader takes what TOML or JSON hold and returns the value as the engine uses it. It raises ValueError or
TypeError for anything else.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.codes.bases import LEGAL_BASES
from registry.codes.degrees import GROUND_REASONS, Ground
from registry.codes.divisions import province_of
from registry.codes.early_duties import EarlyDuty
from registry.codes.payability import is_emergency_code
from registry.codes.persons import Category, PharmacyRole
from registry.rules.values import (
    BANDS,
    AmountThreshold,
    EarlyMeasure,
    LocalReason,
    Months,
    PhaseInGroup,
    RepairAct,
    Situation,
)


def whole(low: int, high: int) -> Callable[[Any], int]:
    """Return the reader of a whole number between two bounds, both included."""

    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError
        return value

    return read


def months(value: Any) -> Months:
    """Read a number of months from 1 to 6, or the two ends of a range."""
    within = whole(1, 6)
    if isinstance(value, list | tuple):
        low, high = map(within, value)
        if low > high:
            raise ValueError
        return Months(low, high)
    return Months(within(value), within(value))


def flag(value: Any) -> bool:
    """Read true or false."""
    if type(value) is not bool:
        raise ValueError
    return value


def text(longest: int) -> Callable[[Any], str]:
    """Return the reader of a text that is not blank."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise ValueError
        return value

    return read


def read_date(value: Any) -> datetime.date:
    """Return a date from TOML's date or JSON's `YYYY-MM-DD`. Raises ValueError."""
    if type(value) is datetime.date:
        return value
    if isinstance(value, str) and len(value) == 10:
        day = datetime.date.fromisoformat(value)
        if day.isoformat() == value:  # and not a week date, which is as long
            return day
    raise ValueError


def roles(value: Any) -> frozenset[PharmacyRole]:
    """Read the roles of a pharmacy that are managed; the head is always among them."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError
    found = frozenset(PharmacyRole(role) for role in value)
    if PharmacyRole.HEAD not in found:
        raise ValueError
    return found


def emergency_codes(value: Any) -> tuple[str, ...]:
    """Read a list of codes, each once, and each such that a line of a payment check can carry it."""
    if not isinstance(value, list | tuple) or not all(map(is_emergency_code, value)):
        raise ValueError
    return _distinct(tuple(value), value)


def acts(value: Any) -> Mapping[str, RepairAct]:
    """Read the acts of repair by their names."""
    if not isinstance(value, Mapping):
        raise ValueError
    found = {}
    for name, act in value.items():
        if not (_is_name(name) and isinstance(act, Mapping) and act.keys() <= {"points", "months", "times_per_year"}):
            raise ValueError
        times = act.get("times_per_year")
        found[name] = RepairAct(
            points=whole(0, 12)(act.get("points", 0)),
            months=whole(0, 12)(act.get("months", 0)),
            times_per_year=None if times is None else whole(1, 12)(times),
        )
    return MappingProxyType(found)


def early_measures(value: Any) -> tuple[EarlyMeasure, ...]:
    """Read the steps below 9 in rising order, each with its duties."""
    found: list[EarlyMeasure] = []
    for table in _tables(value, {"from_points", "duties"}):
        from_points = whole(1, 8)(table["from_points"])
        if found and found[-1].from_points >= from_points:
            raise ValueError
        duties = tuple(EarlyDuty(each) for each in _list(table["duties"]))
        if not duties:
            raise ValueError
        found.append(EarlyMeasure(from_points=from_points, duties=_distinct(duties, duties)))
    return tuple(found)


def phase_in_groups(value: Any) -> tuple[PhaseInGroup, ...]:
    """Read the groups that are covered from days of their own: each names roles, or places, or both."""
    found = []
    for table in _tables(value, {"category", "from"}, {"roles", "places"}):
        of_roles, places = (tuple(_list(table.get(name, []))) for name in ("roles", "places"))
        if not (of_roles or places) or not all(_is_place(place) for place in places):
            raise ValueError
        found.append(
            PhaseInGroup(
                category=Category(table["category"]),
                from_on=read_date(table["from"]),
                roles=_distinct(tuple(map(text(40), of_roles)), of_roles),
                places=_distinct(places, places),
            )
        )
    return _distinct(tuple(found), [(each.category, each.roles, each.places) for each in found])


def bands(value: Any) -> frozenset[str]:
    """Read a list of bands by the names that they have in a pack."""
    found = frozenset(_list(value))
    if not found <= BANDS.keys():
        raise ValueError
    return found


def situations(value: Any) -> tuple[Situation, ...]:
    """Read a province's own situations, each of one band; a national name cannot be taken, and a national basis only be
    lifted.
    """
    found = []
    for table in _tables(value, {"name", "legal_basis", "title"}, {"lifts", "repeats"}):
        basis, lifts = table["legal_basis"], table.get("lifts", "")
        if not _is_name(table["name"]) or table["name"] in LEGAL_BASES:
            raise ValueError
        if basis not in LEGAL_BASES or not basis.startswith("other_"):
            raise ValueError
        if lifts and not (lifts in LEGAL_BASES and LEGAL_BASES[lifts].low < LEGAL_BASES[basis].low):
            raise ValueError
        found.append(
            Situation(
                name=table["name"],
                legal_basis=basis,
                title=text(200)(table["title"]),
                lifts=lifts,
                repeats=flag(table.get("repeats", False)),
            )
        )
    return _distinct(tuple(found), [each.name for each in found])


def reasons(value: Any) -> tuple[LocalReason, ...]:
    """Read a province's own reasons of art. 25; a national name cannot be taken."""
    found = []
    for table in _tables(value, {"name", "ground", "title"}):
        ground = Ground(table["ground"])
        if not _is_name(table["name"]) or table["name"] in GROUND_REASONS or ground is Ground.NONE:
            raise ValueError
        found.append(LocalReason(name=table["name"], ground=ground, title=text(200)(table["title"])))
    return _distinct(tuple(found), [each.name for each in found])


def amounts(value: Any) -> tuple[AmountThreshold, ...]:
    """Read thresholds in rising order: of one basis, more money is never fewer points, all within its band."""
    found: list[AmountThreshold] = []
    for table in _tables(value, {"legal_basis", "from_yuan", "points"}):
        basis = LEGAL_BASES.get(text(40)(table["legal_basis"]))
        if basis is None:
            raise ValueError
        points = whole(basis.low, basis.high)(table["points"])
        from_yuan = whole(0, 10**12)(table["from_yuan"])
        if any(
            each.legal_basis == basis.name and (each.from_yuan >= from_yuan or each.points > points) for each in found
        ):
            raise ValueError
        found.append(AmountThreshold(legal_basis=basis.name, from_yuan=from_yuan, points=points))
    return tuple(found)


def write_value(value: Any) -> Any:
    """Return a parameter's value as JSON and TOML can hold it; its reader gives it back."""
    if isinstance(value, Months):
        return [value.low, value.high] if value.fixed is None else value.fixed
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, Mapping):
        return {name: _written(act) for name, act in value.items()}
    if isinstance(value, tuple):
        return [str(each) if isinstance(each, str) else _written(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def _written(record: Any) -> dict[str, Any]:
    """Return a small record by the names that its members have in a pack; what it leaves open is left out."""
    return {
        _WRITTEN_AS.get(field.name, field.name): write_value(value)
        for field in fields(record)
        if (value := getattr(record, field.name)) != field.default
    }


_WRITTEN_AS = {"from_on": "from"}


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier() and len(value) <= 40


def _is_place(value: Any) -> bool:
    """Return whether a value is a division within a province: a prefecture or a county."""
    return isinstance(value, str) and province_of(value) is not None and not value.endswith("0000")


def _list(value: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError
    return value


def _tables(value: Any, members: set[str], may: Iterable[str] = ()) -> Iterable[Mapping[str, Any]]:
    """Yield the tables of a list, each with these members and perhaps some of those that may be there."""
    for table in _list(value):
        if not isinstance(table, Mapping) or not members <= table.keys() <= members.union(may):
            raise ValueError
        yield table


def _distinct[Each](found: tuple[Each, ...], names: Iterable[Any]) -> tuple[Each, ...]:
    if len(set(names)) != len(found):
        raise ValueError
    return found
