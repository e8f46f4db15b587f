"""How far a person answers for an act, what moves the points, how 12 was reached (arts. 25, 29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.words.code import Code


class Degree(Code):
    """Responsibility (医保发〔2024〕23号 annex 2): points rise with it inside the band, by no fixed table."""

    GENERAL = "general", "一般责任", "general responsibility"
    IMPORTANT = "important", "重要责任", "important responsibility"
    PRINCIPAL = "principal", "主要责任", "principal responsibility"


class Ground(Code):
    """What moves the points low or high, or one band down or up (procedure art. 25)."""

    NONE = "none", "无", "none"
    LENIENT = "lenient", "从轻", "lenient"
    SEVERE = "severe", "从重", "severe"


class Reached(Code):
    """How a year's sum of 12 came about, as the deciding body states it (art. 29; decides 3 years or 1)."""

    AT_ONCE = "at_once", "一次性记满12分", "reached at once"
    ACCUMULATED = "accumulated", "累计记满12分", "accumulated"


class LeftOutBecause(Code):
    """Why a situation found by an inspection is not scored by itself (art. 26)."""

    HIGHER_MATCH = "higher_match", "同一行为已按较重情形记分", "the act is scored by a heavier situation"
    SAME_KIND = "same_kind", "同类行为已记分", "another act of the same type is scored"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundReason:
    """A reason that art. 25 names for leniency or severity; `other` stands for a province's own."""

    name: str
    grounds: frozenset[Ground]
    title_zh: str
    title_en: str


def _reason(name: str, grounds: set[Ground], title_zh: str, title_en: str) -> GroundReason:
    return GroundReason(name=name, grounds=frozenset(grounds), title_zh=title_zh, title_en=title_en)


_REASONS = (
    _reason("volunteered_facts", {Ground.LENIENT}, "主动交代违法违规事实", "volunteered the facts"),
    _reason("loss_made_good", {Ground.LENIENT}, "主动挽回损失", "made good the loss"),
    _reason("harm_removed", {Ground.LENIENT}, "消除不良影响", "removed the harm"),
    _reason("instigated_others", {Ground.SEVERE}, "教唆、胁迫他人", "instigated or forced others"),
    _reason("intent", {Ground.SEVERE}, "主观故意", "acted with intent"),
    _reason("refused_cooperation", {Ground.SEVERE}, "拒不配合", "refused to cooperate"),
    _reason("refused_correction", {Ground.SEVERE}, "拒不改正", "refused to correct"),
    _reason("other", {Ground.LENIENT, Ground.SEVERE}, "其他", "other"),
)

GROUND_REASONS: Mapping[str, GroundReason] = MappingProxyType({reason.name: reason for reason in _REASONS})
