"""The sections of a file: which facts, which of their columns, and what later facts say about them.

Said once: the page, the API with its OpenAPI document and the export are all read from here. Columns have the names
that the statements' bodies and the models give them, and the models' words explain them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model, OuterRef, Q, QuerySet, Subquery

from registry.models import (
    Annulment,
    BorneLoss,
    Cascade,
    CascadeLift,
    Commendation,
    Decision,
    Filing,
    FilingCancellation,
    NoticeReceived,
    NoticeServed,
    Objection,
    ObjectionSettlement,
    PersonMerge,
    PersonSplit,
    Repair,
    Restoration,
    StatedMeasure,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A column of a later fact about the row's: of the first such fact, or of the last."""

    model: Any
    link: str
    column: str
    order: tuple[str, ...]

    def value(self) -> Subquery:
        """Return the column as a subquery of the row's."""
        found = self.model.objects.in_force().filter(**{self.link: OuterRef("pk")})
        return Subquery(found.order_by(*self.order).values(self.column)[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Facts of one kind in a file. `withheld`: other provinces than the author are not told of them."""

    name: str
    model: Any
    columns: tuple[str, ...]
    people: tuple[str, ...] = ("person",)
    """Ways to the person whom a fact is about."""
    later: Mapping[str, Later] = field(default_factory=dict)
    withheld: bool = False
    order: tuple[str, ...] = ()

    def about(self, people: frozenset[str]) -> QuerySet[Any]:
        """Return the facts about some IDs."""
        condition = Q(pk__in=())
        for way in self.people:
            condition |= Q(**{f"{way}__in": people})
        return self.model.objects.filter(condition)

    def fields(self) -> dict[str, Field]:
        """Return each column with the model's field that explains it."""
        own = {name: _field(self.model, name) for name in self.columns}
        return own | {name: _field(later.model, later.column) for name, later in self.later.items()}


def _field(model: type[Model], name: str) -> Field:
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found


def _first(model: Any, link: str, column: str, order: str) -> Later:
    return Later(model=model, link=link, column=column, order=(order, "statement"))


def _settled(column: str) -> Later:
    return Later(model=ObjectionSettlement, link="objection", column=column, order=("-settled_on", "-statement"))


SECTIONS = (
    Section(
        name="filings",
        model=Filing,
        columns=(
            "person", "institution", "opened_on", "role", "category", "practice_type", "practice_category",
            "practice_scope", "job_title", "commitment_version", "commitment_signed_on", "commitment_form", "refiling",
        ),
        later={
            "cancelled_on": _first(FilingCancellation, "filing", "cancelled_on", "cancelled_on"),
            "cancellation_reason": _first(FilingCancellation, "filing", "reason", "cancelled_on"),
        },
        withheld=True,
        order=("opened_on",),
    ),
    Section(
        name="decisions",
        model=Decision,
        columns=(
            "person", "institution", "case_number", "item", "basis_kind", "basis_authority", "basis_document",
            "legal_basis", "decided_on", "degree", "points", "ground", "ground_reason", "situation", "reached",
            "conduct_from", "conduct_to", "notice_issued_on", "notice_served_on", "measure", "suspension_months",
            "suspension_starts_on",
        ),
        later={
            "annulled_on": _first(Annulment, "decision", "annulled_on", "annulled_on"),
            "annulment_document": _first(Annulment, "decision", "document", "annulled_on"),
        },
        order=("decided_on",),
    ),
    Section(
        name="stated_measures",
        model=StatedMeasure,
        columns=("decision", "kind", "starts_on", "months", "number", "issued_on"),
        people=("decision__person",),
        order=("issued_on",),
    ),
    Section(
        name="notices",
        model=NoticeServed,
        columns=("decision", "number", "issued_on", "served_on"),
        people=("decision__person",),
        order=("served_on",),
    ),
    Section(
        name="receipts",
        model=NoticeReceived,
        columns=("decision", "received_on", "document"),
        people=("decision__person",),
        order=("received_on",),
    ),
    Section(
        name="objections",
        model=Objection,
        columns=("decision", "cascade", "lodged_on", "lodged_by", "document"),
        people=("decision__person", "cascade__person"),
        later={
            "outcome": _settled("outcome"),
            "settled_on": _settled("settled_on"),
            "points": _settled("points"),
            "suspension_months": _settled("suspension_months"),
            "settlement_document": _settled("document"),
            "settlement_reason": _settled("reason"),
        },
        order=("lodged_on",),
    ),
    Section(
        name="repairs",
        model=Repair,
        columns=("person", "year", "points", "months", "act", "applied_on", "granted_on", "consent", "document"),
        order=("granted_on",),
    ),
    Section(
        name="restorations",
        model=Restoration,
        columns=("person", "applied_on", "assessed_on", "effective_on", "passed", "consent", "document"),
        order=("effective_on",),
    ),
    Section(
        name="cascades",
        model=Cascade,
        columns=(
            "person", "institution", "reference", "status", "reason", "basis_authority", "basis_document",
            "applied_on",
        ),
        later={"lifted_on": _first(CascadeLift, "cascade", "lifted_on", "lifted_on")},
        order=("applied_on",),
    ),
    Section(
        name="commendations",
        model=Commendation,
        columns=("person", "institution", "title", "awarded_on", "document"),
        withheld=True,
        order=("awarded_on",),
    ),
    Section(
        name="losses",
        model=BorneLoss,
        columns=(
            "person", "institution", "reference", "service_from", "service_to", "amount_fen", "decided_on", "document",
        ),
        withheld=True,
        order=("decided_on",),
    ),
    Section(
        name="merges",
        model=PersonMerge,
        columns=("absorbed", "into", "merged_on", "case"),
        people=("absorbed", "into"),
        later={"split_on": _first(PersonSplit, "merge", "split_on", "split_on")},
        order=("merged_on",),
    ),
)  # fmt: skip
"""In the order in which a file shows them."""
