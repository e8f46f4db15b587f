"""What the contracts share."""

from tests.national_text import national_months

__all__ = ["national_months"]
