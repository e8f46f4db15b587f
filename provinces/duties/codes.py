"""What is owed beside the decisions, and how far it is."""

from registry.words.code import Code


class ReminderKind(Code):
    """What is done so that a person who was scored does not offend again (art. 36, and provincial texts)."""

    TALK = "talk", "谈话提醒", "talk"
    TRAINING = "training", "学习培训", "training"
    KEY_SUPERVISION = "key_supervision", "列为重点监管对象", "key supervision"


class TellingKind(Code):
    """Of what an institution is told (art. 34; guidance §3)."""

    SUSPENSION = "suspension", "暂停支付资格", "suspension"
    TERMINATION = "termination", "终止支付资格", "termination"
    CASCADE = "cascade", "机构处理联动", "follows from the institution"
    RESTORATION = "restoration", "恢复支付资格", "restoration"


class DifferenceKind(Code):
    """In what an institution's list and the standing differ; or that a row cannot be read (arts. 35, 46)."""

    STATUS = "status", "状态不一致", "another status"
    SINCE = "since", "起始日期不一致", "another first day"
    UNKNOWN_THERE = "unknown_there", "机构未填状态", "no status there"
    UNKNOWN_HERE = "unknown_here", "本省查无此人", "nobody known here"
    NOT_FILED_HERE = "not_filed_here", "本省无该机构登记备案", "not filed here at this institution"
    MISSING_THERE = "missing_there", "机构名单中缺少", "filed here and missing there"
    UNREADABLE = "unreadable", "无法读取", "cannot be read"


class CorrectionState(Code):
    """How far an order to correct is (art. 46)."""

    PROPOSED = "proposed", "待审批", "proposed"
    SENT_BACK = "sent_back", "退回", "sent back"
    ORDERED = "ordered", "已责令整改", "ordered"
    REFUSED = "refused", "拒不整改", "correction refused"
    HANDLED = "handled", "已按协议处理", "handled under the agreement"
    CORRECTED = "corrected", "已整改到位", "corrected"


class DutyStep(Code):
    """Steps of what is owed beside the decisions (arts. 34 to 36, 46)."""

    REMINDED = "reminded", "谈话、培训或重点监管", "talk, training or key supervision"
    TOLD = "told", "告知机构", "institution told"
    RECONCILED = "reconciled", "状态核查", "statuses reconciled"
    ORDERED = "ordered", "责令整改", "ordered to correct"
    CORRECTED = "corrected", "整改到位", "corrected"
    CORRECTION_REFUSED = "correction_refused", "拒不整改", "correction refused"
    HANDLED = "handled", "协议处理", "handled under the agreement"
