"""Refusals as sync carries them: one place that turns what rules, code lists and shapes say into a Rejected.

The sentences of rules and code lists are those of `registry.words.sentences`; here are those about the shape of a body.
Every room that can refuse for a further reason adds its own with `say`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from registry.words.errors import CodeRefused
from registry.words.refusal import Parameter, Refusal, Refused
from registry.words.sentences import SENTENCES as RULES
from registry.words.wording import sentences
from sync.errors import Reason
from sync.topics import Rejected

type Sentences = Mapping[str, tuple[str, str]]
"""Code of a refusal -> (English, Chinese) template."""

_SHAPES = {
    "member_unknown": (
        "The statement has a member that its topic does not know.",
        "报文含有该类报文没有的成员。",
    ),
    "member_missing": ("{field} is required.", "{field}为必填项。"),
    "text_expected": ("{field} must be text.", "{field}应为文本。"),
    "text_blank": ("{field} must not be empty.", "{field}不得为空。"),
    "text_too_long": ("{field} has more than {longest} characters.", "{field}超过{longest}个字符。"),
    "text_not_trimmed": ("{field} must not begin or end with a blank.", "{field}首尾不得有空白。"),
    "text_forbidden_character": (
        "{field} contains a control character or one that turns the direction of writing.",
        "{field}含有控制字符或改变书写方向的字符。",
    ),
    "number_expected": ("{field} must be a whole number.", "{field}应为整数。"),
    "number_out_of_range": ("{field} must lie between {low} and {high}.", "{field}应在{low}至{high}之间。"),
    "flag_expected": ("{field} must be true or false.", "{field}应为 true 或 false。"),
    "date_unreadable": (
        "{field} must be a date that exists, written YYYY-MM-DD.",
        "{field}应为真实存在的日期，格式为 YYYY-MM-DD。",
    ),
    "code_unknown": ("{field} is not in its code list.", "{field}不在代码表内。"),
    "statement_id_malformed": ("{field} must be the id of a statement.", "{field}应为报文编号。"),
    "list_expected": (
        "{field} must be a list of 1 to {longest} entries.",
        "{field}应为1至{longest}项的列表。",
    ),
    "entry_repeated": ("{field} has the same entry twice.", "{field}中有重复的项。"),
    "object_expected": ("{field} must be an object.", "{field}应为对象。"),
    "division_unknown": ("{field} lies in no province-level division.", "{field}不属于任何省级区划。"),
}

_REFERENCES = {
    "not_the_author": (
        "Only the division that said it may take it back or end it.",
        "只有原签发方可以撤销或终止。",
    ),
    "not_in_force": ("What it refers to is not in force.", "所指报文未生效。"),
}

_said: dict[str, tuple[str, str]] = {**_SHAPES, **_REFERENCES}
_codes: dict[str, str] = {}

SENTENCES: Sentences = MappingProxyType(_said)
"""What was added so far, beside `registry.words.sentences.SENTENCES`."""


def say(added: Sentences, *, under: Mapping[str, str] | None = None) -> None:
    """Add sentences to codes.

    `under`: those that say more under a code that exists, by their name. Callers act on the code, people read the
    sentence. A code that has its sentence already is a programming error.
    """
    for code, pair in added.items():
        if _said.get(code, pair) != pair or code in RULES:
            raise ValueError(f"{code} has its sentence already")
    _said.update(added)
    _codes.update(under or {})


def refused(code: str, field: str = "", /, **params: Parameter) -> Rejected:
    """Return the refusal for a code, the field it is about and what fills the sentence."""
    return Rejected(_reason(code, field, params))


def held(code: str, field: str = "", /, **params: Parameter) -> Rejected:
    """Return the verdict that asks for a human."""
    return Rejected(_reason(code, field, params), held=True)


def from_rules(refusal: Refused | CodeRefused | Refusal) -> Rejected:
    """Return what the rules or a code list refused, as sync carries it."""
    if isinstance(refusal, CodeRefused):
        return Rejected(_reason(refusal.code, refusal.field, refusal.params))
    found = refusal.refusal if isinstance(refusal, Refused) else refusal
    return Rejected(Reason(code=found.code, field=found.field, sentence=found.sentence, sentence_zh=found.sentence_zh))


def _reason(code: str, field: str, params: Mapping[str, Parameter]) -> Reason:
    english, chinese = sentences(SENTENCES.get(code) or RULES[code], field, params)
    return Reason(code=_codes.get(code, code), field=field, sentence=english, sentence_zh=chinese)
