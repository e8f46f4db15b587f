"""Pages of institutions and their keys; importing the package registers them."""

from registry.institutions.admin import institutions, keys

__all__ = ["institutions", "keys"]
