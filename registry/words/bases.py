"""On what a decision rests: kinds of institution-level decision, and the legal bases with their bands.

National rule set "2024版" (医保发〔2024〕23号 annex 2). The band hangs on the legal basis of the decision
against the institution, not on a free description of conduct. Provinces fill `other_*` of each band.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.words.code import Code

RULE_SET = "2024版"

BAND_WIDTH = 3
"""Each of the four bands holds so many points."""


class BasisKind(Code):
    """What was done by an authority without which no points exist (procedure art. 24; guidance annex 2).

    Art. 24 names penalty and agreement handling. Two triggers of annex 2 rest on something else: the circular in which
    the insurance authority names who over-used non-selected products, and what the sector regulator did about
    somebody's registration or certificate.
    """

    PENALTY = "penalty", "行政处罚", "administrative penalty"
    AGREEMENT_HANDLING = "agreement_handling", "协议处理", "agreement handling"
    CIRCULAR = "circular", "医保部门通报", "circular of the insurance authority"
    SECTOR_ACT = "sector_act", "行业主管部门处理", "act of the sector regulator"


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


_ANY = frozenset(BasisKind)
_AGREEMENT = frozenset({BasisKind.AGREEMENT_HANDLING})
_NAMED = frozenset({BasisKind.CIRCULAR, BasisKind.AGREEMENT_HANDLING})
_PENALISED = frozenset({BasisKind.PENALTY, BasisKind.AGREEMENT_HANDLING})
_NO_AGENCY_ALONE = frozenset({BasisKind.PENALTY, BasisKind.SECTOR_ACT})
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


# Annex 2 says "penalised" of arts. 38 to 40. Breach of the agreement is scored "by reference to the same standards"
# (procedure art. 23), so what art. 38 or 39 describes may rest on an agreement handling, too. Fraud may not: that
# conduct is fraud under art. 40 is for the administrative department to find in a penalty, and an agency alone cannot
# end somebody's qualification for three years by its agreement. Contractual damages exist only by agreement. Who
# over-used non-selected products is named in a circular, or met under the agreement. A certificate is revoked by a
# penalty of the sector regulator, or withdrawn or cancelled by another act of it. A province's own situations may rest
# on anything but, in the highest band, the agency alone.
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
        _NAMED,
        "",
        "公立医疗机构无正当理由超量使用高价非中选产品被通报",
        "unjustified over-use of expensive non-selected products at a public institution",
    ),
    _basis("other_1_3", (1, 3), _ANY, "provincial rules", "其他应记1至3分的情形", "other, 1 to 3 points"),
    _basis(
        "regulation_38",
        (4, 6),
        _PENALISED,
        "Regulation art. 38; procedure art. 23",
        "违反《医疗保障基金使用监督管理条例》第三十八条",
        "Regulation art. 38: loss-causing conduct",
    ),
    _basis(
        "regulation_39",
        (4, 6),
        _PENALISED,
        "Regulation art. 39; procedure art. 23",
        "违反《医疗保障基金使用监督管理条例》第三十九条",
        "Regulation art. 39: management duties",
    ),
    _basis("other_4_6", (4, 6), _ANY, "provincial rules", "其他应记4至6分的情形", "other, 4 to 6 points"),
    _basis(
        "claim_for_ineligible",
        (7, 9),
        _PENALISED,
        "",
        "为未登记备案或被暂停、终止资格人员冒名申报结算",
        "claim settled in one's own name for someone unregistered, suspended or terminated",
    ),
    _basis("other_7_9", (7, 9), _ANY, "provincial rules", "其他应记7至9分的情形", "other, 7 to 9 points"),
    _basis(
        "regulation_40",
        (10, 12),
        frozenset({BasisKind.PENALTY}),
        "Regulation art. 40",
        "违反《医疗保障基金使用监督管理条例》第四十条",
        "Regulation art. 40: fraud",
    ),
    _basis(
        "sector_deregistration",
        (10, 12),
        _NO_AGENCY_ALONE,
        "",
        "被行业主管部门注销注册、吊销或撤销执业证书",
        "registration cancelled or certificate revoked by the sector regulator",
    ),
    _basis(
        "other_10_12",
        (10, 12),
        _NO_AGENCY_ALONE,
        "provincial rules",
        "其他应记10至12分的情形",
        "other, 10 to 12 points",
    ),
)

LEGAL_BASES: Mapping[str, LegalBasis] = MappingProxyType({basis.name: basis for basis in _BASES})
