"""Why a step upon a case or one of its items is not taken."""

from sync.wire.refusals import say

SENTENCES = {
    "case_opened_before": (
        "A case of this authority with this number is open already (art. 24).",
        "该机关该案号的案件已登记（第24条）。",
    ),
    "case_withdrawn": (
        "The case was withdrawn; nothing is decided in it (art. 24).",
        "案件已撤回，不得据以记分（第24条）。",
    ),
    "case_has_decisions": (
        "The case has decisions that were approved or issued; they are annulled, not withdrawn (art. 44).",
        "案件已有审批或作出的记分决定，应予撤销而非撤回（第44条）。",
    ),
    "receipt_missing": (
        "A penalty needs the day on which the agency received it: the clock of art. 31 runs from it.",
        "行政处罚须填写经办机构收到日期，第31条期限自该日起算。",
    ),
    "item_used": ("The case has this item already (art. 26).", "该案件已有此事项（第26条）。"),
    "act_scored_before": (
        "Item {item} scores this act of this person already, with {held} points: one act is scored once (art. 26).",
        "本案事项{item}已就该人员的同一行为记{held}分，同一行为不重复记分（第26条）。",
    ),
    "type_scored_before": (
        "Item {item} scores this type of violation of this person already, with {held} points: the rule pack of "
        "the province scores acts of one type once (art. 26).",
        "本案事项{item}已就该人员的同类违法违规行为记{held}分，按本省规则包同一类型只记一次（第26条）。",
    ),
    "lighter_in_hand": (
        "Item {item} scores this act or another of its type with {held} points, and only the heavier counts: "
        "withdraw that draft, or have it sent back, then draft this one with {points} (art. 26).",
        "本案事项{item}已就同一行为或同类行为记{held}分，只按较重的记分：请先撤回该草稿或由审批人员退回，"
        "再按{points}分草拟（第26条）。",
    ),
    "lighter_signed": (
        "Item {item} scores this act or another of its type with {held} points and is signed: it stands, unless "
        "an objection changes it (arts. 26, 44).",
        "本案事项{item}已就同一行为或同类行为记{held}分并已签发，除经异议变更外不再变动（第26、44条）。",
    ),
    "fraud_closed_before": (
        "Somebody was scored on this case, or a reason was given before (art. 24).",
        "该案件已有人员被记分，或此前已说明不记分理由（第24条）。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
