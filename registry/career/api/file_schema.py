"""What the calls for a file answer, for the OpenAPI document: the sections and their words are those of the models."""

from typing import Any

from django.db.models import Field, Model
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers as s

from registry.career.selectors.career_sections import Section, sections
from registry.people.models import PersonCode
from registry.qualification.api.schema import MeasureDone, StandingHeld, StandingInterval
from registry.statements.shapes import column_of
from registry.vault.codes.purposes import Purpose
from registry.vault.models import LookRecord
from registry.words.persons import Category, DocumentKind
from sync.models import StatementStatus

PURPOSE = OpenApiParameter(
    "purpose", OpenApiTypes.STR, required=True, enum=list(Purpose), description="What the look is for; kept with it."
)
IDENTITY = OpenApiParameter(
    "identity", OpenApiTypes.BOOL, description="With name and documents, for accounts that may open the vault."
)

type AnyField = "s.Field[Any, Any, Any, Any]"
"""A field of a document, whatever it reads: it only describes."""

_KINDS: dict[str, type["AnyField"]] = {
    "DateField": s.DateField,
    "DateTimeField": s.DateTimeField,
    "BooleanField": s.BooleanField,
    "SmallIntegerField": s.IntegerField,
    "BigIntegerField": s.IntegerField,
}


def described(field: "Field[Any, Any]", *, optional: bool = False) -> "AnyField":
    """Return a column as the OpenAPI document shows it, in the model's words."""
    if field.is_relation:
        target = field.related_model
        kind: type[AnyField] = s.CharField if target and target._meta.model_name == "person" else s.UUIDField
    else:
        kind = _KINDS.get(field.get_internal_type(), s.CharField)
    return kind(help_text=str(field.help_text), allow_null=optional or field.null)


def _section(section: Section) -> type[s.Serializer[None]]:
    members: dict[str, object] = {
        "statement": s.UUIDField(help_text="The statement that says it."),
        "author": s.CharField(help_text="Division that decided and signed."),
        **{name: described(field, optional=name in section.later) for name, field in section.fields().items()},
        "state": s.ChoiceField(choices=StatementStatus.choices, help_text="Whether it counts."),
        "position": s.IntegerField(allow_null=True, help_text="Place in the national log; null while pending."),
        "__doc__": (section.model.__doc__ or "").partition("\n")[0],
    }
    return type(f"FileOf{section.model.__name__}", (s.Serializer,), members)


def _rows(name: str, model: type[Model], columns: tuple[str, ...]) -> type[s.Serializer[None]]:
    return type(name, (s.Serializer,), {column: described(column_of(model, column)) for column in columns})


class FileDocument(s.Serializer[None]):
    """A document of the person."""

    kind = s.ChoiceField(choices=DocumentKind.choices())
    number = s.CharField(allow_null=True, help_text="Null where this node cannot open it.")


class FileIdentity(s.Serializer[None]):
    """Who is behind the ID, from the vault."""

    name = s.CharField(allow_null=True)
    born_on = s.DateField(allow_null=True)
    category = s.ChoiceField(choices=Category.choices(), allow_blank=True)
    documents = FileDocument(many=True)


_HEAD: dict[str, object] = {
    "person": s.CharField(help_text="Lifelong ID asked about."),
    "merged_into": s.CharField(allow_null=True, help_text="ID under which the person goes on; null: this one."),
    "ids": s.ListField(child=s.CharField(), help_text="All IDs of the person, the one that goes on first."),
    "on": s.DateField(help_text="Day of the standing and the points: today in China."),
    "standing": StandingHeld(),
    "points": s.DictField(child=s.IntegerField(), help_text="Points per calendar year, less repairs."),
    "timeline": StandingInterval(many=True),
    "measures": MeasureDone(many=True),
    **{section.name: _section(section)(many=True) for section in sections()},
    "codes": _rows("FileCode", PersonCode, ("person", "system", "code", "recorded_at"))(many=True),
    "identity": FileIdentity(allow_null=True, help_text="Null unless asked for, or where this node does not know."),
}

File = type(
    "File",
    (s.Serializer,),
    _HEAD
    | {
        "looks": _rows("FileLook", LookRecord, ("at", "office", "purpose", "door", "user_name"))(
            many=True, allow_null=True, help_text="The latest looks, for national staff; else null."
        ),
        "position": s.IntegerField(help_text="Size of the log on this node."),
        "__doc__": "One person, one file (arts. 28, 57).",
    },
)

OwnFile = type(
    "OwnFile",
    (s.Serializer,),
    _HEAD
    | {
        "looks": _rows("OwnLook", LookRecord, ("at", "office", "purpose", "door"))(
            many=True, help_text="Which offices looked, when and what for; own looks are left out."
        ),
        "exported_at": s.DateTimeField(),
        "__doc__": "The own file.",
    },
)
