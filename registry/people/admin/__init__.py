"""Pages of who is one person; importing the package registers them."""

from registry.people.admin import figures, identities, merge_queue, merges

__all__ = ["figures", "identities", "merge_queue", "merges"]
