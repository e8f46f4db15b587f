"""Why notifications are not read, or a subscription is not made."""

from sync.wire.refusals import say

SENTENCES = {
    "cursor_unreadable": ("after must be a cursor that this door gave.", "after 须为本接口给出的游标。"),
    "subscription_required": (
        "The account reads several subscriptions: name one.",
        "该账户可读取多项订阅，请指明其一。",
    ),
    "subscription_name_used": ("There is a subscription of this name already.", "该订阅名称已被使用。"),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
