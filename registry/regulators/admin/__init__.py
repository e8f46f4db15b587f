"""Pages of subscriptions and notifications; importing the package registers them."""

from registry.regulators.admin import notifications, subscriptions

__all__ = ["notifications", "subscriptions"]
