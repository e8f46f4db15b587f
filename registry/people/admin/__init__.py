"""Pages of who is one person; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from registry.people.admin import figures, identities, merge_queue, merges
from sync.admin.titles import say_better

__all__ = ["figures", "identities", "merge_queue", "merges"]

say_better(
    {
        "lifelong_id": _("lifelong ID"),
        "issued_for": _("issued for"),
        "person_id": _("person"),
        "asked_by": _("asked by"),
    }
)
