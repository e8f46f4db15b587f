"""Pages of the federation. Importing the package registers them."""

from sync.admin import nodes, proposals, statements
from sync.admin.titles import name_fields

__all__ = ["nodes", "proposals", "statements"]

name_fields("sync")
