"""Why a step upon an objection or an application is not taken."""

from sync.wire.refusals import say

_OBJECTIONS = {
    "decided_by_same_person": (
        "Whoever took part in the decision may not settle the objection to it (arts. 44, 50).",
        "参与作出原决定的人员不得办结对其提出的异议（第44、50条）。",
    ),
    "objection_in_hand": (
        "An objection to this by the same side is in hand or settled already (art. 41).",
        "同一方对同一事项的异议已在办理或已办结（第41条）。",
    ),
    "objection_lapsed": (
        "The objection lacked signature or seal until {due_on}, the last of {days} working days after the "
        "receipt of the notice, and has lapsed: it is deemed none (art. 41).",
        "异议申诉至{due_on}（收到通知书后第{days}个工作日）仍缺签字或盖章，已逾期失效，视为无异议（第41条）。",
    ),
    "wrong_office": (
        "The objection was passed up to the {office}: a reviewer settles it (arts. 42, 44).",
        "异议已移交{office}，由复核人员办结（第42、44条）。",
    ),
    "experts_out": ("The experts have not answered yet (art. 43).", "专家意见尚未返回（第43条）。"),
    "acceptance_upholds": (
        "The objector accepted the explanation: the objection ends as upheld (art. 42).",
        "异议人已接受说明，应以维持办结（第42条）。",
    ),
}

_APPLICATIONS = {
    "application_in_hand": (
        "An application of this kind is in hand for this person (arts. 38, 39).",
        "该人员的同类申请正在办理（第38、39条）。",
    ),
    "not_filed_here": (
        "The person is not filed at this institution on that day (art. {article}).",
        "该人员该日未在该机构登记备案（第{article}条）。",
    ),
    "apply_through": (
        "The person is not filed at this institution on that day: they apply through {institutions} (art. {article}).",
        "该人员该日未在该机构登记备案，应通过{institutions}提出申请（第{article}条）。",
    ),
    "apply_without": (
        "The person is filed nowhere in this province on that day: enter the application without an institution; "
        "the agency assesses it itself (art. {article}).",
        "该人员该日未在本省任何机构登记备案，申请中不填写机构，由经办机构直接评估（第{article}条）。",
    ),
    "apply_elsewhere": (
        "The person is not filed in this province, which decided nothing that they apply about: they apply at "
        "the agency of {divisions} (art. {article}).",
        "该人员未在本省登记备案，所申请事项也非本省作出，应向{divisions}经办机构提出申请（第{article}条）。",
    ),
    "institution_missing": (
        "The person is filed at {institutions}: they apply through the institution, which has to consent (art. "
        "{article}).",
        "该人员在{institutions}登记备案，应通过该机构提出申请并经其同意（第{article}条）。",
    ),
    "consent_not_asked": (
        "The person applies without an institution: none has to consent, the agency assesses the application "
        "itself (art. {article}).",
        "该人员未通过机构申请，无须机构同意，由经办机构直接评估（第{article}条）。",
    ),
    "examination_missing": (
        "The rule pack asks for an examination: a restoration is passed only with an examination passed, its day "
        "and its result (art. 39).",
        "本省规则要求考试：恢复评估通过须有考试日期且考试合格（第39条）。",
    ),
    "examination_not_asked": (
        "The rule pack of that day asks for no examination (art. 39).",
        "该日适用的规则未要求考试（第39条）。",
    ),
    "result_missing": (
        "A passed restoration needs the first day of the normal status (art. 39).",
        "评估通过须填写恢复正常的起始日期（第39条）。",
    ),
}

SENTENCES = _OBJECTIONS | _APPLICATIONS
"""Code -> (English, Chinese) template."""

UNDER = {"apply_through": "not_filed_here", "apply_without": "not_filed_here", "apply_elsewhere": "not_filed_here"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
