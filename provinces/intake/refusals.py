"""Why a row is not taken by what this node said before."""

from sync.wire.refusals import say

SENTENCES = {
    "two_targets": (
        "A row names a decision or, by its reference, a cascade; not both.",
        "每行应指明一项记分决定，或以编号指明一项联动状态，不得同时填写。",
    ),
    "unknown_cascade_reference": (
        "This province has no status in force with this reference about this person.",
        "本省对该人员没有该编号的有效状态。",
    ),
    "unknown_decision_item": (
        "This province has no decision in force with this authority, case number and item.",
        "本省没有该机关、案号及事项的有效记分决定。",
    ),
    "unknown_objection_target": (
        "This province has no objection to this about this person.",
        "本省没有就此提出的该人员异议申诉。",
    ),
}
"""Code -> (English, Chinese) template."""

UNDER = {
    "unknown_cascade_reference": "unknown_cascade",
    "unknown_decision_item": "unknown_decision",
    "unknown_objection_target": "unknown_objection",
}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
