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


class StepName(Code):
    """Every step that is recorded."""

    OPENED = "opened", "立案登记", "opened"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
    DRAFTED = "drafted", "草拟", "drafted"
    PROPOSED = "proposed", "提请审批", "proposed"
    SENT_BACK = "sent_back", "退回", "sent back"
    APPROVED = "approved", "审批", "approved"
    ISSUED = "issued", "作出决定并制作通知书", "issued"
    HELD = "held", "待国家平台确认", "held at national"
    REFUSED = "refused", "国家平台未受理", "refused at national"
    MADE = "made", "重新制作通知书", "notice made again"
    SERVED = "served", "送达", "served"
    RECORD_UPDATED = "record_updated", "机构维护登记备案状态", "record updated by the institution"
    RECEIVED_BY_PERSON = "received_by_person", "本人收到通知书", "notice received by the person"
    REPORTED = "reported", "向医疗保障行政部门报告", "reported to the department"
    RECEIVED = "received", "收到", "received"
    COMPLETED = "completed", "补齐材料", "completed"
    LODGED = "lodged", "受理", "lodged"
    EXPLAINED = "explained", "说明", "explained"
    ACCEPTED = "accepted", "接受说明", "explanation accepted"
    PASSED_UP = "passed_up", "移交", "passed up"
    EXPERTS_ASKED = "experts_asked", "提请专家评估", "experts asked"
    EXPERTS_ANSWERED = "experts_answered", "专家意见返回", "experts answered"
    SETTLED = "settled", "办结", "settled"
    APPLIED = "applied", "申请", "applied"
    CONSENTED = "consented", "机构同意", "institution consents"
    DECLINED = "declined", "机构不同意", "declined by the institution"
    ASSESSED = "assessed", "评估", "assessed"
    SIGNED = "signed", "签发", "signed"
    REMINDED = "reminded", "谈话、培训或重点监管", "talk, training or key supervision"
    TOLD = "told", "告知机构", "institution told"
    RECONCILED = "reconciled", "状态核查", "statuses reconciled"
    ORDERED = "ordered", "责令整改", "ordered to correct"
    CORRECTED = "corrected", "整改到位", "corrected"
    CORRECTION_REFUSED = "correction_refused", "拒不整改", "correction refused"
    HANDLED = "handled", "协议处理", "handled under the agreement"
    ALARMED = "alarmed", "上报未记分情况", "alarm told to national"
    EXPLAINED_UNSCORED = "explained_unscored", "说明不记分理由", "reason given why nobody is scored"


class ServingMethod(Code):
    """How a notice reached the institution (art. 33)."""

    PAPER = "paper", "书面", "on paper"
    ONLINE = "online", "线上", "on line"
