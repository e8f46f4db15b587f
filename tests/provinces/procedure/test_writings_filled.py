"""Keys of cases from before they had any; where two stand in two writings, both stay and one has the key."""

from importlib import import_module
from pkgutil import iter_modules

import pgtrigger
from django.apps import apps

from provinces import migrations
from provinces.cases.models import Case, CaseItem
from registry.words.written import writings
from tests.provinces.office import OfficeDesk

NAME = next(each.name for each in iter_modules(migrations.__path__) if each.name.endswith("_writings"))
MIGRATION = import_module(f"provinces.migrations.{NAME}")


def test_two_writings_that_stand_already_both_stay(office: OfficeDesk) -> None:
    office.issued(case=office.case(case_number="黔医保罚〔2026〕1号"))
    office.case(case_number="黔医保罚〔2026〕2号")
    stored = (Case.objects.order_by("pk").first(), CaseItem.objects.get())

    with pgtrigger.ignore():
        second = Case.objects.order_by("pk").last()
        assert second is not None
        Case.objects.filter(pk=second.pk).update(case_number="黔医保罚[2026]01号", case_key="x")
        Case.objects.exclude(pk=second.pk).update(case_key="y")
        CaseItem.objects.update(item_key="", act_key="")
    MIGRATION.fill(apps, None)

    first, second = Case.objects.order_by("pk")
    assert stored[0] is not None
    assert first.case_key == stored[0].case_key == writings.case(first.basis_authority, first.case_number)
    assert second.case_key == f"{first.case_key}#{second.pk}"
    item = CaseItem.objects.get()
    assert (item.item_key, item.act_key) == (stored[1].item_key, stored[1].act_key)
