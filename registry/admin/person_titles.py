"""Codes of a file in the reader's words."""

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.admin.base import titled
from registry.codes.purposes import OWN, Purpose
from registry.selectors.career_sections import SECTIONS
from registry.selectors.careers import Row
from sync.scope import title_of

_CHOICES = {
    (section.name, column): dict(field.flatchoices)
    for section in SECTIONS
    for column, field in section.fields().items()
    if field.choices
}

_DOORS = {
    "standing": _("standing, by program"),
    "file": _("file, by program"),
    "file.identity": _("file with identity, by program"),
    "admin.file": _("file, on the page"),
    "admin.vault": _("name and documents, on the page"),
    "admin.settle": _("comparison of identities"),
    "admin.merge": _("comparison of two IDs"),
}


def chosen(section: str, column: str, row: Row) -> str:
    """Return the title of a code in a row; empty where there is none."""
    value = row[column]
    return str(_CHOICES[section, column].get(value, value)) if value else ""


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
    return str(_DOORS.get(door, door))


def yuan(fen: int) -> str:
    """Return an amount of fen in yuan."""
    return number_format(fen / 100, decimal_pos=2, force_grouping=True)
