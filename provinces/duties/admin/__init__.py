"""Pages of what is owed and what is due; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from provinces.duties.admin import corrections, due, reconciliations, reminders, tellings
from sync.admin.titles import say_better

__all__ = ["corrections", "due", "reconciliations", "reminders", "tellings"]

say_better(
    {
        "telling.method": _("how it was told"),
        "reconciliation.on": _("day"),
        "reconciliation.name": _("file name"),
        "reconciliation.refused": _("not readable"),
        "correctionorder.grounds": _("what is wrong"),
    }
)
