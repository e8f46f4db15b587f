"""Pages of objections and applications; importing the package registers them."""

from provinces.remedies.admin import applications, objections

__all__ = ["applications", "objections"]
