"""What a check refuses, and that every refusal has its sentences."""

from collections.abc import Callable

from sync.wire.refusals import SENTENCES, Refused


def refusal(check: Callable[[], object]) -> tuple[str, str] | None:
    """Return (code, field) of what a check refuses, None if it accepts; every refusal has its sentences."""
    try:
        check()
    except Refused as refused:
        found = refused.refusal
    else:
        return None
    assert found.code in SENTENCES
    assert "?" not in found.sentence + found.sentence_zh, "a parameter is missing"
    assert "None" not in found.sentence + found.sentence_zh, "a parameter is empty"
    return found.code, found.field
