"""`GET /api/v1/returns`: the yearly counts, as JSON or `text/csv`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers as s
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from registry.doors import tables
from registry.doors.api import schema
from registry.doors.api.door_view import DoorView
from registry.people.selectors.access import may_ask_standings
from registry.qualification.api.standing import asked_position
from registry.statements.days import today
from registry.statistics.api.institution_sheets import YEAR, asked_year
from registry.statistics.selectors.returns import DIMENSIONS, Cell, Event, YearlyReturn, yearly_return
from sync import merkle_store
from sync.scope import scope_of
from sync.wire.refusals import ProtocolRefused


class ReturnCell(s.Serializer[None]):
    """One count."""

    event = s.ChoiceField(choices=[event.value for event in Event])
    province = s.CharField(help_text="Division that decided.")
    institution_kind = s.CharField(allow_blank=True, help_text="Empty: no institution, or none that is recorded.")
    category = s.CharField(allow_blank=True, help_text="Class of personnel by the filings of the day.")
    band = s.CharField(allow_blank=True, help_text="Band of the legal basis; empty for a status without points.")
    month = s.IntegerField(help_text="Month in which it happened, 1 to 12.")
    count = s.IntegerField()


class ReturnShown(s.Serializer[None]):
    """The counts of a year, and no person in them (医保发〔2024〕23号 §2)."""

    year = s.IntegerField()
    known_at = s.IntegerField(allow_null=True)
    position = s.IntegerField(help_text="Size of the log on this node.")
    totals = s.DictField(child=s.IntegerField(), help_text="Event -> count.")
    by = s.DictField(help_text="Dimension -> value -> event -> count; each dimension adds up to the totals.")
    cells = ReturnCell(many=True)


class CsvRenderer(BaseRenderer):
    """The cells as a table."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Mapping[str, Any],
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, object] | None = None,
    ) -> bytes:
        header = ("year", *Cell._fields, "count")
        rows = ([data["year"], *(cell[name] for name in header[1:])] for cell in data["cells"])
        return tables.table(header, rows)


class ReturnsView(DoorView):
    """The yearly return: of all provinces for national staff, else of one's own."""

    parameters = frozenset({"year", "known_at"})
    renderer_classes = [JSONRenderer, CsvRenderer]

    @extend_schema(
        operation_id="yearly_return",
        parameters=[YEAR, schema.KNOWN_AT],
        responses={
            (200, "application/json"): ReturnShown,
            (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, "One line for each cell."),
            **schema.problems(400, 401, 403, 405, 406),
        },
    )
    def get(self, request: Request) -> Response:
        """Count scores, suspensions, terminations, repairs and objections of a year.

        Suspensions and terminations are person-times: each that began in the year, whichever road led to it.
        """
        if not may_ask_standings(request.user):
            raise ProtocolRefused.because("forbidden")
        year = asked_year(request.query_params.get("year"), today(datetime.now(UTC)).year)
        size = merkle_store.head().size
        known_at = asked_position(request.query_params.get("known_at"), size)
        scope = scope_of(request.user)
        found = yearly_return(year, provinces=None if scope.everything else scope.provinces, known_at=known_at)
        return Response(document(found) | {"position": size})


def document(found: YearlyReturn) -> dict[str, object]:
    """Return a yearly return as JSON values."""
    return {
        "year": found.year,
        "known_at": found.known_at,
        "totals": found.totals,
        "by": {name: {str(value): counts for value, counts in found.by(name).items()} for name in DIMENSIONS},
        "cells": [{**cell._asdict(), "count": count} for cell, count in found.cells.items()],
    }
