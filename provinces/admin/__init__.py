"""Pages of a province's office: its work step by step, what is due, and what came in from files."""

from provinces.admin import (
    applications,
    cascades,
    cases,
    corrections,
    intake,
    items,
    notices,
    objections,
    provinces,
    reconciliations,
    reminders,
    steps,
    tellings,
    unforeseen,
)
from sync.admin.titles import name_fields

__all__ = [
    "applications", "cascades", "cases", "corrections", "intake", "items", "notices", "objections", "provinces",
    "reconciliations", "reminders", "steps", "tellings", "unforeseen",
]  # fmt: skip

name_fields("provinces")
