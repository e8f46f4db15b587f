"""How anything is refused, in the whole house: what travels, the one book of sentences, three kinds of exception.

A code is stable: it stands in receipts, answers, files, logs and tests. It has one meaning, and in the book one pair of
sentences, which may be reworded. Each room keeps its sentences in its own module `refusals` and adds them with `say`.

| kind | says that | answered with |
|---|---|---|
| `FormatRefused` | what is written has not its form: JSON, a signature, an ID, a row | the code's status, or 400 |
| `ProtocolRefused` | nodes and doors do not deal with each other so: who asks, how, when, where | likewise |
| `Refused` | the law, the rules or the procedure does not allow it | 400 |

Whoever hands a refusal on catches their root, `NotAccepted`. Sentences are put together when somebody reads them: the
rules refuse far more often than anybody is told.
"""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Self

type Parameter = str | int | date
type Sentences = Mapping[str, tuple[str, str]]
"""Code -> (English, Chinese) template."""

type Wording = Callable[[tuple[str, str], str, Mapping[str, object]], tuple[str, str]]
"""Fills templates in: both templates, the field, the parameters."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something was refused or held, as it travels: a stable code, the field, and a sentence in both languages."""

    code: str
    field: str = ""
    sentence: str = ""
    sentence_zh: str = ""


# --- the book

_said: dict[str, tuple[str, str]] = {}
_under: dict[str, str] = {}
_statuses: dict[str, int] = {}

SENTENCES: Sentences = MappingProxyType(_said)
"""The book: every code, and every name of a sentence that says more under a code."""
UNDER: Mapping[str, str] = MappingProxyType(_under)
"""Name of a sentence that says more -> the code under which it is said."""
STATUSES: Mapping[str, int] = MappingProxyType(_statuses)
"""Code -> HTTP status, where it is not 400."""


def say(sentences: Sentences, *, under: Mapping[str, str] | None = None) -> None:
    """Add the sentences of codes to the book. A code that has another sentence already is a programming error.

    `under`: those that say more under a code that exists, by their name. Callers act on the code, people read the
    sentence.
    """
    for code, pair in sentences.items():
        if _said.get(code, pair) != pair:
            raise ValueError(f"{code} has its sentence already")
    _said.update(sentences)
    _under.update(under or {})


def answer_with(statuses: Mapping[int, Collection[str]]) -> None:
    """Say with which HTTP status codes are answered. One that has another status is a programming error."""
    for status, codes in statuses.items():
        for code in codes:
            if _statuses.setdefault(code, status) != status:
                raise ValueError(f"{code} has its status already")


def status_of(code: str) -> int:
    """Return the HTTP status of a code: what has none of its own is about what was said, not how."""
    return _statuses.get(code, 400)


class _Parameters(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def filled(template: str, params: Mapping[str, object]) -> str:
    """Return a template with its parameters; one that is not there shows as `?`."""
    return template.format_map(_Parameters(params))


def _plain(templates: tuple[str, str], field: str, params: Mapping[str, object]) -> tuple[str, str]:
    found = {"field": field, **params}
    return filled(templates[0], found), filled(templates[1], found)


_wording: Wording = _plain


def word_with(wording: Wording) -> None:
    """Set how templates are filled in; sync alone knows no titles of codes and fields."""
    global _wording
    _wording = wording


# --- one refusal


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not accepted, as a value: which sentence, the field it is about, what fills the sentence.

    In `params` and in JSON a code is a code; in the sentences it has its title. A name or a document number is never a
    parameter, nor a value that was refused: sentences reach log lines.
    """

    name: str
    """Its code, or the name of a sentence that says more under a code."""
    field: str = ""
    params: Mapping[str, Parameter] = dataclasses.field(default_factory=dict, hash=False)

    @property
    def code(self) -> str:
        """The code on which callers act."""
        return _under.get(self.name, self.name)

    @property
    def sentence(self) -> str:
        """The reason in English."""
        return self._sentences()[0]

    @property
    def sentence_zh(self) -> str:
        """The reason in Chinese."""
        return self._sentences()[1]

    @property
    def reason(self) -> Reason:
        """The refusal as it travels, its sentences put together."""
        english, chinese = self._sentences()
        return Reason(code=self.code, field=self.field, sentence=english, sentence_zh=chinese)

    def as_json(self) -> dict[str, object]:
        """Return the refusal as JSON values; dates are ISO."""
        params = {name: value.isoformat() if isinstance(value, date) else value for name, value in self.params.items()}
        return {"code": self.code, "field": self.field, "params": params, "sentence": self.sentence}

    def _sentences(self) -> tuple[str, str]:
        # Whatever happens, somebody who is refused hears the code; tests see that none lacks its sentences.
        return _wording(_said.get(self.name, (self.name, self.name)), self.field, self.params)


def reason(code: str, field: str = "", /, **params: Parameter) -> Reason:
    """Return the reason of a code, the field it is about and what fills the sentence."""
    return Refusal(code, field, params).reason


# --- the three kinds


class NotAccepted(Exception):
    """Something was not accepted; `why` says why, `reason` the same as it travels."""

    held: bool = False
    """Whether a human is asked first, and nothing is refused yet."""

    def __init__(self, why: Refusal | Reason) -> None:
        super().__init__(why)
        self.why = why

    @classmethod
    def because(cls, code: str, field: str = "", /, **params: Parameter) -> Self:
        """Return the exception for a code, the field it is about and what fills the sentence."""
        return cls(Refusal(code, field, params))

    @property
    def code(self) -> str:
        """The code on which callers act."""
        return self.why.code

    @property
    def field(self) -> str:
        """The field, member, header or part it is about; empty when it is the whole."""
        return self.why.field

    @property
    def reason(self) -> Reason:
        """The refusal as it travels."""
        return self.why if isinstance(self.why, Reason) else self.why.reason

    @property
    def refusal(self) -> Refusal:
        """The refusal as a value, of what this node refuses itself."""
        if isinstance(self.why, Reason):
            raise TypeError("somebody else refused this: there is nothing but the reason")
        return self.why

    @property
    def status(self) -> int:
        """The HTTP status with which a door answers."""
        return status_of(self.code)

    def __str__(self) -> str:
        where = f" ({self.field})" if self.field else ""
        return f"{self.code}{where}: {self.why.sentence}"


class FormatRefused(NotAccepted):
    """What is written has not its form; of a file, `line` says where, 0 where it is the whole."""

    def __init__(self, why: Refusal | Reason, *, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


class ProtocolRefused(NotAccepted):
    """Nodes and doors do not deal with each other so.

    `status` is that of the code, unless another node gave it; `headers` go with the answer.
    """

    def __init__(
        self, why: Refusal | Reason, *, status: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(why)
        self._status = status
        self.headers: Mapping[str, str] = headers or {}

    @property
    def status(self) -> int:
        """The HTTP status with which a door answers."""
        return self._status or status_of(self.code)


class Refused(NotAccepted):
    """The law, the rules or the procedure does not allow it. `held` asks for a human instead of refusing."""

    def __init__(self, why: Refusal | Reason, *, held: bool = False) -> None:
        super().__init__(why)
        self.held = held

    @property
    def status(self) -> int:
        """The HTTP status with which a door answers: also of a code that another kind is answered with otherwise."""
        return 400
