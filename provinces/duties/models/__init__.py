"""Tables of what is owed beside decisions."""

from provinces.duties.models.corrections import CorrectionOrder
from provinces.duties.models.reconciliations import Reconciliation, ReconciliationRow
from provinces.duties.models.reminders import Reminder
from provinces.duties.models.tellings import Telling

__all__ = [
    "CorrectionOrder",
    "Reconciliation",
    "ReconciliationRow",
    "Reminder",
    "Telling",
]
