"""Evidence is never changed: the database itself refuses, whoever asks."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from registry.payment.models.payability import EmergencyUse
from registry.people.models import Document, Identity, Person, PersonCode
from registry.statements.facts import Fact
from sync.models import Checkpoint, Cosignature, LogEntry, MerkleNode, Node, Receipt, SecurityEvent, Statement
from tests.registry.ledger import GUIZHOU, NATIONAL, NOW, Ledger, person


def guarded(trigger: str) -> list[type[models.Model]]:
    """Return the models with a trigger of this name."""
    return [model for model in apps.get_models() if trigger in {each.name for each in own_triggers(model)}]


def own_triggers(model: type[models.Model]) -> list[Any]:
    return list(getattr(model._meta, "triggers", []))


EVIDENCE = guarded("append_only")
KEPT = guarded("no_delete")
FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]

refused = pytest.raises(DatabaseError, match="Cannot")


def others() -> dict[str, Callable[[], Any]]:
    """Return how a row comes into the tables that no topic writes."""
    return {
        "Identity": lambda: Identity.objects.create(
            person_id=person(1), name_sealed=b"", name_hash=b"", recorded_at=NOW
        ),
        "Document": lambda: Document.objects.create(
            person_id=person(1), kind="passport", number_sealed=b"", number_hash=b"1", recorded_at=NOW
        ),
        "PersonCode": lambda: PersonCode.objects.create(person_id=person(1), system="nhsa", code="1", recorded_at=NOW),
        "EmergencyUse": lambda: EmergencyUse.objects.create(
            person_id=person(1), institution="H1", service_on="2025-01-01", at=NOW
        ),
        "MerkleNode": lambda: MerkleNode.objects.create(level=1, index=0, hash=b""),
        "Checkpoint": lambda: Checkpoint.objects.create(size=1, root=b"", note="", made_at=NOW),
        "Cosignature": lambda: Cosignature.objects.create(
            checkpoint=Checkpoint.objects.create(size=2, root=b"", note="", made_at=NOW),
            node=Node.objects.create(division=GUIZHOU, enrolled_at=NOW),
            line="",
            made_at=NOW,
        ),
        "Receipt": lambda: Receipt.objects.create(statement=Statement.objects.first(), outcome="accepted", position=1),
        "SecurityEvent": lambda: SecurityEvent.objects.create(at=NOW, code="x"),
        "Notice": lambda: bare(apps.get_model("provinces", "Notice"), item_id=1),
        "Reconciliation": lambda: bare(
            apps.get_model("provinces", "Reconciliation"), rows_in=1, same=1, different=0, refused=0, missing=0
        ),
        "Reminder": lambda: bare(apps.get_model("provinces", "Reminder"), held_by="agency"),
        "StatedMeasure": lambda: bare(apps.get_model("registry", "StatedMeasure"), kind="suspension", months=2),
    }


def bare(model: type[models.Model], **given: Any) -> None:
    """Put a row into a table that only a province's office writes, without what the row would hang on."""
    fillers: dict[str, Any] = {
        "CharField": "x", "TextField": "x", "BinaryField": b"x", "DateField": NOW.date(), "DateTimeField": NOW,
        "UUIDField": UUID(int=1), "BooleanField": False, "JSONField": {},
    }  # fmt: skip
    values = dict(given)
    for column in model._meta.concrete_fields:
        free = column.null or column.has_default() or isinstance(column, models.AutoField)
        if column.attname not in values and not free:
            kind = getattr(column, "target_field", column).get_internal_type()
            values[column.attname] = fillers.get(kind, 1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys for a moment
        model(**values).save(force_insert=True)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def written(db: None, national_months: None) -> Ledger:
    """Say one statement of every topic."""
    ledger = Ledger()
    ledger.open(1, 2)
    filing = ledger.say("filing.opened", GUIZHOU, {"person": person(1)})
    ledger.say("filing.cancelled", GUIZHOU, {"filing": str(filing.id)})
    decision = {"decision": str(ledger.decide(10).id)}
    ledger.say("notice.served", GUIZHOU, decision)
    ledger.say("loss.borne", GUIZHOU, {"person": person(1)})
    ledger.say("notice.received", GUIZHOU, decision)
    objection = ledger.say("objection.lodged", GUIZHOU, decision)
    ledger.say("objection.settled", GUIZHOU, {"objection": str(objection.id)})
    ledger.say("repair.granted", GUIZHOU, {"person": person(1)})
    agreement = ledger.say("agreement.recorded", GUIZHOU, {})
    ledger.say("agreement.ended", GUIZHOU, {"agreement": str(agreement.id)})
    ledger.say("restoration.assessed", GUIZHOU, {"person": person(1)})
    ledger.say("decision.annulled", GUIZHOU, {"decision": str(ledger.decide(5, who=2).id)})
    cascade = ledger.say("cascade.applied", GUIZHOU, {"person": person(2)})
    ledger.say("cascade.lifted", GUIZHOU, {"cascade": str(cascade.id)})
    ledger.say("commendation.recorded", GUIZHOU, {"person": person(1)})
    ledger.say("case.unscored", GUIZHOU, {})
    merge = ledger.merge(2, 1)
    ledger.say("person.split", NATIONAL, {"merge": str(merge.id)})
    pack = {"division": GUIZHOU, "version": "1", "valid_from": "2025-01-01", "document": {}}
    ledger.say("pack.published", NATIONAL, pack)
    return ledger


def test_every_fact_and_every_notification_is_evidence() -> None:
    assert {model.__name__ for model in FACTS} == {
        "Agreement", "AgreementEnd", "Annulment", "BorneLoss", "Cascade", "CascadeLift", "Commendation", "Decision",
        "Filing", "FilingCancellation", "NoticeReceived", "NoticeServed", "Objection", "ObjectionSettlement",
        "PersonMerge", "PersonSplit", "Repair", "Restoration", "RulePack", "StatedMeasure", "UnscoredCase",
    }  # fmt: skip
    assert {*FACTS, apps.get_model("registry", "Notification"), LogEntry} <= set(EVIDENCE)


@pytest.mark.parametrize("model", EVIDENCE, ids=lambda model: model._meta.label)
def test_no_row_of_evidence_is_changed_or_removed(model: type[models.Model], written: Ledger) -> None:
    if not model._default_manager.exists():
        others().get(model.__name__, lambda: bare(model))()
    table, column = model._meta.db_table, model._meta.concrete_fields[-1].column
    before = model._default_manager.count()
    for attempt in (f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"'):
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)
    assert model._default_manager.count() == before > 0


@pytest.mark.parametrize("model", sorted({*EVIDENCE, *KEPT}, key=lambda model: model._meta.label),
                         ids=lambda model: model._meta.label)  # fmt: skip
def test_no_table_of_evidence_is_emptied(model: type[models.Model], db: None) -> None:
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')


def test_people_and_statements_stay(written: Ledger) -> None:
    for model in (Person, Statement):
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
    with refused, transaction.atomic():
        Person.objects.filter(pk=person(1)).update(issued_for="310000")
    with refused, transaction.atomic():
        Statement.objects.update(raw=b"other")


def test_what_the_code_asks_for_is_allowed(written: Ledger) -> None:
    Statement.objects.filter(pk=written.said[0].id).update(status="held")
    Person.objects.filter(pk=person(1)).update(statement=None)
    assert isinstance(Statement.objects.first().pk, UUID)
