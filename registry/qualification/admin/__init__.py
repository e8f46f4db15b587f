"""Pages of filings, decisions, remedies and standings; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from registry.qualification.admin import commendations, facts, figures, merge_foresight, standings, unscored
from sync.admin.titles import say_better

__all__ = ["commendations", "facts", "figures", "merge_foresight", "standings", "unscored"]

say_better(
    {
        "decision_id": _("decision"),
        "opened_on": _("filed on"),
        "noticeserved.number": _("notice number"),
    }
)
