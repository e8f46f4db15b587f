"""Pages of a province's office: its work step by step, what is due, and what came in from files."""

from django.utils.translation import gettext_lazy as _

from provinces.files import admin as intake
from sync.admin.titles import name_fields, say_better

__all__ = [
    "applications", "cascades", "cases", "corrections", "due", "intake", "items", "notices", "objections", "provinces",
    "reconciliations", "reminders", "steps", "tellings", "unforeseen",
]  # fmt: skip

say_better(
    {
        "rows_in": _("rows read"),
        "amount_yuan": _("amount in yuan"),
        "notice.number": _("notice number"),
        "telling.method": _("how it was told"),
        "reconciliation.on": _("day"),
        "reconciliation.name": _("file name"),
        "reconciliation.refused": _("not readable"),
        "correctionorder.grounds": _("what is wrong"),
        "name_zh": _("name in Chinese"),
        "name_en": _("name in English"),
    }
)
name_fields("provinces")
