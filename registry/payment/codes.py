"""The payment check: what a claim line says (roles, prescription), what is answered, and who decided it.

Procedure arts. 8, 16, 45, 48.
"""

import unicodedata

from registry.words.code import Code

_LONGEST_EMERGENCY_CODE = 40


class Verdict(Code):
    """Whether a service by this person on this date may be paid from the fund."""

    PAYABLE = "payable", "可支付", "payable"
    NOT_PAYABLE = "not_payable", "不予支付", "not payable"
    PAYABLE_AS_EMERGENCY = "payable_as_emergency", "急诊、抢救可支付", "payable as emergency"
    INDETERMINATE = "indeterminate", "暂不能确定", "indeterminate"


class Reason(Code):
    """Why the verdict is what it is."""

    NORMAL = "normal", "资格正常", "qualification is normal"
    NO_AGREEMENT = (
        "no_agreement",
        "该日机构没有有效的服务协议",
        "no service agreement of the institution in force on this date",
    )
    NOT_FILED = "not_filed", "该日未在该机构登记备案", "not filed at this institution on this date"
    NOT_COVERED = (
        "not_covered",
        "尚未纳入记分管理，不影响支付",
        "not scored yet in the phase-in, which does not hinder payment",
    )
    SUSPENDED = "suspended", "支付资格暂停", "qualification suspended"
    SUSPENDED_TERM_OVER = (
        "suspended_term_over",
        "暂停期满但尚未评估恢复",
        "term of suspension over, restoration not yet assessed",
    )
    TERMINATED = "terminated", "支付资格终止", "qualification terminated"
    TERMINATED_BAR_OVER = (
        "terminated_bar_over",
        "终止后限制期满但尚未重新登记备案",
        "bar after termination over, not yet filed again",
    )
    ADMITTED_BEFORE_TERM = (
        "admitted_before_term",
        "入院早于暂停或终止，本省按入院日期支付",
        "admitted before the term began; the province pays by the day of admission",
    )
    EMERGENCY_CODE_NOT_LISTED = (
        "emergency_code_not_listed",
        "急诊、抢救代码未填写或不在本省代码表内",
        "emergency code missing or not in the province's list",
    )
    UNKNOWN_PERSON = "unknown_person", "无此人员", "unknown person"
    UNKNOWN_CODE = "unknown_code", "无此人员代码", "unknown code"
    AMBIGUOUS_CODE = "ambiguous_code", "该代码对应多名人员", "code stands for more than one person"
    UNKNOWN_INSTITUTION = "unknown_institution", "无此机构", "unknown institution"
    MERGED = "merged", "人员档案已合并，请使用新的终身编号", "person file merged into another lifelong ID"
    NOBODY_MANAGED = (
        "nobody_managed",
        "所列人员均不属于该药店纳入管理的人员",
        "nobody on the line is managed at this pharmacy",
    )
    STALE_DATA = "stale_data", "本节点数据过旧", "this node's data is older than the limit"


class ClaimRole(Code):
    """What a person did for a claim line (O13).

    `ordering` decides; of a sale without prescription whom the pack manages at the pharmacy. Others are reported.
    """

    ORDERING = "ordering", "开具", "ordering"
    ATTENDING = "attending", "主管", "attending"
    OPERATING = "operating", "手术操作", "operating"
    NURSING = "nursing", "护理", "nursing"
    DISPENSING = "dispensing", "调配", "dispensing"
    TECHNICAL = "technical", "医技", "technical"
    AUDITING = "auditing", "费用审核", "auditing"
    HEADING = "heading", "药店负责", "heading the pharmacy"


class Prescription(Code):
    """Where the prescription behind a claim line comes from; the last two exist at retail pharmacies only (O13)."""

    OWN = "own", "本机构开具", "written at the asking institution"
    OUTSIDE = "outside", "外配处方", "written elsewhere, dispensed at the pharmacy"
    NONE = "none", "无处方", "sold without a prescription"


class DecidesAs(Code):
    """Why a person of a claim line decides about it (O13)."""

    ORDERING = "ordering", "开具人员", "ordered the service"
    OUTSIDE_PRESCRIBER = "outside_prescriber", "外配处方开具人员", "wrote the outside prescription"
    PHARMACY_HEAD = "pharmacy_head", "药店主要负责人", "heads the pharmacy"
    PHARMACY_STAFF = "pharmacy_staff", "本省纳入管理的药店人员", "of the pharmacy's staff, managed in this province"


def is_emergency_code(value: object) -> bool:
    """Return whether a value may be a province's code of an emergency: 1 to 40 visible characters, one spelling."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= _LONGEST_EMERGENCY_CODE
        and value.isprintable()
        and value == value.strip()
        and unicodedata.is_normalized("NFC", value)
    )
