"""The deadlines of the procedure, and how one stands on a day (arts. 31, 33 to 36, 39 to 41, 44, 46, 52)."""

from registry.words.code import Code


class DeadlineName(Code):
    """What has to be done in time."""

    NOTICE_ISSUE = "notice_issue", "出具处理通知书", "issue of the notice"
    NOTICE_DELIVERY = "notice_delivery", "送达处理通知书", "delivery of the notice"
    INSTITUTION_UPDATE = "institution_update", "定点医药机构维护登记备案状态", "update of the institution's record"
    DEPARTMENT_REPORT = "department_report", "向医疗保障行政部门报告", "report to the administrative department"
    OBJECTION = "objection", "提出异议申诉", "objection"
    OBJECTION_BY_PERSON = "objection_by_person", "本人提出异议申诉", "objection by the person"
    OBJECTION_VERIFICATION = "objection_verification", "异议核实", "verification of an objection"
    RESTORATION_APPLICATION = "restoration_application", "申请恢复资格", "application for restoration"
    RESTORATION_ASSESSMENT = "restoration_assessment", "恢复资格评估", "assessment of a restoration"
    TALK = "talk", "谈话提醒", "talk"
    TRAINING = "training", "学习培训", "training"
    KEY_SUPERVISION = "key_supervision", "列为重点监管对象", "key supervision"
    SITES_TOLD = "sites_told", "告知登记备案的定点医药机构", "telling the institutions where the person is filed"
    RECONCILIATION = "reconciliation", "登记备案状态核查", "reconciliation of statuses"
    CORRECTION = "correction", "整改到位", "correction of statuses"
    AGREEMENT_HANDLING = "agreement_handling", "对拒不整改的协议处理", "agreement handling of a refusal to correct"
    FRAUD_SCORING = "fraud_scoring", "对欺诈骗保责任人员记分", "scoring the persons responsible for fraud"


class DeadlineState(Code):
    """How a deadline stands on a day.

    Unknown where the calendar of working days is not published, or nobody confirmed the event that starts it; open
    where something is owed and nobody set a time.
    """

    RUNNING = "running", "期限内", "running"
    MET = "met", "按期完成", "met"
    MET_LATE = "met_late", "逾期完成", "met late"
    LATE = "late", "逾期未完成", "late"
    UNKNOWN = "unknown", "期限未知", "unknown"
    OPEN = "open", "未设期限", "open, no time set"
