"""The body of a statement for the OpenAPI document: its members as they are read, in the words of its model."""

from dataclasses import MISSING
from typing import Any

from rest_framework import serializers as s

from registry.statements.readers import Choice, Day, Flag, Reader, StatementId, Whole
from registry.statements.shapes import Shape, column_of


def body_serializer(name: str, shape: Shape[object], doc: str) -> type[s.Serializer[None]]:
    """Return a statement's body as a serializer, which only describes it: the topic reads it."""
    members: dict[str, object] = {
        member: _field(reader, help_text=str(column_of(shape.model, member).help_text), required=default is MISSING)
        for member, reader, default in shape.members
    }
    return type(name, (s.Serializer,), {**members, "__doc__": doc})


def _field(reader: Reader, **said: Any) -> s.Field[Any, Any, Any, Any]:
    match reader:
        case Choice(codes=codes, blank=False):  # where none may be said, the list is not closed: text
            return s.ChoiceField(choices=[(code.value, str(getattr(code, "title_en", code))) for code in codes], **said)
        case Whole(low=low, high=high):
            return s.IntegerField(min_value=low, max_value=high, **said)
        case Day():
            return s.DateField(**said)
        case Flag():
            return s.BooleanField(**said)
        case StatementId():
            return s.UUIDField(**said)
    return s.CharField(**said)
