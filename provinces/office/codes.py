"""Words of every office's work: duties, offices, steps."""

from registry.words.code import Code


class Duty(Code):
    """What an account may do; one person may hold several, and never meets itself in one matter (art. 50)."""

    HANDLE = "handle", "经办", "case officer"
    APPROVE = "approve", "审批", "approver"
    REVIEW = "review", "异议复核", "reviewer"


class Office(Code):
    """Who acts, or must act (arts. 24, 31, 42, 43)."""

    AGENCY = "agency", "经办机构", "agency"
    DEPARTMENT = "department", "医疗保障行政部门", "administrative department"
    INSTITUTION = "institution", "定点医药机构", "institution"


class ApprovalState(Code):
    """How far something is that one officer proposes and another approves (art. 50)."""

    PROPOSED = "proposed", "待审批", "proposed"
    SENT_BACK = "sent_back", "退回", "sent back"
    SIGNED = "signed", "已作出", "signed"


class OfficeStep(Code):
    """Steps that any kind of work may have; each kind adds its own."""

    PROPOSED = "proposed", "提请审批", "proposed"
    SENT_BACK = "sent_back", "退回", "sent back"
    APPROVED = "approved", "审批", "approved"
    SIGNED = "signed", "签发", "signed"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
