"""Pages of accounts, groups and tokens, and the door; importing the package registers them."""

from registry.accounts.admin import accounts, fresh, records

__all__ = ["accounts", "fresh", "records"]
