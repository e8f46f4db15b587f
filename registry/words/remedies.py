"""Words of the remedies and of filing: who objects, how it ends, why a filing ends (procedure arts. 18, 21, 41, 44)."""

from registry.words.code import Code


class ObjectionBy(Code):
    """Who may object (art. 41)."""

    PERSON = "person", "相关人员", "the person"
    INSTITUTION = "institution", "定点医药机构", "the institution"


class ObjectionOutcome(Code):
    """How an objection is settled (art. 44)."""

    UPHELD = "upheld", "维持", "upheld"
    CHANGED = "changed", "变更", "changed"
    ANNULLED = "annulled", "撤销", "annulled"


class CommitmentForm(Code):
    """In which form a commitment was made (arts. 21, 22)."""

    PAPER = "paper", "纸质", "on paper"
    ONLINE = "online", "线上", "on line"


class CancellationReason(Code):
    """Why a filing ends (arts. 17, 18)."""

    MOVED = "moved", "变更执业机构", "moved to another institution"
    CONTRACT_ENDED = "contract_ended", "劳动关系终止", "contract ended"
    RETIRED = "retired", "退休", "retired"
    OFF_POST = "off_post", "不再从事相关岗位", "no longer on the post"
    OTHER = "other", "其他", "other"
