"""Pages of the federation. Importing the package registers them."""

from sync.admin import nodes, statements
from sync.admin.titles import name_fields

__all__ = ["nodes", "statements"]

name_fields("sync")
