"""Pages of notices, and of measures to be stated; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from provinces.notices.admin import notices, unforeseen
from sync.admin.titles import say_better

__all__ = ["notices", "unforeseen"]

say_better(
    {
        "notice.number": _("notice number"),
    }
)
