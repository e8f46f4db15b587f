"""Why a step of an office is not taken, whatever its work is about."""

from sync.wire.refusals import say

SENTENCES = {
    "duty_missing": (
        "This step belongs to the duty “{duty}”, which the account does not hold (art. 50).",
        "该步骤属于“{duty}”岗位职责，当前账号不具备（第50条）。",
    ),
    "same_person": (
        "Whoever drafted or proposed this may not approve it (art. 50).",
        "草拟或提请人员不得审批同一事项（第50条）。",
    ),
    "out_of_order": (
        "This step does not follow on the state “{state}” (art. {article}).",
        "当前状态为“{state}”，不能进行该步骤（第{article}条）。",
    ),
    "in_the_future": ("{field} must not lie in the future.", "{field}不得晚于今日。"),
    "not_seen": (
        "What the decision leads to has changed since it was shown; look again before approving (art. 29).",
        "决定的后果在展示后已发生变化，请重新查看后审批（第29条）。",
    ),
    "reason_missing": ("Say why (art. {article}).", "须说明理由（第{article}条）。"),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
