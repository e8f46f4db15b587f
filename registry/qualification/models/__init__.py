"""Tables of filings, decisions, remedies and what follows."""

from registry.qualification.models.cascades import Cascade, CascadeLift
from registry.qualification.models.commendations import Commendation
from registry.qualification.models.decisions import Annulment, Decision, StatedMeasure
from registry.qualification.models.filings import Filing, FilingCancellation, FilingPeriod
from registry.qualification.models.notices import NoticeReceived, NoticeServed
from registry.qualification.models.objections import Objection, ObjectionSettlement
from registry.qualification.models.repairs import Repair
from registry.qualification.models.restorations import Restoration
from registry.qualification.models.standings import Measure, StandingInterval
from registry.qualification.models.unscored import UnscoredCase

__all__ = [
    "Annulment",
    "Cascade",
    "CascadeLift",
    "Commendation",
    "Decision",
    "Filing",
    "FilingCancellation",
    "FilingPeriod",
    "Measure",
    "NoticeReceived",
    "NoticeServed",
    "Objection",
    "ObjectionSettlement",
    "Repair",
    "Restoration",
    "StandingInterval",
    "StatedMeasure",
    "UnscoredCase",
]
