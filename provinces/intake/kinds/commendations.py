"""Commendations: clean and careful service that was commended (art. 32)."""

from provinces.intake.plain import plain
from registry.qualification.services.commendations import CommendationHandler

KIND = plain(
    "commendations",
    topic="commendation.recorded",
    shape=CommendationHandler.shape,
    key=("person", "title", "awarded_on"),
)
