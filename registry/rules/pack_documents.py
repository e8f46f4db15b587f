"""The parameters of a pack's document: read one by one, and checked together (national bounds)."""

import itertools
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from registry.codes.degrees import Degree
from registry.rules.errors import Refused
from registry.rules.parameters import MONTHS, NOT_FOUND, PARAMETERS, read_value
from registry.rules.values import BANDS, Months

_LEAF = frozenset({"value", "source"})


def read_parameters(parameters: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Return every parameter's value and source by its name: what the document sets, else the national default."""
    values = {name: parameter.default for name, parameter in PARAMETERS.items()}
    sources = dict.fromkeys(PARAMETERS, NOT_FOUND)
    if not isinstance(parameters, Mapping):
        raise malformed("parameters")
    for name, leaf in _leaves(parameters, ""):
        if name not in PARAMETERS:
            raise Refused.because("pack_unknown_parameter", "parameters", parameter=name)
        source = leaf.get("source")
        if not isinstance(source, str) or not source.strip():
            raise Refused.because("pack_source_missing", name, parameter=name)
        values[name] = read_value(name, leaf["value"])
        sources[name] = source
    return values, sources


def _leaves(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if not isinstance(value, Mapping):
            raise Refused.because("pack_unknown_parameter", "parameters", parameter=name)
        if "value" not in value:
            if not value:
                raise malformed(name)
            yield from _leaves(value, f"{name}.")
        elif value.keys() <= _LEAF:
            yield name, value
        else:
            raise malformed(name)


def months_of(values: Mapping[str, Any]) -> Mapping[str, Months]:
    """Return the lengths that are set by their names; more points are never fewer months (art. 29)."""
    for reached in MONTHS:
        rising = [months for points in (9, 10, 11) if (months := values[f"{reached}.{points}"]) is not None]
        for fewer, more in itertools.pairwise(rising):
            if more.low < fewer.low or more.high < fewer.high:
                raise Refused.because("pack_months_decreasing", reached)
    return {name: value for name, value in values.items() if name.startswith("months.") and value is not None}


def group_of(group: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a group by the rest of their names."""
    return {name.removeprefix(f"{group}."): value for name, value in values.items() if name.startswith(f"{group}.")}


def degree_points_of(values: Mapping[str, Any]) -> Mapping[str, Mapping[Degree, int]]:
    """Return the points of each band's degrees; they must not fall from general to principal (art. 25)."""
    found = {}
    for band in BANDS:
        by_degree = {degree: values[f"degree_points.{band}.{degree.value}"] for degree in Degree}
        points = list(by_degree.values())
        if points != sorted(points):
            raise Refused.because("pack_degrees_decreasing", f"degree_points.{band}", band=band.replace("_", "-"))
        found[band] = MappingProxyType(by_degree)
    return MappingProxyType(found)


def malformed(parameter: str) -> Refused:
    """Return the refusal of a document that is not well-formed at a place."""
    return Refused.because("pack_malformed", "pack", parameter=parameter)
