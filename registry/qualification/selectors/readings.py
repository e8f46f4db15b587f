"""How each kind of fact is read that bears on standing: by the names that rules and tables share."""

from registry.qualification.models import (
    Annulment,
    Cascade,
    CascadeLift,
    Decision,
    Filing,
    FilingCancellation,
    NoticeReceived,
    NoticeServed,
    Objection,
    ObjectionSettlement,
    Repair,
    Restoration,
    StatedMeasure,
)
from registry.qualification.rules import facts
from registry.statements.reading import Reading

DECISION = Reading(facts.Decision, Decision)
ANNULMENT = Reading(facts.Annulment, Annulment, way="decision__person")
STATED = Reading(facts.MeasureStated, StatedMeasure, way="decision__person")
NOTICE = Reading(facts.NoticeServed, NoticeServed, way="decision__person")
RECEIPT = Reading(facts.NoticeReceived, NoticeReceived, way="decision__person")
OBJECTION = Reading(facts.Objection, Objection)
"""Of a decision or a cascade: whom it concerns, and its target, are said where it is read."""
SETTLEMENT = Reading(facts.Settlement, ObjectionSettlement)
REPAIR = Reading(facts.Repair, Repair)
RESTORATION = Reading(facts.Restoration, Restoration)
CASCADE = Reading(facts.Cascade, Cascade)
CASCADE_LIFT = Reading(facts.CascadeLift, CascadeLift, way="cascade__person")
REFILING = Reading(facts.Refiling, Filing)
PHASE_IN_FILING = Reading(facts.PhaseInFiling, Filing)
"""`place` is where the institution lies, which is recorded of the institution."""
CANCELLATION = Reading(facts.Cancellation, FilingCancellation, way="filing__person")
