"""Pages of notices; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from provinces.notices.admin import notices
from sync.admin.titles import say_better

__all__ = ["notices"]

say_better(
    {
        "notice.number": _("notice number"),
    }
)
