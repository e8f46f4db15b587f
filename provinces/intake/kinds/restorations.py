"""Restorations: the result of assessing somebody after a suspension (art. 39). A failed assessment is a fact, too."""

from provinces.intake.plain import plain
from registry.qualification.services.restorations import RestorationHandler

KIND = plain(
    "restorations",
    topic="restoration.assessed",
    shape=RestorationHandler.shape,
    key=("person", "effective_on"),
    added=("applied_on", "consent"),
)
