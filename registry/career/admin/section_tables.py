"""Tables of a person's file that show what was said of them: one for each section, in the words of their nouns."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.career.admin.person_file import Columns, PersonFile, of_section
from registry.career.admin.person_tables import Table
from registry.career.admin.person_titles import chosen, commitment_text, notes_of
from registry.career.selectors.careers import Row
from registry.doors.admin.titles import day, yuan
from registry.people.admin.of_person import person_link
from registry.words.lifelong_id import shown
from sync.scope import title_of


@of_section("decisions")
def _decisions(file: PersonFile) -> Table | None:
    def case(row: Row) -> object:
        return file.linked("decisions", row, f"{row['case_number']}/{row['item']}")

    return file.table(
        "decisions",
        _("Decisions"),
        {
            _("decided on"): lambda row: day(row["decided_on"]),
            _("case number"): case,
            _("points"): lambda row: row["points"],
            _("degree"): lambda row: chosen("decisions", "degree", row),
            _("legal basis"): lambda row: chosen("decisions", "legal_basis", row),
            _("basis"): lambda row: f"{row['basis_authority']} {row['basis_document']}",
            _("institution"): file.institution,
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("No decision."),
    )


@of_section("stated_measures")
def _stated(file: PersonFile) -> Table | None:
    """Return what lead provinces stated of thresholds that no notice foresaw: seldom anything."""
    if not file.career.sections["stated_measures"]:
        return None
    columns: Columns = {
        _("notice number"): lambda row: file.linked("stated_measures", row, row["number"]),
        _("case number"): file.act_of,
        _("measure"): lambda row: chosen("stated_measures", "kind", row),
        _("counted from"): lambda row: day(row["starts_on"]),
        _("months"): lambda row: row["months"] or "–",
        _("issued on"): lambda row: day(row["issued_on"]),
        _("author"): lambda row: title_of(row["author"]),
        _("notes"): notes_of,
    }
    return file.table("stated_measures", _("Measures that no notice foresaw"), columns, "")


@of_section("notices")
def _notices(file: PersonFile) -> Table | None:
    return file.table(
        "notices",
        _("Notices"),
        {
            _("notice number"): lambda row: file.linked("notices", row, row["number"]),
            _("corrects notice"): lambda row: row["corrects"] or "–",
            _("case number"): file.act_of,
            _("issued on"): lambda row: day(row["issued_on"]),
            _("served on"): lambda row: day(row["served_on"]),
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("No notice."),
    )


@of_section("receipts")
def _receipts(file: PersonFile) -> Table | None:
    return file.table(
        "receipts",
        _("Notices received by the person"),
        {
            _("received on"): lambda row: file.linked("receipts", row, day(row["received_on"])),
            _("case number"): file.act_of,
            _("notice number"): lambda row: row["number"] or _("the first"),
            _("document"): lambda row: row["document"] or "–",
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("Nobody confirmed yet that the person received a notice."),
    )


@of_section("objections")
def _objections(file: PersonFile) -> Table | None:
    return file.table(
        "objections",
        _("Objections"),
        {
            _("lodged on"): lambda row: file.linked("objections", row, day(row["lodged_on"])),
            _("lodged by"): lambda row: chosen("objections", "lodged_by", row),
            _("against"): file.act_of,
            _("outcome"): lambda row: chosen("objections", "outcome", row) or gettext("not settled yet"),
            _("settled on"): lambda row: day(row["settled_on"]),
            _("points then"): lambda row: row["points"] or "–",
            _("reason"): lambda row: row["settlement_reason"] or "–",
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("No objection."),
    )


@of_section("cascades")
def _cascades(file: PersonFile) -> Table | None:
    return file.table(
        "cascades",
        _("Cascades"),
        {
            _("status"): lambda row: chosen("cascades", "status", row),
            _("applied on"): lambda row: day(row["applied_on"]),
            _("lifted on"): lambda row: day(row["lifted_on"]),
            _("reference"): lambda row: file.linked("cascades", row, row["reference"]),
            _("institution"): file.institution,
            _("reason"): lambda row: row["reason"] or "–",
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("No cascade."),
    )


@of_section("repairs")
def _repairs(file: PersonFile) -> Table | None:
    return file.table(
        "repairs",
        _("Repairs"),
        {
            _("granted on"): lambda row: file.linked("repairs", row, day(row["granted_on"])),
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


@of_section("restorations")
def _restorations(file: PersonFile) -> Table | None:
    return file.table(
        "restorations",
        _("Restorations"),
        {
            _("applied on"): lambda row: day(row["applied_on"]),
            _("assessed on"): lambda row: day(row["assessed_on"]),
            _("effective on"): lambda row: day(row["effective_on"]),
            _("passed"): lambda row: gettext("yes") if row["passed"] else gettext("no"),
            _("consent of the author"): lambda row: row["consent"] or "–",
            _("document"): lambda row: file.linked("restorations", row, row["document"] or day(row["assessed_on"])),
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("No restoration."),
    )


@of_section("filings")
def _filings(file: PersonFile) -> Table | None:
    return file.table(
        "filings",
        _("Filings"),
        {
            _("institution"): file.institution,
            _("filed on"): lambda row: file.linked("filings", row, day(row["opened_on"])),
            _("cancelled on"): lambda row: day(row["cancelled_on"]),
            _("role"): lambda row: row["role"] or "–",
            _("category"): lambda row: chosen("filings", "category", row) or "–",
            _("commitment"): commitment_text,
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("No filing known here."),
    )


@of_section("commendations")
def _commendations(file: PersonFile) -> Table | None:
    return file.table(
        "commendations",
        _("Commendations"),
        {
            _("awarded on"): lambda row: day(row["awarded_on"]),
            _("title"): lambda row: file.linked("commendations", row, row["title"]),
            _("institution"): file.institution,
            _("document"): lambda row: row["document"] or "–",
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("No commendation known here."),
    )


@of_section("losses")
def _losses(file: PersonFile) -> Table | None:
    return file.table(
        "losses",
        _("Losses borne by institutions"),
        {
            _("decided on"): lambda row: day(row["decided_on"]),
            _("reference"): lambda row: file.linked("losses", row, row["reference"]),
            _("institution"): file.institution,
            _("services from"): lambda row: day(row["service_from"]),
            _("services until"): lambda row: day(row["service_to"]),
            _("amount in yuan"): lambda row: yuan(row["amount_fen"]),
            _("author"): lambda row: title_of(row["author"]),
            _("notes"): notes_of,
        },
        _("No loss known here."),
    )


@of_section("merges")
def _merges(file: PersonFile) -> Table | None:
    if not file.career.sections["merges"]:
        return None

    def who(person: str) -> str:
        return shown(person) if file.reader.own else person_link(person)

    return file.table(
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
