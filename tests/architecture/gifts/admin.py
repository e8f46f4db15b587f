"""The pages of gifts: entered by one officer, approved by another."""

from typing import Any

from django.contrib import admin
from django.utils.timezone import now

from provinces.office.admin.actions import APPROVE, HANDLE, OfficeAction, OfficeAdmin
from provinces.office.admin.fields import PersonField, day, text, whole
from provinces.office.services.officers import Officer
from sync.admin.actions import ActionForm, done
from sync.admin.base import Menu
from tests.architecture.gifts import entries
from tests.architecture.gifts.models import GiftEntry


class GiftForm(ActionForm):
    """What somebody received."""

    person = PersonField()
    institution = text("institution", 40)
    what = text("what", 60)
    worth_yuan = whole("worth in yuan", 1, 30_000)
    received_on = day("received on")


def _propose(_work: None, data: dict[str, Any], officer: Officer) -> GiftEntry:
    return entries.propose(**data, acting=officer, now=now())


@admin.register(GiftEntry)
class GiftEntryAdmin(OfficeAdmin):
    """What officers enter."""

    menu = Menu("procedure", 130, "redeem")
    list_display = ("what", "person", "state", "proposed_by", "approved_by")
    fields = ("what", "person", "institution", "worth_yuan", "received_on", "state", "proposed_by", "approved_by")
    readonly_fields = fields
    beginnings = (OfficeAction(name="enter", title="enter a gift", duties=HANDLE, form=GiftForm, take=_propose),)
    steps = (
        OfficeAction(
            name="approve",
            title="approve",
            duties=APPROVE,
            take=done(entries.approve),
            opens=lambda entry: entry.state == "proposed",
        ),
    )
