"""How far a decision about one person is."""

from registry.words.code import Code


class ItemState(Code):
    """How far a decision about one person is (arts. 24, 25, 27)."""

    DRAFTED = "drafted", "草拟", "drafted"
    PROPOSED = "proposed", "待审批", "proposed"
    SENT_BACK = "sent_back", "退回", "sent back"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
    APPROVED = "approved", "已审批", "approved"
    HELD = "held", "待国家平台确认", "held at national"
    REFUSED = "refused", "国家平台未受理", "refused at national"
    ISSUED = "issued", "已作出", "issued"


class CaseStep(Code):
    """Steps of a case and of what each person answers for in it."""

    OPENED = "opened", "立案登记", "opened"
    DRAFTED = "drafted", "草拟", "drafted"
    ISSUED = "issued", "作出决定并制作通知书", "issued"
    HELD = "held", "待国家平台确认", "held at national"
    REFUSED = "refused", "国家平台未受理", "refused at national"
    ALARMED = "alarmed", "上报未记分情况", "alarm told to national"
    EXPLAINED_UNSCORED = "explained_unscored", "说明不记分理由", "reason given why nobody is scored"
