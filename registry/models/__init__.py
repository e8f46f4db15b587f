"""Tables and constraints, one module per noun."""

from registry.institutions.models.agreements import Agreement, AgreementEnd
from registry.institutions.models.institutions import Institution
from registry.institutions.models.keys import InstitutionKey
from registry.packs.models import RulePack
from registry.payment.models.losses import BorneLoss
from registry.payment.models.payability import EmergencyUse
from registry.people.models.accounts import PersonAccount
from registry.people.models.merge_proposals import MergeProposal
from registry.people.models.merges import PersonMerge, PersonSplit
from registry.people.models.persons import Document, HeldIdentity, Identity, Person, PersonCode
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
from registry.regulators.models import Notification, Subscription
from registry.vault.models import LookRecord

__all__ = [
    "Agreement", "AgreementEnd", "Annulment", "BorneLoss", "Cascade", "CascadeLift", "Commendation", "Decision",
    "Document", "EmergencyUse", "Filing", "FilingCancellation", "FilingPeriod", "HeldIdentity", "Identity",
    "Institution", "InstitutionKey", "LookRecord", "Measure", "MergeProposal", "NoticeReceived", "NoticeServed",
    "Notification", "Objection", "ObjectionSettlement", "Person", "PersonAccount", "PersonCode", "PersonMerge",
    "PersonSplit", "Repair", "Restoration", "RulePack", "StandingInterval", "StatedMeasure", "Subscription",
    "UnscoredCase",
]  # fmt: skip
