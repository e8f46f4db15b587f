"""The pages people work in. Importing the package registers them (Django does, when the admin starts)."""

from django.contrib import admin

from registry.admin import (
    access,
    accounts,
    career_facts,
    facts,
    identities,
    institution_sheets,
    institutions,
    joint_cases,
    merge_foresight,
    merge_queue,
    merges,
    own_accounts,
    people,
    people_figures,
    returns,
    section_tables,
    standing_figures,
    standings,
    unscored,
)
from registry.admin.base import division_title
from sync.admin.titles import name_fields
from sync.scope import register_titles

__all__ = [
    "access", "accounts", "career_facts", "facts", "identities", "institution_sheets", "institutions", "joint_cases",
    "merge_foresight", "merge_queue", "merges", "own_accounts", "people", "people_figures", "returns",
    "section_tables", "standing_figures", "standings", "unscored",
]  # fmt: skip

name_fields("registry")
register_titles(division_title)

admin.site.index_template = "registry/admin/index.html"
admin.site.disable_action("delete_selected")
