"""What this app says on the log: each kind of statement, who may author it, and who receives it."""

from collections.abc import Mapping
from typing import Any

from registry.services.agreements import AgreementEndHandler, AgreementHandler
from registry.services.cascades import CascadeHandler, LiftHandler
from registry.services.commendations import CommendationHandler
from registry.services.decisions import AnnulmentHandler, DecisionHandler
from registry.services.filings import CancellationHandler, FilingHandler
from registry.services.institutions import InstitutionHandler
from registry.services.losses import LossHandler
from registry.services.merges import MergeHandler, SplitHandler
from registry.services.notices import NoticeHandler, ReceiptHandler
from registry.services.objections import ObjectionHandler
from registry.services.packs import PackHandler
from registry.services.persons import PersonHandler
from registry.services.repairs import RepairHandler
from registry.services.restorations import RestorationHandler
from registry.services.settlements import SettlementHandler
from registry.services.standings import StandingHooks
from registry.services.stated_measures import MeasureHandler
from registry.services.unscored import UnscoredHandler
from sync.topics import Authors, Topic, register, register_hooks


def _never(body: Mapping[str, Any]) -> bool:
    return False


def _refiling(body: Mapping[str, Any]) -> bool:
    """Return whether a filing bears on standing: it does where it ends a termination."""
    return body.get("refiling") is True


def _topic(name: str, handler: Any, **rest: Any) -> Topic:
    return Topic(name=name, authors=rest.pop("authors", Authors.PROVINCES), handler=handler, **rest)


TOPICS = (
    _topic("institution.recorded", InstitutionHandler(), published=_never),
    _topic("filing.opened", FilingHandler(), published=_refiling),
    _topic("filing.cancelled", CancellationHandler(), published=_never),
    _topic("decision.issued", DecisionHandler()),
    _topic("decision.annulled", AnnulmentHandler()),
    _topic("measure.stated", MeasureHandler()),
    _topic("notice.served", NoticeHandler()),
    _topic("notice.received", ReceiptHandler()),
    _topic("objection.lodged", ObjectionHandler()),
    _topic("objection.settled", SettlementHandler()),
    _topic("repair.granted", RepairHandler()),
    _topic("restoration.assessed", RestorationHandler()),
    _topic("cascade.applied", CascadeHandler()),
    _topic("cascade.lifted", LiftHandler()),
    _topic("commendation.recorded", CommendationHandler(), published=_never),
    _topic("loss.borne", LossHandler(), published=_never),
    _topic("agreement.recorded", AgreementHandler(), published=_never),
    _topic("agreement.ended", AgreementEndHandler(), published=_never),
    _topic("case.unscored", UnscoredHandler(), published=_never),
    _topic("person.issued", PersonHandler(), authors=Authors.NATIONAL),
    _topic("person.merged", MergeHandler(), authors=Authors.NATIONAL),
    _topic("person.split", SplitHandler(), authors=Authors.NATIONAL),
    _topic("pack.published", PackHandler(), authors=Authors.NATIONAL),
)


def register_all() -> None:
    """Make the topics and what happens around a batch known to sync."""
    for topic in TOPICS:
        register(topic)
    register_hooks(StandingHooks())
