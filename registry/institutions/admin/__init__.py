"""Pages of institutions and their keys; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from registry.institutions.admin import institutions, keys
from sync.admin.titles import say_better

__all__ = ["institutions", "keys"]

say_better(
    {
        "agreement.number": _("agreement number"),
    }
)
