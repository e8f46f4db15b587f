"""Pages of provinces and steps; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from provinces.office.admin import provinces, steps
from sync.admin.titles import say_better

__all__ = ["provinces", "steps"]

say_better(
    {
        "name_zh": _("name in Chinese"),
        "name_en": _("name in English"),
    }
)
