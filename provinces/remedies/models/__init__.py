"""Tables of objections and applications in hand."""

from provinces.remedies.models.applications import Application
from provinces.remedies.models.objections import ObjectionHandling

__all__ = [
    "Application",
    "ObjectionHandling",
]
