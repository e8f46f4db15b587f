"""What an order of cascades does."""

from registry.words.code import Code


class OrderKind(Code):
    """Whether a cascade begins or ends."""

    APPLY = "apply", "联动暂停或终止", "apply"
    LIFT = "lift", "解除", "lift"
