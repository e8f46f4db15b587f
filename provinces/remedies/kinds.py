"""Kinds of work of this room: objections, and applications for repair and restoration."""

from provinces.office.kinds import Kind
from provinces.remedies.codes import ApplicationStep, ObjectionStep
from provinces.remedies.models import Application, ObjectionHandling
from provinces.remedies.selectors import clocks

KINDS = (
    Kind(
        model=ObjectionHandling,
        steps=tuple(ObjectionStep),
        clocks=clocks.of_objection,
        due=clocks.due_of_objections,
    ),
    Kind(
        model=Application,
        steps=tuple(ApplicationStep),
        clocks=clocks.of_application,
        due=clocks.due_of_applications,
    ),
)
