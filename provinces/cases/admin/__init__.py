"""Pages of cases and of what each person answers for; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from provinces.cases.admin import cases, items
from sync.admin.titles import say_better

__all__ = ["cases", "items"]

say_better(
    {
        "amount_yuan": _("amount in yuan"),
    }
)
