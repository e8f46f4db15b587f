"""The keys of facts from before they had any: the migration folds them, though facts never change."""

from importlib import import_module
from pkgutil import iter_modules

import pgtrigger
import pytest
from django.apps import apps

from registry import migrations
from registry.qualification.models import Cascade, Decision
from registry.words.written import writings
from tests.registry.ledger import GUIZHOU, Ledger, person

NAME = next(each.name for each in iter_modules(migrations.__path__) if each.name.endswith("_writings"))
MIGRATION = import_module(f"registry.migrations.{NAME}")


@pytest.mark.django_db
def test_keys_are_filled_as_handlers_fill_them(ledger: Ledger) -> None:
    ledger.open(1)
    ledger.say("decision.issued", GUIZHOU, {"person": person(1), "case_number": "黔医保罚〔2025〕01号"})
    ledger.say("cascade.applied", GUIZHOU, {"person": person(1), "reference": "黔联〔2025〕01号"})
    stored = (Decision.objects.values("case_key", "item_key").get(), Cascade.objects.values("reference_key").get())
    assert stored[0]["case_key"] == writings.case("某市医疗保障局", "黔医保罚(2025)1号")

    with pgtrigger.ignore("registry.Decision:append_only", "registry.Cascade:append_only"):
        Decision.objects.update(case_key="", item_key="")
        Cascade.objects.update(reference_key="")
    MIGRATION.fill(apps, None)

    again = (Decision.objects.values("case_key", "item_key").get(), Cascade.objects.values("reference_key").get())
    assert again == stored
