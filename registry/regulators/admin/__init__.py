"""Pages of subscriptions and notifications; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from registry.regulators.admin import notifications, subscriptions
from sync.admin.titles import say_better

__all__ = ["notifications", "subscriptions"]

say_better(
    {
        "group": _("whose people"),
    }
)
