"""Kinds of work of this room: what is owed beside the decisions, and what was done of it."""

from provinces.duties.codes import DutyStep
from provinces.duties.models import CorrectionOrder, Reconciliation, Reminder, Telling
from provinces.duties.selectors import clocks
from provinces.office.kinds import Kind

_STEPS = tuple(DutyStep)

KINDS = (
    Kind(model=Reminder, steps=_STEPS, due=clocks.of_reminders),
    Kind(model=Telling, steps=_STEPS, due=clocks.of_tellings),
    Kind(model=Reconciliation, steps=_STEPS, due=clocks.of_reconciliations),
    Kind(model=CorrectionOrder, steps=_STEPS, clocks=clocks.of_correction, due=clocks.of_corrections),
)
