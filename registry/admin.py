"""The pages people work in, of every room. Importing it registers them (Django does, when the admin starts)."""

from django.contrib import admin

from registry.doors.admin.titles import division_title
from sync.admin.titles import name_fields
from sync.scope import register_titles

__all__: list[str] = []

name_fields("registry")
register_titles(division_title)

admin.site.index_template = "registry/admin/index.html"
admin.site.disable_action("delete_selected")
