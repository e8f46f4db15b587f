"""What a code list says when a value is not one of its own."""

from collections.abc import Mapping


class CodeRefused(ValueError):
    """A value is not in the vocabulary.

    `code` is stable, `field` names the value, `params` fill the sentence in `registry.words.sentences`.
    The refused value itself is never a parameter: names and document numbers must not reach a log line.
    """

    def __init__(self, code: str, field: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(f"{code} ({field})")
        self.code = code
        self.field = field
        self.params: dict[str, str | int] = dict(params or {})
