"""Rule packs as documents: a head, and parameters that each name a source."""

from typing import Any


def document(parameters: Any = None, **head: Any) -> dict[str, Any]:
    return {
        "division": "520000",
        "version": "1",
        "valid_from": "2025-01-01",
        "parameters": {} if parameters is None else parameters,
    } | head


def leaf(value: Any) -> dict[str, Any]:
    return {"value": value, "source": "a text"}
