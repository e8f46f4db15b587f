"""The pages people work in, of every room. Importing it registers them (Django does, when the admin starts)."""

# ruff: noqa: F401 - importing them is the point

from django.contrib import admin

import registry.accounts.admin
import registry.career.admin
import registry.institutions.admin
import registry.packs.admin
import registry.payment.admin
import registry.people.admin
import registry.portal.admin
import registry.qualification.admin
import registry.regulators.admin
import registry.statistics.admin
from registry.accounts.admin.door import office_door
from registry.accounts.admin.fresh import must_be_fresh
from registry.doors.admin.titles import division_title
from sync.admin.titles import name_fields
from sync.scope import register_titles

name_fields("registry")
register_titles(division_title)

admin.site.index_template = "registry/admin/index.html"
admin.site.disable_action("delete_selected")
admin.site.login = office_door  # type: ignore[method-assign]
# A password that is guessed there would be counted nowhere.
admin.site.password_change = must_be_fresh(admin.site.password_change)  # type: ignore[method-assign,assignment]
