"""Why a notice, an objection, a status that follows from the institution, or a commendation is refused."""

from sync.wire.refusals import say

SENTENCES = {
    "unknown_cascade": ("There is no such cascade about this person.", "该人员无此联动状态。"),
    "unknown_objection": ("There is no such objection about this person.", "该人员无此异议申诉。"),
    "objection_to_one_thing": (
        "An objection is to one decision or to one status, not to both and not to none (art. 41).",
        "异议申诉应针对一项记分决定或一项登记备案状态，二者择一（第41条）。",
    ),
    "reference_used": (
        "The author has used this reference for a status of this person already.",
        "签发方已对该人员使用过该编号。",
    ),
    "already_lifted": ("The status has been lifted before.", "该状态此前已解除。"),
    "commended_before": (
        "The author has recorded this commendation before (art. 32).",
        "签发方此前已记录该项表扬（第32条）。",
    ),
    "objection_lodged_before": (
        "The same side has objected to this before (art. 41).",
        "同一申诉方此前已就此提出异议申诉（第41条）。",
    ),
    "cascade_status_unknown": (
        "A cascade suspends or terminates; nothing else.",
        "因机构处理产生的状态只能是暂停或终止。",
    ),
    "notice_served_before": (
        "The notice of this decision was served before, on {served_on} (art. 33).",
        "该决定的处理通知书此前已于{served_on}送达（第33条）。",
    ),
    "nothing_to_correct": (
        "No notice of this number was the last to be served on this decision; name the last one, or none (art. 33).",
        "该决定最后送达的处理通知书不是此文号，请填写最后送达的文号，或者不填（第33条）。",
    ),
    "notice_number_used": (
        "Another notice of this decision bears this number; a correcting notice has a number of its own (art. 31).",
        "该决定已有同一文号的处理通知书，更正通知书应另编文号（第31条）。",
    ),
    "objection_incomplete": (
        "An objection needs the person's signature and the institution's seal (art. 41).",
        "异议申诉材料须由相关人员签字并加盖机构公章（第41条）。",
    ),
    "objection_pending_already": (
        "Another objection to the same is not settled yet (art. 41).",
        "对同一事项的异议申诉尚未办结（第41条）。",
    ),
    "notice_not_served": (
        "The notice was not served on the institution yet, which hands it on: enter its serving first (art. 33).",
        "处理通知书尚未送达定点医药机构，应先登记送达（第33条）。",
    ),
    "notice_received_before": (
        "The person received this notice before, on {received_on} (art. 41).",
        "本人此前已于{received_on}收到该处理通知书（第41条）。",
    ),
    "objection_late": (
        "The {days} working days after the receipt of the notice ended on {due_on}; no objection counts as "
        "lodged (art. 41).",
        "自收到处理通知书起{days}个工作日已于{due_on}届满，逾期视为无异议（第41条）。",
    ),
    "settled_before": ("The objection was settled before (art. 44).", "该异议申诉此前已办结（第44条）。"),
    "settlement_points_missing": (
        "A change states the new points (art. 44).",
        "变更结果须写明变更后的记分（第44条）。",
    ),
    "settlement_points_unexpected": (
        "Points and months are stated only where they change (art. 44).",
        "仅在变更时填写记分和期限（第44条）。",
    ),
    "settlement_reason_missing": (
        "What is upheld needs its reasons (art. 44).",
        "维持原结果的，须说明理由（第44条）。",
    ),
    "settlement_changes_nothing": (
        "The decision has {points} points already: this is no change (art. 44).",
        "原记分即为{points}分，未作变更（第44条）。",
    ),
    "settlement_worse": (
        "An objection never makes it worse: {field} is at most {most} (art. 44).",
        "异议申诉不得加重处理：{field}不得超过{most}（第44条）。",
    ),
    "cascade_unchangeable": (
        "A status that follows from the institution has no points to change; it is upheld or annulled (arts. 34, 44).",
        "因机构处理产生的状态没有记分可变更，只能维持或撤销（第34、44条）。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
