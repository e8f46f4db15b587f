"""Tables: described column by column, in step with their migrations."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field, Model
from rest_framework_api_key.models import AbstractAPIKey

OWN = [model for label in ("registry", "provinces", "sync") for model in apps.get_app_config(label).get_models()]
FOREIGN = {field.name for field in AbstractAPIKey._meta.get_fields()}


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_column_is_described(model: type[Model]) -> None:
    assert model.__doc__
    columns = [field for field in model._meta.get_fields() if isinstance(field, Field) and not field.auto_created]
    inherited = FOREIGN if issubclass(model, AbstractAPIKey) else set()
    silent = [
        column.name
        for column in columns
        if column.concrete and not column.help_text and column.name not in inherited | {"id", "pk"}
    ]
    assert silent == []
