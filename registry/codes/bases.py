"""On what a decision rests: kinds of institution-level decision, and the legal bases with their bands.

National rule set "2024版" (医保发〔2024〕23号 annex 2). The band hangs on the legal basis of the decision
against the institution, not on a free description of conduct. Provinces fill `other_*` of each band.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.codes.code import Code

RULE_SET = "2024版"

BAND_WIDTH = 3
"""Each of the four bands holds so many points."""


class BasisKind(Code):
    """The decision against the institution without which no points exist (procedure art. 24)."""

    PENALTY = "penalty", "行政处罚", "administrative penalty"
    AGREEMENT_HANDLING = "agreement_handling", "协议处理", "agreement handling"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """One trigger of the national rule set, with its band of points (both ends included)."""

    name: str
    low: int
    high: int
    allowed_kinds: frozenset[BasisKind]
    article: str
    title_zh: str
    title_en: str


_BOTH = frozenset(BasisKind)
_AGREEMENT = frozenset({BasisKind.AGREEMENT_HANDLING})
_ANNEX = "医保发〔2024〕23号 annex 2"


def _basis(
    name: str,
    band: tuple[int, int],
    kinds: frozenset[BasisKind],
    article: str,
    title_zh: str,
    title_en: str,
) -> LegalBasis:
    return LegalBasis(
        name=name,
        low=band[0],
        high=band[1],
        allowed_kinds=kinds,
        article=f"{_ANNEX}; {article}" if article else _ANNEX,
        title_zh=title_zh,
        title_en=title_en,
    )


# Conduct under arts. 38 to 40 that led to an agreement handling instead of a penalty is scored "by reference
# to the same standards" (procedure art. 23), so those bases allow both kinds. Contractual damages exist only
# by agreement.
_BASES = (
    _basis(
        "contractual_damages",
        (1, 3),
        _AGREEMENT,
        "Order No.2 art. 38(4), Order No.3 art. 35(3)",
        "定点医药机构被要求支付违约金，相关人员负有责任",
        "institution had to pay contractual damages",
    ),
    _basis(
        "procurement_overuse",
        (1, 3),
        _BOTH,
        "",
        "公立医疗机构无正当理由超量使用高价非中选产品被通报",
        "unjustified over-use of expensive non-selected products at a public institution",
    ),
    _basis("other_1_3", (1, 3), _BOTH, "provincial rules", "其他应记1至3分的情形", "other, 1 to 3 points"),
    _basis(
        "regulation_38",
        (4, 6),
        _BOTH,
        "Regulation art. 38; procedure art. 23",
        "违反《医疗保障基金使用监督管理条例》第三十八条",
        "Regulation art. 38: loss-causing conduct",
    ),
    _basis(
        "regulation_39",
        (4, 6),
        _BOTH,
        "Regulation art. 39; procedure art. 23",
        "违反《医疗保障基金使用监督管理条例》第三十九条",
        "Regulation art. 39: management duties",
    ),
    _basis("other_4_6", (4, 6), _BOTH, "provincial rules", "其他应记4至6分的情形", "other, 4 to 6 points"),
    _basis(
        "claim_for_ineligible",
        (7, 9),
        _BOTH,
        "",
        "为未登记备案或被暂停、终止资格人员冒名申报结算",
        "claim settled in one's own name for someone unregistered, suspended or terminated",
    ),
    _basis("other_7_9", (7, 9), _BOTH, "provincial rules", "其他应记7至9分的情形", "other, 7 to 9 points"),
    _basis(
        "regulation_40",
        (10, 12),
        _BOTH,
        "Regulation art. 40; procedure art. 23",
        "违反《医疗保障基金使用监督管理条例》第四十条",
        "Regulation art. 40: fraud",
    ),
    _basis(
        "sector_deregistration",
        (10, 12),
        _BOTH,
        "",
        "被行业主管部门注销注册、吊销或撤销执业证书",
        "registration cancelled or certificate revoked by the sector regulator",
    ),
    _basis(
        "other_10_12",
        (10, 12),
        _BOTH,
        "provincial rules",
        "其他应记10至12分的情形",
        "other, 10 to 12 points",
    ),
)

LEGAL_BASES: Mapping[str, LegalBasis] = MappingProxyType({basis.name: basis for basis in _BASES})
