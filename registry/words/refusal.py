"""A refusal as a value, and the exception that carries it."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any, Self

from registry.words.sentences import SENTENCES
from registry.words.wording import sentences

Parameter = str | int | datetime.date


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not accepted: a stable code, the field it is about, what fills the sentence.

    In `params` and in JSON a code is a code; in the sentences it has its title.
    """

    code: str
    field: str
    params: Mapping[str, Parameter] = dataclasses.field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        """The reason in English."""
        return self._sentence(0)

    @property
    def sentence_zh(self) -> str:
        """The reason in Chinese."""
        return self._sentence(1)

    def as_json(self) -> dict[str, Any]:
        """Return the refusal as JSON values; dates are ISO."""
        params = {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in self.params.items()
        }
        return {"code": self.code, "field": self.field, "params": params, "sentence": self.sentence}

    def _sentence(self, language: int) -> str:
        return sentences(SENTENCES.get(self.code, (self.code, self.code)), self.field, self.params)[language]


class Refused(Exception):
    """Something was not accepted; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.code} ({refusal.field}): {refusal.sentence}")
        self.refusal = refusal

    @classmethod
    def because(cls, code: str, field: str, /, **params: Parameter) -> Self:
        """Return the exception for a code, a field and what fills the sentence."""
        return cls(Refusal(code, field, params))
