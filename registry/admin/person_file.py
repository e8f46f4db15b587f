"""The file of a person as tables: every fact of the career, beside what follows from them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.admin import person_tables
from registry.admin.base import person_link
from registry.admin.person_tables import Table
from registry.admin.person_titles import chosen, commitment_text, day, notes_of, yuan
from registry.codes.lifelong_id import shown
from registry.selectors.career_sections import SECTIONS
from registry.selectors.careers import Career, Reader, Row
from sync.admin.base import link_to
from sync.scope import title_of

MODELS = {section.name: section.model for section in SECTIONS}


class PersonFile:
    """The career of one person as tables, with links for offices and without them for the person."""

    def __init__(self, career: Career, reader: Reader) -> None:
        self.career = career
        self.reader = reader

    def tables(self) -> list[Table]:
        """Return the tables in the order of the page."""
        tables = [
            person_tables.standings(self.career),
            self._decisions(),
            person_tables.measures(self.career),
            *self._stated(),
            self._notices(),
            self._receipts(),
            self._objections(),
            self._cascades(),
            self._repairs(),
            self._restorations(),
            self._filings(),
            self._commendations(),
            self._losses(),
            person_tables.codes(self.career),
        ]
        if self.career.sections["merges"]:
            tables.append(self._merges())
        if self.career.looks is None:
            return tables
        return [*tables, person_tables.looks(self.career.looks, own=self.reader.own)]

    def _table(self, name: str, title: Any, columns: dict[Any, Callable[[Row], Any]], empty: Any) -> Table:
        """Return the table of a section; where a person has several IDs, it says of which one a fact was said."""
        rows = self.career.sections[name]
        several = len(self.career.ids) > 1 and any("person" in row for row in rows)
        if several:
            columns = {**columns, _("said of"): lambda row: shown(row["person"])}
        return Table(
            anchor=name,
            title=title,
            headers=list(columns),
            rows=[[value(row) for value in columns.values()] for row in rows],
            empty=empty,
        )

    def _institution(self, row: Row) -> Any:
        known = self.career.institutions.get(row["institution"])
        if known is None:
            return row["institution"] or "–"
        return known.name if self.reader.own else link_to(known, known.name)

    def _linked(self, name: str, row: Row, text: object) -> Any:
        if self.reader.own or not self.reader.scope.sees(row["author"]):
            return text
        return link_to(MODELS[name](pk=row["statement"]), text)

    def _decisions(self) -> Table:
        def case(row: Row) -> Any:
            return self._linked("decisions", row, f"{row['case_number']}/{row['item']}")

        return self._table(
            "decisions",
            _("Decisions"),
            {
                _("decided on"): lambda row: day(row["decided_on"]),
                _("case number"): case,
                _("points"): lambda row: row["points"],
                _("degree"): lambda row: chosen("decisions", "degree", row),
                _("legal basis"): lambda row: chosen("decisions", "legal_basis", row),
                _("basis"): lambda row: f"{row['basis_authority']} {row['basis_document']}",
                _("institution"): self._institution,
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No decision."),
        )

    def _about(self, row: Row) -> str:
        """Return how the decision or cascade is called that a row is about."""
        for section, member in (("decisions", "case_number"), ("cascades", "reference")):
            wanted: UUID | None = row.get(section.removesuffix("s"))
            found = next((one for one in self.career.sections[section] if one["statement"] == wanted), None)
            if found is not None:
                return str(found[member])
        return "–"

    def _stated(self) -> list[Table]:
        """Return what lead provinces stated of thresholds that no notice foresaw: seldom anything."""
        if not self.career.sections["stated_measures"]:
            return []
        columns: dict[Any, Callable[[Row], Any]] = {
            _("notice number"): lambda row: self._linked("stated_measures", row, row["number"]),
            _("case number"): self._about,
            _("measure"): lambda row: chosen("stated_measures", "kind", row),
            _("counted from"): lambda row: day(row["starts_on"]),
            _("months"): lambda row: row["months"] or "–",
            _("issued on"): lambda row: day(row["issued_on"]),
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        }
        return [self._table("stated_measures", _("Measures that no notice foresaw"), columns, "")]

    def _notices(self) -> Table:
        return self._table(
            "notices",
            _("Notices"),
            {
                _("notice number"): lambda row: self._linked("notices", row, row["number"]),
                _("case number"): self._about,
                _("issued on"): lambda row: day(row["issued_on"]),
                _("served on"): lambda row: day(row["served_on"]),
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No notice."),
        )

    def _receipts(self) -> Table:
        return self._table(
            "receipts",
            _("Notices received by the person"),
            {
                _("received on"): lambda row: self._linked("receipts", row, day(row["received_on"])),
                _("case number"): self._about,
                _("document"): lambda row: row["document"] or "–",
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("Nobody confirmed yet that the person received a notice."),
        )

    def _objections(self) -> Table:
        return self._table(
            "objections",
            _("Objections"),
            {
                _("lodged on"): lambda row: self._linked("objections", row, day(row["lodged_on"])),
                _("lodged by"): lambda row: chosen("objections", "lodged_by", row),
                _("against"): self._about,
                _("outcome"): lambda row: chosen("objections", "outcome", row) or gettext("not settled yet"),
                _("settled on"): lambda row: day(row["settled_on"]),
                _("points then"): lambda row: row["points"] or "–",
                _("reason"): lambda row: row["settlement_reason"] or "–",
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No objection."),
        )

    def _cascades(self) -> Table:
        return self._table(
            "cascades",
            _("Cascades"),
            {
                _("status"): lambda row: chosen("cascades", "status", row),
                _("applied on"): lambda row: day(row["applied_on"]),
                _("lifted on"): lambda row: day(row["lifted_on"]),
                _("reference"): lambda row: self._linked("cascades", row, row["reference"]),
                _("institution"): self._institution,
                _("reason"): lambda row: row["reason"] or "–",
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No cascade."),
        )

    def _repairs(self) -> Table:
        return self._table(
            "repairs",
            _("Repairs"),
            {
                _("granted on"): lambda row: self._linked("repairs", row, day(row["granted_on"])),
                _("year"): lambda row: row["year"],
                _("points lowered"): lambda row: row["points"] or "–",
                _("months shortened"): lambda row: row["months"] or "–",
                _("act"): lambda row: row["act"],
                _("consent of the author"): lambda row: row["consent"] or "–",
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No repair."),
        )

    def _restorations(self) -> Table:
        return self._table(
            "restorations",
            _("Restorations"),
            {
                _("applied on"): lambda row: day(row["applied_on"]),
                _("assessed on"): lambda row: day(row["assessed_on"]),
                _("effective on"): lambda row: day(row["effective_on"]),
                _("passed"): lambda row: gettext("yes") if row["passed"] else gettext("no"),
                _("consent of the author"): lambda row: row["consent"] or "–",
                _("document"): lambda row: self._linked(
                    "restorations", row, row["document"] or day(row["assessed_on"])
                ),
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No restoration."),
        )

    def _filings(self) -> Table:
        return self._table(
            "filings",
            _("Filings"),
            {
                _("institution"): self._institution,
                _("filed on"): lambda row: self._linked("filings", row, day(row["opened_on"])),
                _("cancelled on"): lambda row: day(row["cancelled_on"]),
                _("role"): lambda row: row["role"] or "–",
                _("category"): lambda row: chosen("filings", "category", row) or "–",
                _("commitment"): commitment_text,
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No filing known here."),
        )

    def _commendations(self) -> Table:
        return self._table(
            "commendations",
            _("Commendations"),
            {
                _("awarded on"): lambda row: day(row["awarded_on"]),
                _("title"): lambda row: self._linked("commendations", row, row["title"]),
                _("institution"): self._institution,
                _("document"): lambda row: row["document"] or "–",
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No commendation known here."),
        )

    def _losses(self) -> Table:
        return self._table(
            "losses",
            _("Losses borne by institutions"),
            {
                _("decided on"): lambda row: day(row["decided_on"]),
                _("reference"): lambda row: self._linked("losses", row, row["reference"]),
                _("institution"): self._institution,
                _("services from"): lambda row: day(row["service_from"]),
                _("services until"): lambda row: day(row["service_to"]),
                _("amount in yuan"): lambda row: yuan(row["amount_fen"]),
                _("author"): lambda row: title_of(row["author"]),
                _("notes"): notes_of,
            },
            _("No loss known here."),
        )

    def _merges(self) -> Table:
        def who(person: str) -> Any:
            return shown(person) if self.reader.own else person_link(person)

        return self._table(
            "merges",
            _("Merges"),
            {
                _("merged on"): lambda row: day(row["merged_on"]),
                _("absorbed"): lambda row: who(row["absorbed"]),
                _("into"): lambda row: who(row["into"]),
                _("case"): lambda row: row["case"],
                _("split on"): lambda row: day(row["split_on"]),
            },
            "",
        )
