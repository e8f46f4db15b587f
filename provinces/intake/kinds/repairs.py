"""Repairs: points of a year lowered, or terms of that year shortened, for what somebody did to correct it (art. 38)."""

from provinces.files.cells import Cells, in_order
from provinces.intake.plain import plain
from registry.qualification.services.repairs import RepairHandler


def _check(cells: Cells) -> None:
    in_order(cells, "applied_on", "granted_on")


KIND = plain(
    "repairs",
    topic="repair.granted",
    shape=RepairHandler.shape,
    key=("person", "year", "act", "granted_on"),
    added=("consent",),
    check=_check,
)
