"""The pages people work in. Importing the package registers them (Django does, when the admin starts)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

pass
from registry.doors.admin.titles import division_title
from sync.admin.titles import name_fields, say_better
from sync.scope import register_titles

__all__ = [
    "access", "accounts", "career_facts", "facts", "identities", "institution_sheets", "institutions", "joint_cases",
    "merge_foresight", "merge_queue", "merges", "own_accounts", "people", "people_figures", "returns",
    "section_tables", "standing_figures", "standings", "unscored",
]  # fmt: skip

say_better(
    {
        "opened_on": _("filed on"),
        "group": _("whose people"),
        "lifelong_id": _("lifelong ID"),
        "issued_for": _("issued for"),
        "user_name": _("account"),
        "person_id": _("person"),
        "decision_id": _("decision"),
        "asked_by": _("asked by"),
        "noticeserved.number": _("notice number"),
        "agreement.number": _("agreement number"),
    }
)
name_fields("registry")
register_titles(division_title)

admin.site.index_template = "registry/admin/index.html"
admin.site.disable_action("delete_selected")
