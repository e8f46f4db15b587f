"""Tables and constraints, one module per noun."""

import registry.models.lookups  # noqa: F401 - makes `any_of` known
from registry.models.access import InstitutionKey, LookRecord
from registry.models.cascades import Cascade, CascadeLift
from registry.models.decisions import Annulment, Decision
from registry.models.filings import Filing, FilingCancellation, FilingPeriod
from registry.models.institutions import Institution
from registry.models.notifications import Notification, Subscription
from registry.models.packs import RulePack
from registry.models.payability import EmergencyUse
from registry.models.persons import Document, HeldIdentity, Identity, Person, PersonCode
from registry.models.restorations import Restoration
from registry.models.standings import Measure, StandingInterval

__all__ = [
    "Annulment", "Cascade", "CascadeLift", "Decision", "Document", "EmergencyUse", "Filing", "FilingCancellation",
    "FilingPeriod", "HeldIdentity", "Identity", "Institution", "InstitutionKey", "LookRecord", "Measure",
    "Notification", "Person", "PersonCode", "Restoration", "RulePack", "StandingInterval", "Subscription",
]  # fmt: skip
