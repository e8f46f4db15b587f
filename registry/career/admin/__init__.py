"""Pages of people and of who looked at them; importing the package registers them."""

from registry.career.admin import people

__all__ = ["people"]
