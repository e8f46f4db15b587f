"""Codes, days and reasons of a file in the reader's words."""

import datetime
from functools import cache

from django.utils.translation import gettext

from registry.career.selectors.career_sections import sections
from registry.career.selectors.careers import Row
from registry.doors.admin.titles import day, titled
from registry.qualification.rules.measures import Measure
from registry.qualification.rules.standing import Interval
from registry.vault.codes.looks import LookDoor
from registry.vault.codes.purposes import OWN, Purpose
from sync.admin.titles import Words
from sync.models import StatementStatus
from sync.scope import title_of

Date = datetime.date


def chosen(section: str, column: str, row: Row) -> str:
    """Return the title of a code in a row; empty where there is none."""
    value = row[column]
    return str(_choices()[section, column].get(value, value)) if value else ""


@cache
def _choices() -> dict[tuple[str, str], dict[object, Words]]:
    """Return the titles of the codes in each section's columns; asked for when every app has said its topics."""
    return {
        (section.name, column): dict(field.flatchoices)
        for section in sections()
        for column, field in section.fields().items()
        if field.choices
    }


def look_purpose(look: Row) -> str:
    """Return what a look was for."""
    purpose = look["purpose"]
    if purpose == OWN:
        return gettext("the person's own look")
    return titled(Purpose(purpose)) if purpose in set(Purpose) else purpose or "–"


def offices(office: str) -> str:
    """Return the divisions that an account looked for."""
    return "、".join(title_of(code) for code in office.split(",") if code) or "–"


def door_title(door: str) -> str:
    """Return through which page or call a look came."""
    return titled(LookDoor(door)) if door in set(LookDoor) else door


def status_text(interval: Interval) -> str:
    """Return a status with what qualifies it."""
    text = titled(interval.status)
    if interval.term_over:
        text += gettext(" (term over)")
    if interval.objection_pending:
        text += gettext(" (objection pending)")
    return text


def commitment_text(row: Row) -> str:
    """Return version, day and form of the commitment of a filing."""
    if not row["commitment_version"]:
        return gettext("none known")
    signed = day(row["commitment_signed_on"])
    return " · ".join(filter(None, (row["commitment_version"], signed, chosen("filings", "commitment_form", row))))


def notes_of(row: Row) -> str:
    """Say what one must know to read a row right: undone, not counting, or new after a termination."""
    notes = []
    if row.get("annulled_on"):
        notes.append(gettext("annulled"))
    if row.get("refiling"):
        notes.append(gettext("new filing after a termination"))
    if row["state"] != StatementStatus.LOGGED:
        notes.append(str(StatementStatus(row["state"]).label))
    return ", ".join(notes) or "–"


def length_of(measure: Measure) -> str:
    """Return how long a measure lasts."""
    if measure.months:
        return gettext("%(months)s months") % {"months": measure.months}
    if measure.bar_years:
        return gettext("bar of %(years)s years") % {"years": measure.bar_years}
    return "–"


def reason_text(reason: dict[str, object]) -> str:
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
