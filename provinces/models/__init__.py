"""What a province's office works on before, around and after what it signs; one module per noun."""

from provinces.cases.models import Case, CaseItem
from provinces.duties.models.corrections import CorrectionOrder
from provinces.duties.models.reconciliations import Reconciliation, ReconciliationRow
from provinces.duties.models.reminders import Reminder
from provinces.duties.models.tellings import Telling
from provinces.files.models import IntakeFile, IntakeRow
from provinces.notices.models.notices import Notice, NoticeFollowUp, NoticeServing
from provinces.notices.models.unforeseen import UnforeseenMeasure
from provinces.office.models.provinces import Province
from provinces.office.models.steps import Step
from provinces.orders.models import CascadeOrder, CascadeSubject
from provinces.remedies.models.applications import Application
from provinces.remedies.models.objections import ObjectionHandling

__all__ = [
    "Application",
    "CascadeOrder",
    "CascadeSubject",
    "Case",
    "CaseItem",
    "CorrectionOrder",
    "IntakeFile",
    "IntakeRow",
    "Notice",
    "NoticeFollowUp",
    "NoticeServing",
    "ObjectionHandling",
    "Province",
    "Reconciliation",
    "ReconciliationRow",
    "Reminder",
    "Step",
    "Telling",
    "UnforeseenMeasure",
]  # fmt: skip
