"""Why something about who is one person is refused, or asks for a human first. No sentence repeats an identity."""

from sync.wire.refusals import answer_with, say

_PERSONS = {
    "unknown_person": ("Nobody has this lifelong ID.", "没有使用该终身编号的人员。"),
    "person_already_issued": ("This lifelong ID has been issued before.", "该终身编号此前已签发。"),
    "person_merged": (
        "This lifelong ID was merged into another; speak of {into}.",
        "该终身编号已并入其他编号，请使用 {into}。",
    ),
    "merge_with_itself": ("Nobody is merged with oneself.", "同一编号不得与自身合并。"),
    "merge_in_circle": (
        "The ID that is to go on was itself merged into the one given up.",
        "拟保留的编号此前已并入拟停用的编号，不得循环合并。",
    ),
    "unknown_merge": ("There is no such merge.", "没有该合并记录。"),
    "already_split": ("The merge has been undone before.", "该合并此前已拆分。"),
}

_VERDICTS = {
    "already_settled": ("This held identity has been settled before.", "该事项已处理完毕。"),
    "verdict_unknown": (
        "The ruling must be: the same person, another person, or refused.",
        "处理结论须为：同一人、另一人或不予受理。",
    ),
    "not_a_candidate": (
        "The person is not one of those whom the request nearly matches.",
        "所选人员不在疑似匹配人员之列。",
    ),
    "person_not_expected": ("This ruling names no person.", "该结论不得指明人员。"),
    "verdict_person_required": ("The ruling needs the person whom the request means.", "须指明该请求所指人员。"),
    "verdict_reason_missing": (
        "A ruling needs a reason of at most 500 characters.",
        "处理结论须写明理由，且不超过500字。",
    ),
}

_PROPOSALS = {
    "proposal_reason_missing": (
        "A proposal and a decision need a reason of at most 500 characters.",
        "提出和处理均须写明理由，且不超过500字。",
    ),
    "proposal_exists": (
        "This pair has been proposed before; a rejected pair is not proposed again.",
        "该组人员此前已提出合并；已驳回的不得再次提出。",
    ),
    "proposal_not_open": ("This proposal is not waiting for that.", "该事项当前状态不允许此操作。"),
    "not_of_the_pair": ("The ID that goes on must be one of the two.", "保留的编号须为两者之一。"),
    "same_person_already": ("The two IDs are one person already.", "两个编号已属同一人员。"),
    "not_merged": ("The merge is not in force.", "该合并未生效或已拆分。"),
}

_IDENTITIES = {
    "identity_missing": (
        "An identity needs a document, an external code, or both.",
        "身份信息须包含证件或外部代码，或两者兼有。",
    ),
    "mode_unknown": ("mode must be issue or find.", "mode 须为 issue 或 find。"),
    "code_malformed": (
        "A code has 1 to 64 visible characters, its system 1 to 40, without blanks at the ends.",
        "代码为1至64个可见字符，代码系统为1至40个可见字符，首尾不得有空格。",
    ),
    "document_incomplete": ("A document needs its kind and its number.", "证件须同时提供类型和号码。"),
    "code_incomplete": ("An external code needs its system.", "外部代码须同时提供代码系统。"),
    "name_missing": ("A document needs the name of its holder.", "提供证件时须填写姓名。"),
    "born_on_missing": (
        "A document that does not contain the birth date needs it beside it.",
        "证件号码不含出生日期时，须另行提供出生日期。",
    ),
    "born_on_malformed": ("The birth date is not a date as YYYY-MM-DD.", "出生日期不是有效日期（YYYY-MM-DD）。"),
    "born_on_implausible": ("The birth date lies before 1900 or in the future.", "出生日期早于1900年或晚于今日。"),
    "born_on_differs": ("The birth date is not the one in the document number.", "出生日期与证件号码中的日期不一致。"),
    "unknown_category": (
        "The category of personnel is not in the code list: enter one of {allowed}.",
        "人员类别不在代码表内，应填 {allowed} 之一。",
    ),
    "name_differs": (
        "The document or code is known under another name; a human must look.",
        "该证件或代码已登记在另一姓名下，须人工核实。",
    ),
    "birth_date_differs": (
        "The document or code is known with another birth date; a human must look.",
        "该证件或代码已登记的出生日期不同，须人工核实。",
    ),
    "identity_split": (
        "The document belongs to one person and the code to another; a human must look.",
        "证件与代码分属两名人员，须人工核实。",
    ),
    "near_match": (
        "Somebody with this name and birth date is known under other papers; a human must look.",
        "已有同名且出生日期相同的人员以其他证件登记，须人工核实。",
    ),
    "second_resident_id": (
        "The person would have a second resident ID; a human must look.",
        "该人员将出现第二个居民身份证号码，须人工核实。",
    ),
    "identity_refused": ("A human looked at this request and refused it.", "该请求经人工核实后不予受理。"),
    "unknown_identity": ("Nobody is known under this document or code.", "该证件或代码下无登记人员。"),
}

SENTENCES = _PERSONS | _VERDICTS | _PROPOSALS | _IDENTITIES
"""Code -> (English, Chinese) template."""

UNDER = {"unknown_identity": "unknown_person"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
answer_with({404: ("unknown_person",)})
