"""Titles of columns and fields, in the reader's language.

Models give their fields no titles, so Django shows the field's name, in English. Here every field of an app gets the
same words as a translatable text; what reads badly as a name is said better.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Words = StrOrPromise
"""What a page says to people: a text, or one that is translated only when somebody reads it."""

BETTER: dict[str, Words] = {
    "at": _("time"),
    "from_on": _("from"),
    "to_on": _("until"),
    "last_seen_at": _("last heartbeat"),
    "kid": _("key ID"),
    "seq": _("number"),
    "base_url": _("address"),
    "chain_seq": _("statements so far"),
    "last_position": _("position said"),
    "last_outbox": _("waiting there"),
}
"""By a field's name, or by model and field where the name means something else there; every app adds its own."""


def say_better(titles: Mapping[str, Words]) -> None:
    """Add what reads better than the names of an app's own fields."""
    BETTER.update(titles)


def better_title(model: type[Model], name: str) -> Words | None:
    """Return what is better said than the words of a field's name, or nothing."""
    return BETTER.get(f"{model._meta.model_name}.{name}") or BETTER.get(name)


def plain_title(name: str) -> str:
    """Return the words of a field's name."""
    return name.replace("_", " ")


def name_fields(app_label: str) -> None:
    """Give every field of an app that has no title of its own a translatable one.

    Only what is shown changes: migrations read the title given in the model, and there is none.
    """
    for model in apps.get_app_config(app_label).get_models():
        for field in untitled_fields(model):
            field.verbose_name = better_title(model, field.name) or _(plain_title(field.name))


def untitled_fields(model: type[Model]) -> "list[Field[Any, Any]]":
    """Return the fields to which a model gives no title of their own."""
    fields: list[Any] = [*model._meta.local_fields, *model._meta.local_many_to_many]  # `_verbose_name` has no type
    return [field for field in fields if field._verbose_name is None]
