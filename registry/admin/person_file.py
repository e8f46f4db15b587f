"""The file of a person as tables: every fact of the career, and what was computed from them.

The file is whole. Who stands where, and why, is said by facts that every province has in its own database;
facts that are withheld from other provinces (filings) are left out for an officer of another one here as
well.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.admin.base import rule_text
from registry.models import (
    Cascade,
    Decision,
    Filing,
    Institution,
    LookRecord,
    Measure,
    Person,
    PersonCode,
    Restoration,
    StandingInterval,
)
from registry.selectors import visibility
from sync.admin.base import instant, link_to
from sync.scope import Scope, title_of

Date = datetime.date

LOOKS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the file. ``anchor`` is its name inside the page."""

    anchor: str
    title: Any
    headers: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    empty: Any


def day(on: Date | None) -> str:
    """Return a date in the reader's form."""
    return date_format(on) if on else "–"


class PersonFile:
    """The facts of one person as tables."""

    def __init__(self, person: Person, scope: Scope) -> None:
        self.person = person
        self.scope = scope
        self.names: dict[str, Institution] = {}

    def tables(self, intervals: Sequence[StandingInterval]) -> list[Table]:
        filings = self._rows(Filing, "statement", "period")
        if not self.scope.everything:
            own = Q(author__in=self.scope.provinces) | Q(refiling=True)
            filings = filings.filter(own)
        decisions = list(self._rows(Decision, "statement"))
        cascades = list(self._rows(Cascade, "statement"))
        filings = list(filings)
        self._name_institutions(fact.institution for fact in [*filings, *decisions, *cascades])
        tables = [
            self._standings(intervals),
            self._decisions(decisions),
            self._measures(),
            self._cascades(cascades),
            self._restorations(),
            self._filings(filings),
            self._codes(),
        ]
        return [*tables, self._looks()] if self.scope.everything else tables

    def _rows(self, model: Any, *related: str) -> Any:
        return model.objects.filter(person=self.person).select_related(*related)

    def _name_institutions(self, codes: Iterable[str]) -> None:
        known = visibility.institutions(Institution.objects.filter(code__in=set(codes) - {""}), self.scope)
        self.names = {institution.code: institution for institution in known}

    def _institution(self, code: str) -> Any:
        return link_to(self.names[code], self.names[code].name) if code in self.names else code or "–"

    def _linked(self, fact: Any, text: object) -> Any:
        return link_to(fact, text) if self.scope.sees(fact.author) else text

    def _standings(self, intervals: Sequence[StandingInterval]) -> Table:
        return Table(
            anchor="standings",
            title=_("Standings"),
            headers=(_("status"), _("from"), _("until"), _("term ends on"), _("bar ends on"), _("why")),
            rows=[
                (
                    f"{one.get_status_display()}{gettext(' (term over)') if one.term_over else ''}",
                    day(one.from_on),
                    day(one.to_on) if one.to_on else gettext("not ended"),
                    day(one.term_ends_on),
                    day(one.bar_ends_on),
                    "；".join(reason_text(reason) for reason in one.reasons) or rule_text(one.rule),
                )
                for one in intervals
            ],
            empty=_("Always normal so far."),
        )

    def _decisions(self, decisions: Sequence[Decision]) -> Table:
        return Table(
            anchor="decisions",
            title=_("Decisions"),
            headers=(
                _("decided on"),
                _("case number"),
                _("points"),
                _("degree"),
                _("legal basis"),
                _("institution"),
                _("author"),
                _("notes"),
            ),
            rows=[
                (
                    day(one.decided_on),
                    self._linked(one, f"{one.case_number}/{one.item}"),
                    one.points,
                    one.get_degree_display(),
                    one.get_legal_basis_display(),
                    self._institution(one.institution),
                    title_of(one.author),
                    _notes(one, annulled=one.annulments.in_force().exists()),
                )
                for one in decisions
            ],
            empty=_("No decision."),
        )

    def _measures(self) -> Table:
        return Table(
            anchor="measures",
            title=_("Measures"),
            headers=(_("measure"), _("from"), _("until"), _("points"), _("length"), _("author"), _("rule")),
            rows=[
                (
                    one.get_kind_display(),
                    day(one.starts_on),
                    day(one.ends_on),
                    gettext("%(points)s in %(year)s") % {"points": one.points_total, "year": one.year},
                    _length(one),
                    title_of(one.author),
                    rule_text(one.rule),
                )
                for one in Measure.objects.filter(person=self.person)
            ],
            empty=_("No measure."),
        )

    def _cascades(self, cascades: Sequence[Cascade]) -> Table:
        return Table(
            anchor="cascades",
            title=_("Cascades"),
            headers=(
                _("status"),
                _("applied on"),
                _("lifted on"),
                _("reference"),
                _("institution"),
                _("reason"),
                _("author"),
                _("notes"),
            ),
            rows=[
                (
                    one.get_status_display(),
                    day(one.applied_on),
                    day(min((lift.lifted_on for lift in one.lifts.in_force()), default=None)),
                    self._linked(one, one.reference),
                    self._institution(one.institution),
                    one.reason or "–",
                    title_of(one.author),
                    _notes(one),
                )
                for one in cascades
            ],
            empty=_("No cascade."),
        )

    def _restorations(self) -> Table:
        return Table(
            anchor="restorations",
            title=_("Restorations"),
            headers=(
                _("assessed on"),
                _("effective on"),
                _("passed"),
                _("document"),
                _("author"),
                _("notes"),
            ),
            rows=[
                (
                    day(one.assessed_on),
                    day(one.effective_on),
                    gettext("yes") if one.passed else gettext("no"),
                    self._linked(one, one.document or day(one.assessed_on)),
                    title_of(one.author),
                    _notes(one),
                )
                for one in self._rows(Restoration, "statement")
            ],
            empty=_("No restoration."),
        )

    def _filings(self, filings: Sequence[Filing]) -> Table:
        return Table(
            anchor="filings",
            title=_("Filings"),
            headers=(_("institution"), _("filed on"), _("cancelled on"), _("role"), _("author"), _("notes")),
            rows=[
                (
                    self._institution(one.institution),
                    self._linked(one, day(one.opened_on)),
                    day(one.period.cancelled_on) if hasattr(one, "period") else "–",
                    one.role or "–",
                    title_of(one.author),
                    _notes(one, refiling=one.refiling),
                )
                for one in filings
            ],
            empty=_("No filing known here."),
        )

    def _codes(self) -> Table:
        return Table(
            anchor="codes",
            title=_("Codes"),
            headers=(_("system"), _("code"), _("recorded")),
            rows=[
                (one.system, one.code, instant(one.recorded_at))
                for one in PersonCode.objects.filter(person=self.person)
            ],
            empty=_("No code."),
        )

    def _looks(self) -> Table:
        latest = LookRecord.objects.filter(person_id=self.person.pk)[:LOOKS_SHOWN]
        return Table(
            anchor="looks",
            title=_("Latest looks"),
            headers=(_("time"), _("account"), _("door")),
            rows=[(instant(one.at), one.user_name, one.door) for one in latest],
            empty=_("Nobody has looked."),
        )


def _notes(fact: Any, *, annulled: bool = False, refiling: bool = False) -> str:
    """Say what one must know to read a row right: undone, not counting, or new after a termination."""
    notes = []
    if annulled:
        notes.append(gettext("annulled"))
    if refiling:
        notes.append(gettext("new filing after a termination"))
    if fact.statement.status != "logged":
        notes.append(fact.statement.get_status_display())
    return ", ".join(map(str, notes)) or "–"


def _length(measure: Measure) -> str:
    if measure.months:
        return gettext("%(months)s months") % {"months": measure.months}
    if measure.bar_years:
        return gettext("bar of %(years)s years") % {"years": measure.bar_years}
    return "–"


def reason_text(reason: dict[str, Any]) -> str:
    """Return one reason of a standing as a sentence part."""
    author = title_of(str(reason.get("author") or ""))
    if reason.get("kind") == "cascade":
        text = gettext("cascade by %(author)s") % {"author": author}
        return f"{text}: {reason['remark']}" if reason.get("remark") else text
    return gettext("%(points)s points in %(year)s, decided by %(author)s") % {
        "points": reason.get("points_total"),
        "year": reason.get("year"),
        "author": author,
    }
