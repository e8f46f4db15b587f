"""Why a status that follows from the institution is not ordered, or not lifted."""

from sync.wire.refusals import say

SENTENCES = {
    "nobody_named": (
        "Name at least one responsible person; nobody else is touched (art. 34).",
        "须至少列明一名责任人员，其他人员不受影响（第34条）。",
    ),
    "order_used": ("This reference is used already (art. 34).", "该编号已使用（第34条）。"),
    "nothing_to_lift": (
        "The order is not in force, or is lifted already (art. 34).",
        "该联动处理未生效或已解除（第34条）。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
