"""The kinds of intake file, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from provinces.intake import (
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
from provinces.intake.cells import Column
from provinces.intake.kind import Kind

STATEMENT_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
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
    }
)
"""Kinds whose rows become statements; persons are asked of national instead."""

KINDS = (
    "institutions", "agreements", "persons", "filings", "decisions", "notices", "receipts", "objections", "settlements",
    "repairs", "restorations", "annulments", "cascades", "commendations", "losses",
)  # fmt: skip


def columns_of(kind: str) -> tuple[Column, ...]:
    """Return the columns of a kind. Raises KeyError for no kind."""
    return persons.COLUMNS if kind == persons.NAME else STATEMENT_KINDS[kind].columns
