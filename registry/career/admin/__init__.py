"""Pages of people and of who looked at them; importing the package registers them."""

from django.utils.translation import gettext_lazy as _

from registry.career.admin import people, section_tables
from sync.admin.titles import say_better

__all__ = ["people", "section_tables"]

say_better(
    {
        "user_name": _("account"),
    }
)
