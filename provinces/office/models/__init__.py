"""Tables of provinces and of steps."""

from provinces.office.models.provinces import Province
from provinces.office.models.steps import Step

__all__ = [
    "Province",
    "Step",
]
