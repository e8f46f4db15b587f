"""The kinds of intake file, by name: those of this app, and what other apps add."""

from collections.abc import Mapping
from types import MappingProxyType

from provinces.files.cells import Column
from provinces.intake.kind import Kind
from provinces.intake.kinds import (
    agreements,
    annulments,
    cascades,
    commendations,
    decisions,
    filings,
    institutions,
    losses,
    notices,
    objections,
    persons,
    receipts,
    repairs,
    restorations,
    settlements,
)

_kinds: dict[str, Kind] = {}

STATEMENT_KINDS: Mapping[str, Kind] = MappingProxyType(_kinds)
"""Kinds whose rows become statements; persons are asked of national instead."""


def register(*kinds: Kind) -> None:
    """Make kinds of file known. A name registered twice is a programming error."""
    for kind in kinds:
        if kind.name in _kinds or kind.name == persons.NAME:
            raise ValueError(f"the kind {kind.name} is registered twice")
        _kinds[kind.name] = kind


def names() -> tuple[str, ...]:
    """Return the names of all kinds, in the order in which files build on each other."""
    before = (institutions.KIND.name, agreements.KIND.name)
    return (*before, persons.NAME, *(name for name in _kinds if name not in before))


def columns_of(kind: str) -> tuple[Column, ...]:
    """Return the columns of a kind. Raises KeyError for no kind."""
    return persons.COLUMNS if kind == persons.NAME else STATEMENT_KINDS[kind].columns


register(
    institutions.KIND,
    agreements.KIND,
    filings.KIND,
    decisions.KIND,
    notices.KIND,
    receipts.KIND,
    objections.KIND,
    settlements.KIND,
    repairs.KIND,
    restorations.KIND,
    annulments.KIND,
    cascades.KIND,
    commendations.KIND,
    losses.KIND,
)
