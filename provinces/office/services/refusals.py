"""Why a step of the procedure is not taken: a stable code, the field, a sentence in two languages, the article."""

from collections.abc import Mapping
from types import MappingProxyType

from registry.words.sentences import SENTENCES as RULES
from registry.words.wording import sentences
from sync.errors import Reason
from sync.topics import Rejected

type Words = str | int | object

_DUTIES = {
    "not_a_province": (
        "Only the node of a province handles cases.",
        "仅省级节点办理案件。",
    ),
    "duty_missing": (
        "This step belongs to the duty “{duty}”, which the account does not hold (art. 50).",
        "该步骤属于“{duty_zh}”岗位职责，当前账号不具备（第50条）。",
    ),
    "same_person": (
        "Whoever drafted or proposed this may not approve it (art. 50).",
        "草拟或提请人员不得审批同一事项（第50条）。",
    ),
    "decided_by_same_person": (
        "Whoever took part in the decision may not settle the objection to it (arts. 44, 50).",
        "参与作出原决定的人员不得办结对其提出的异议（第44、50条）。",
    ),
    "out_of_order": (
        "This step does not follow on the state “{state}” (art. {article}).",
        "当前状态为“{state_zh}”，不能进行该步骤（第{article}条）。",
    ),
    "in_the_future": (
        "{field} must not lie in the future.",
        "{field}不得晚于今日。",
    ),
}

_CASES = {
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
    "item_used": (
        "The case has this item already (art. 26).",
        "该案件已有此事项（第26条）。",
    ),
    "act_scored_before": (
        "Item {item} scores this act of this person already, with {held} points: one act is scored once (art. 26).",
        "本案事项{item}已就该人员的同一行为记{held}分，同一行为不重复记分（第26条）。",
    ),
    "type_scored_before": (
        "Item {item} scores this type of violation of this person already, with {held} points: the rule pack of the "
        "province scores acts of one type once (art. 26).",
        "本案事项{item}已就该人员的同类违法违规行为记{held}分，按本省规则包同一类型只记一次（第26条）。",
    ),
    "lighter_in_hand": (
        "Item {item} scores this act or another of its type with {held} points, and only the heavier counts: withdraw "
        "that draft, or have it sent back, then draft this one with {points} (art. 26).",
        "本案事项{item}已就同一行为或同类行为记{held}分，只按较重的记分：请先撤回该草稿或由审批人员退回，再按{points}分草拟（第26条）。",
    ),
    "lighter_signed": (
        "Item {item} scores this act or another of its type with {held} points and is signed: it stands, unless an "
        "objection changes it (arts. 26, 44).",
        "本案事项{item}已就同一行为或同类行为记{held}分并已签发，除经异议变更外不再变动（第26、44条）。",
    ),
    "not_seen": (
        "What the decision leads to has changed since it was shown; look again before approving (art. 29).",
        "决定的后果在展示后已发生变化，请重新查看后审批（第29条）。",
    ),
    "reason_missing": (
        "Say why (art. {article}).",
        "须说明理由（第{article}条）。",
    ),
}

_NOTICES = {
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
        "There is a later version of this notice; serve that one (art. 33).",
        "该通知书已有新版本，应送达新版本（第33条）。",
    ),
    "identity_missing": (
        "This node does not know the name of {person}; the notice cannot be made (art. 31).",
        "本节点没有{person}的姓名，无法制作通知书（第31条）。",
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
    "not_logged_yet": (
        "The decision has not come into the national log yet; from when the measure holds is known then (art. 29).",
        "该决定尚未进入国家日志，处理生效之日无法确定，请稍后办理（第29条）。",
    ),
    "proposed_before": (
        "Start and length of this measure have been proposed already; they are approved or sent back first (art. 29).",
        "该项处理的起算日期和期限已提请审批，应先审批或退回（第29条）。",
    ),
    "entered_before": (
        "This has been entered upon this notice before (art. {article}).",
        "该通知书的此项步骤此前已登记（第{article}条）。",
    ),
}

_OBJECTIONS = {
    "objection_to_one_thing": (
        "An objection is to one decision or to one cascade of this province (art. 41).",
        "异议应针对本省作出的一项记分决定或一项状态（第41条）。",
    ),
    "objection_in_hand": (
        "An objection to this by the same side is in hand or settled already (art. 41).",
        "同一方对同一事项的异议已在办理或已办结（第41条）。",
    ),
    "objection_lapsed": (
        "The objection lacked signature or seal until {due_on}, the last of {days} working days after the receipt of "
        "the notice, and has lapsed: it is deemed none (art. 41).",
        "异议申诉至{due_on}（收到通知书后第{days}个工作日）仍缺签字或盖章，已逾期失效，视为无异议（第41条）。",
    ),
    "wrong_office": (
        "The objection was passed up to the {office}: a reviewer settles it (arts. 42, 44).",
        "异议已移交{office_zh}，由复核人员办结（第42、44条）。",
    ),
    "experts_out": (
        "The experts have not answered yet (art. 43).",
        "专家意见尚未返回（第43条）。",
    ),
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
        "The person is filed nowhere in this province on that day: enter the application without an institution; the "
        "agency assesses it itself (art. {article}).",
        "该人员该日未在本省任何机构登记备案，申请中不填写机构，由经办机构直接评估（第{article}条）。",
    ),
    "apply_elsewhere": (
        "The person is not filed in this province, which decided nothing that they apply about: they apply at the "
        "agency of {divisions} (art. {article}).",
        "该人员未在本省登记备案，所申请事项也非本省作出，应向{divisions_zh}经办机构提出申请（第{article}条）。",
    ),
    "institution_missing": (
        "The person is filed at {institutions}: they apply through the institution, which has to consent "
        "(art. {article}).",
        "该人员在{institutions}登记备案，应通过该机构提出申请并经其同意（第{article}条）。",
    ),
    "consent_not_asked": (
        "The person applies without an institution: none has to consent, the agency assesses the application itself "
        "(art. {article}).",
        "该人员未通过机构申请，无须机构同意，由经办机构直接评估（第{article}条）。",
    ),
    "examination_missing": (
        "The rule pack asks for an examination: a restoration is passed only with an examination passed, its day and "
        "its result (art. 39).",
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

_ORDERS = {
    "nobody_named": (
        "Name at least one responsible person; nobody else is touched (art. 34).",
        "须至少列明一名责任人员，其他人员不受影响（第34条）。",
    ),
    "order_used": (
        "This reference is used already (art. 34).",
        "该编号已使用（第34条）。",
    ),
    "nothing_to_lift": (
        "The order is not in force, or is lifted already (art. 34).",
        "该联动处理未生效或已解除（第34条）。",
    ),
    "commitment_missing": (
        "A filing needs the service commitment: version, date and form (arts. 19 to 22).",
        "登记备案须有服务承诺：版本、日期和形式（第19至22条）。",
    ),
    "agreement_missing": (
        "The institution has no agreement in force on that day (arts. 8, 13).",
        "该机构该日无有效服务协议（第8、13条）。",
    ),
    "unknown_filing": (
        "There is no such open filing of this province (art. 18).",
        "本省没有该有效登记备案（第18条）。",
    ),
    "unknown_agreement": ("There is no such agreement of this province (art. 8).", "本省没有该服务协议（第8条）。"),
}

_DUTIES_OF_THE_PROCEDURE = {
    "document_missing": (
        "Give the number of the document that shows it (art. {article}).",
        "须填写相应记录或文书的编号（第{article}条）。",
    ),
    "nobody_reminded": (
        "Name at least one person who was present (art. 36).",
        "须至少列明一名参加人员（第36条）。",
    ),
    "reminder_entered_before": (
        "This talk or training of this person on this day has been entered before (art. 36).",
        "该人员当日的该项谈话、培训或重点监管此前已登记（第36条）。",
    ),
    "nothing_to_tell": (
        "This measure is not in force, or the person is filed at no institution of this province (art. 34).",
        "该项处理未生效，或该人员在本省没有有效登记备案，无须告知（第34条）。",
    ),
    "told_before": (
        "The institution was told of this measure before (art. 34).",
        "该机构此前已获告知（第34条）。",
    ),
    "order_about_nothing": (
        "Name the reconciliation that showed it, or the person whose status it is (art. 46).",
        "须指明相关的状态核查或相关人员（第46条）。",
    ),
    "run_of_another": (
        "This reconciliation is about another institution (art. 46).",
        "该次状态核查的对象为其他机构（第46条）。",
    ),
    "nothing_differs": (
        "This reconciliation found no difference: there is nothing to correct (art. 46).",
        "该次状态核查未发现差异，无须整改（第46条）。",
    ),
    "order_document_used": (
        "This number is used by another order to correct (art. 46).",
        "该文号已用于另一份责令整改通知（第46条）。",
    ),
    "not_fraud": (
        "The case does not rest on fraud (Regulation art. 40): nobody need say why nobody is scored.",
        "该案件处理依据不是《医疗保障基金使用监督管理条例》第四十条，无须说明不记分理由。",
    ),
    "fraud_closed_before": (
        "Somebody was scored on this case, or a reason was given before (art. 24).",
        "该案件已有人员被记分，或此前已说明不记分理由（第24条）。",
    ),
    "file_too_large": (
        "The file is larger than {most} MiB; send the list in parts.",
        "文件超过{most} MiB，请分次上传。",
    ),
    "nobody_in_columns": (
        "The first line needs the column “person” (lifelong ID) or “code”.",
        "首行须有“终身编号”（person）或“人员代码”（code）列。",
    ),
    "unknown_status": (
        "The status is one of normal, suspended, terminated (art. 16).",
        "状态应为正常、暂停或终止之一（第16条）。",
    ),
    "nobody_in_row": (
        "The row names nobody: it needs a lifelong ID or a code.",
        "该行未填写终身编号或人员代码。",
    ),
    "code_of_several": (
        "Several people have this code; name the code system, or the lifelong ID.",
        "该代码对应多名人员，请填写代码系统或终身编号。",
    ),
    "person_twice": (
        "The list names this person before.",
        "名单中该人员重复。",
    ),
}

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**_DUTIES, **_CASES, **_NOTICES, **_OBJECTIONS, **_APPLICATIONS, **_ORDERS, **_DUTIES_OF_THE_PROCEDURE}
)
"""Code of a refusal -> (English, Chinese) template, beside those of the registry and of the rules."""


_SAME_CODE = {
    "not_served_yet": "not_served",
    "apply_through": "not_filed_here",
    "apply_without": "not_filed_here",
    "apply_elsewhere": "not_filed_here",
}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""


def refused(code: str, field: str = "", /, **params: Words) -> Rejected:
    """Return the refusal for a code, the field it is about, and what fills the sentence."""
    english, chinese = sentences(SENTENCES.get(code) or RULES[code], field, params)
    return Rejected(Reason(code=_SAME_CODE.get(code, code), field=field, sentence=english, sentence_zh=chinese))
