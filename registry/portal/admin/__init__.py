"""Pages of people's own accounts; importing the package registers them."""

from registry.portal.admin import own_accounts

__all__ = ["own_accounts"]
