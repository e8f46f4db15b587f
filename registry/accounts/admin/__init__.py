"""Pages of accounts, groups and tokens; importing the package registers them."""

from registry.accounts.admin import accounts

__all__ = ["accounts"]
