"""How far objections and applications are."""

from registry.words.code import Code


class ObjectionState(Code):
    """How far an objection is (arts. 41 to 44)."""

    INCOMPLETE = "incomplete", "材料不齐", "incomplete"
    LODGED = "lodged", "已受理", "lodged"
    EXPLAINED = "explained", "已说明", "explained"
    ACCEPTED = "accepted", "接受说明", "explanation accepted"
    PASSED_UP = "passed_up", "已移交", "passed up"
    WITH_EXPERTS = "with_experts", "专家评估中", "with experts"
    SETTLED = "settled", "已办结", "settled"
    LAPSED = "lapsed", "逾期失效", "lapsed"
    """Incomplete until the last day for it had passed: told from the dates, never stored (art. 41)."""


class ApplicationKind(Code):
    """What a person applies for (arts. 38, 39)."""

    REPAIR = "repair", "修复", "repair"
    RESTORATION = "restoration", "恢复", "restoration"


class ApplicationState(Code):
    """How far an application is."""

    APPLIED = "applied", "已申请", "applied"
    DECLINED = "declined", "机构不同意", "declined by the institution"
    CONSENTED = "consented", "机构已同意", "institution consents"
    ASSESSED = "assessed", "已评估待审批", "assessed, to be approved"
    PASSED = "passed", "通过", "passed"
    FAILED = "failed", "未通过", "not passed"


class ObjectionStep(Code):
    """Steps of an objection (arts. 41 to 44)."""

    RECEIVED = "received", "收到", "received"
    COMPLETED = "completed", "补齐材料", "completed"
    LODGED = "lodged", "受理", "lodged"
    EXPLAINED = "explained", "说明", "explained"
    ACCEPTED = "accepted", "接受说明", "explanation accepted"
    PASSED_UP = "passed_up", "移交", "passed up"
    EXPERTS_ASKED = "experts_asked", "提请专家评估", "experts asked"
    EXPERTS_ANSWERED = "experts_answered", "专家意见返回", "experts answered"
    SETTLED = "settled", "办结", "settled"


class ApplicationStep(Code):
    """Steps of an application (arts. 38, 39)."""

    APPLIED = "applied", "申请", "applied"
    CONSENTED = "consented", "机构同意", "institution consents"
    DECLINED = "declined", "机构不同意", "declined by the institution"
    ASSESSED = "assessed", "评估", "assessed"
