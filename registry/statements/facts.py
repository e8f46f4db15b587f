"""What all fact tables share: keyed by the statement that says it, inserted once, never changed."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

import registry.statements.lookups  # noqa: F401 - makes `any_of` known
from registry.words.written import writings
from sync.models import Statement, StatementStatus
from sync.models.triggers import APPEND_ONLY, NO_TRUNCATE

IN_FORCE = (StatementStatus.LOGGED, StatementStatus.PENDING)


class FactQuerySet[M: models.Model](models.QuerySet[M]):
    """Reading facts; writing goes through services, which insert and do nothing else."""

    def in_force(self) -> Self:
        """Facts in the log, and own facts still on their way there."""
        return self.filter(statement__status__in=IN_FORCE)


class Fact(models.Model):
    """A signed fact. In force while its statement is logged, or pending on its author's own node."""

    concerns_author: ClassVar[bool] = False
    """Whether the person whom it is about becomes a concern of the province that signed it, whose officers see them."""
    folded: ClassVar[Mapping[str, Callable[[Any], str]]] = {}
    """Columns beside what a fact says: the keys by which its writings are compared, from the members of its body."""

    statement = models.OneToOneField(
        Statement,
        models.PROTECT,
        primary_key=True,
        related_name="%(class)s",
        help_text=_("The statement that says it."),
    )
    author = models.CharField(max_length=6, help_text=_("Division that decided and signed."))

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        triggers = [APPEND_ONLY, NO_TRUNCATE]


def own_columns(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of what a kind of fact says, in the order of its table: all but who signed it, and how."""
    beside = {"statement", "author", *getattr(model, "folded", ())}
    return tuple(field.name for field in model._meta.concrete_fields if field.name not in beside)


def key_column() -> "models.CharField[str, str]":
    """Return a column for a key by which writings of one thing are compared; it is filled where the fact is stored."""
    return models.CharField(
        max_length=writings.KEY_LENGTH,
        default="",
        editable=False,
        help_text=_("What is written, folded: by it writings of one thing are found. Never shown, signed or sent."),
    )


def that_concern_authors() -> list[type[Fact]]:
    """Return the kinds of fact that make a person the concern of the province which signed one."""
    return [model for model in apps.get_models() if issubclass(model, Fact) and model.concerns_author]


def columns_between(model: type[models.Model], first: str, last: str) -> tuple[str, ...]:
    """Return the names of what a kind of fact says from one column to another, both included."""
    columns = own_columns(model)
    return columns[columns.index(first) : columns.index(last) + 1]
