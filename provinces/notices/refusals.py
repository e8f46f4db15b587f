"""Why a step upon a notice is not taken."""

from sync.wire.refusals import say

SENTENCES = {
    "decision_not_in_force": (
        "The decision is not in force; there is nothing to serve (art. 31).",
        "决定未生效，无可送达（第31条）。",
    ),
    "cascade_not_in_force": (
        "The cascade is not in force; there is nothing to serve or to report (art. 34).",
        "联动处理未生效或已撤销，无可送达或报告（第34条）。",
    ),
    "already_served": (
        "This version of the notice has been served before (art. 33).",
        "该版本通知书此前已送达（第33条）。",
    ),
    "notice_superseded": (
        "This notice does not say any more what stands; make it again and serve the new one (art. 33).",
        "该通知书所载内容与现行处理不符，应重新制作后送达（第33条）。",
    ),
    "later_version": (
        "There is a later version of this notice; go on with that one (art. 33).",
        "该通知书已有新版本，应使用新版本（第33条）。",
    ),
    "served_is_corrected": (
        "This notice has been served: it is not made again but corrected, by one with a number of its own (art. 33).",
        "该通知书已送达，不再重新制作，应另编文号制作更正通知书（第33条）。",
    ),
    "ended_before_serving": (
        "What this notice tells has ended since; there is nothing to serve (art. 34).",
        "该通知书所载处理已解除或者终结，无可送达（第34条）。",
    ),
    "not_printable": (
        "The notice has a character that the document's font lacks (art. 31).",
        "通知书中有字库缺少的字（第31条）。",
    ),
    "not_served": (
        "The notice has not been served; the institution sets its record upon it (art. 33).",
        "通知书尚未送达，机构应依据送达的通知书维护状态（第33条）。",
    ),
    "not_served_yet": (
        "The notice has not been served on the institution yet, which hands it on: enter the serving first (art. 33).",
        "通知书尚未送达定点医药机构，应先登记送达（第33条）。",
    ),
    "no_status_follows": (
        "No status follows from this notice; the institution has no record to set (art. 33).",
        "该通知书不涉及状态变更，机构无须维护登记备案状态（第33条）。",
    ),
    "entered_before": (
        "This has been entered upon this notice before (art. {article}).",
        "该通知书的此项步骤此前已登记（第{article}条）。",
    ),
    "name_unknown_here": (
        "This node does not know the name of {person}; the notice cannot be made (art. 31).",
        "本节点没有{person}的姓名，无法制作通知书（第31条）。",
    ),
}
"""Code -> (English, Chinese) template."""

UNDER = {"not_served_yet": "not_served"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
