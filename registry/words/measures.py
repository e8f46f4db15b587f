"""What follows from points, how it came about, and what a standing rests on (procedure arts. 29, 30, 34)."""

from registry.words.code import Code


class MeasureKind(Code):
    """The three answers of art. 29 to a year's points."""

    NOTICE = "notice", "提醒、约谈、培训", "notice"
    SUSPENSION = "suspension", "暂停支付资格", "suspension"
    TERMINATION = "termination", "终止支付资格", "termination"


class Mode(Code):
    """Whether one decision or several made the year's points, or 12 were reached at once."""

    SINGLE = "single", "单次记分", "single score"
    ACCUMULATED = "accumulated", "累计记分", "accumulated"
    AT_ONCE = "at_once", "一次性记满12分", "12 at once"


class ReasonKind(Code):
    """The two roads to a status: points, or the institution's own suspension or termination."""

    POINTS = "points", "记分", "points"
    CASCADE = "cascade", "机构处理联动", "follows from the institution"


class RatioMeasure(Code):
    """How an institution is met that reached a threshold of its province (art. 30)."""

    SETTLEMENT = "settlement", "暂停结算支付", "settlement suspended"
    AGREEMENT = "agreement", "中止服务协议", "agreement suspended"
