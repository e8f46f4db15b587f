"""Pages of sheets, returns and joint cases; importing the package registers them."""

from registry.statistics.admin import institution_sheets, joint_cases, returns

__all__ = ["institution_sheets", "joint_cases", "returns"]
