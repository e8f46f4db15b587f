"""How far an order of cascades is."""

from registry.words.code import Code


class OrderState(Code):
    """How far a cascade, or its lifting, is."""

    PROPOSED = "proposed", "待审批", "proposed"
    SENT_BACK = "sent_back", "退回", "sent back"
    SIGNED = "signed", "已作出", "signed"


class OrderKind(Code):
    """Whether a cascade begins or ends."""

    APPLY = "apply", "联动暂停或终止", "apply"
    LIFT = "lift", "解除", "lift"
