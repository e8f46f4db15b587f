"""Why a step upon a threshold that no notice foresaw is not taken."""

from sync.wire.refusals import say

SENTENCES = {
    "not_logged_yet": (
        "The decision has not come into the national log yet; from when the measure holds is known then (art. 29).",
        "该决定尚未进入国家日志，处理生效之日无法确定，请稍后办理（第29条）。",
    ),
    "proposed_before": (
        "Start and length of this measure have been proposed already; they are approved or sent back first (art. 29).",
        "该项处理的起算日期和期限已提请审批，应先审批或退回（第29条）。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
