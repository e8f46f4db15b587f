"""Why the registry refuses a statement: what only a registry with a database can know (who is recorded where, what was
said before). How a refusal is put in words and carried: `registry.statements.refusals`.
"""

from registry.statements.refusals import SENTENCES, from_rules, held, refused, say

__all__ = ["SENTENCES", "from_rules", "held", "refused"]

_RECORDS = {
    "unknown_person": ("No person has this lifelong ID.", "没有使用该终身编号的人员。"),
    "person_already_issued": ("This lifelong ID has been issued before.", "该终身编号此前已签发。"),
    "institution_unknown": ("No institution is recorded under this code.", "该代码未登记任何机构。"),
    "institution_out_of_scope": (
        "The institution lies in another division than the author's.",
        "该机构不在报文签发方的区划内。",
    ),
    "not_the_author": (
        "Only the division that said it may take it back or end it.",
        "只有原签发方可以撤销或终止。",
    ),
    "not_in_force": ("What it refers to is not in force.", "所指报文未生效。"),
    "case_number_used": (
        "A decision of this authority with this case number and item about this person exists already.",
        "该机关以同一案号、同一事项对该人员的记分决定已存在。",
    ),
    "same_penalty": (
        "Another division has scored the same penalty for this person; a human must say whose decision counts.",
        "另一地区已就同一处理对该人员记分，须人工确认以何者为准。",
    ),
    "reference_used": (
        "The author has used this reference for a status of this person already.",
        "签发方已对该人员使用过该编号。",
    ),
    "unknown_filing": ("There is no such filing.", "没有该登记备案。"),
    "already_filed": (
        "The person is filed at this institution already; for a new filing, also after a termination, cancel that one.",
        "该人员在该机构已有有效的登记备案；需重新登记备案的（含终止后），请先取消原登记备案。",
    ),
    "already_cancelled": ("The filing has been cancelled before.", "该登记备案此前已取消。"),
    "already_lifted": ("The status has been lifted before.", "该状态此前已解除。"),
    "refiling_required": (
        "The person's qualification was terminated: the filing must be marked as a new filing after termination.",
        "该人员支付资格曾被终止，应标明为终止后重新登记备案。",
    ),
    "refiling_not_needed": (
        "The person's qualification is not terminated: this is no new filing after a termination.",
        "该人员支付资格未被终止，不属于终止后重新登记备案。",
    ),
    "assessed_before": (
        "A restoration with the same day of effect exists already.",
        "同一生效日期的恢复评估已存在。",
    ),
    "version_used": ("The division has published this version before.", "该区划此前已发布该版本。"),
}

_CAREERS = {
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
    "commended_before": (
        "The author has recorded this commendation before (art. 32).",
        "签发方此前已记录该项表扬（规程第三十二条）。",
    ),
    "loss_without_status": (
        "On some of these days the person was neither suspended nor terminated: there is no loss to bear (art. 46).",
        "所列日期中有该人员未被暂停或终止支付资格之日，不构成应由机构承担的损失（规程第四十六条）。",
    ),
    "loss_before_notice": (
        "On some of these days no notice had been served and the till did not know: what it called payable no "
        "institution bears. Losses can be borne for services from {earliest} on (art. 46).",
        "所列日期中有处理通知书尚未送达、支付查询亦未显示暂停或终止之日，该日费用不由机构承担；"
        "可由机构承担的，为{earliest}及以后的服务（规程第四十六条）。",
    ),
    "loss_never_told": (
        "On none of these days a notice had been served or the till knew, and the status did not last until then: what "
        "the till called payable no institution bears (art. 46).",
        "所列日期均在处理通知书送达及支付查询显示暂停或终止之前，且该状态此后未再延续，该费用不由机构承担（规程第四十六条）。",
    ),
    "loss_reference_used": (
        "The author has used this reference for a borne loss already (art. 46).",
        "签发方已将该编号用于一项机构承担的损失（规程第四十六条）。",
    ),
    "not_fraud": (
        "Only for fraud (Regulation art. 40) silence about the persons is said on the log; enter that basis.",
        "仅欺诈骗保（《医疗保障基金使用监督管理条例》第四十条）案件须上报未记分情况，请核对处理依据。",
    ),
    "unscored_stated_before": (
        "This has been said of this case before; a reason why nobody is scored is said once.",
        "该案件的未记分情况或不记分理由此前已上报，不得重复上报。",
    ),
}

_PROCEDURE = {
    "objection_to_one_thing": (
        "An objection is to one decision or to one status, not to both and not to none (art. 41).",
        "异议申诉应针对一项记分决定或一项登记备案状态，二者择一（规程第四十一条）。",
    ),
    "objection_lodged_before": (
        "The same side has objected to this before (art. 41).",
        "同一申诉方此前已就此提出异议申诉（规程第四十一条）。",
    ),
    "repair_granted_before": (
        "A repair of the same year for the same act was granted on this day before (art. 38).",
        "同日就同一年度、同一修复行为已准予修复（规程第三十八条）。",
    ),
}

_FILINGS = {
    "person_suspended_term_over": (
        "The person's suspension goes on although its term was over on {earliest}: no institution may file the person "
        "before a restoration was assessed and passed (arts. 34, 39).",
        "该人员暂停期限已于{earliest}届满，但未经评估恢复，任何机构不得为其登记备案（规程第三十四、三十九条）。",
    ),
    "person_suspended_until": (
        "The person's qualification is suspended; no institution may file the person before {earliest},"
        " and then only after a restoration (arts. 34, 39).",
        "该人员支付资格处于暂停状态，{earliest}之前且未经评估恢复的，任何机构不得为其登记备案（规程第三十四、三十九条）。",
    ),
    "agreement_number_used": (
        "The institution has an agreement with this number already (art. 8).",
        "该机构已有同一编号的服务协议（规程第八条）。",
    ),
    "unknown_agreement": ("There is no such agreement.", "没有该服务协议。"),
    "agreement_ended_before": (
        "The agreement has been ended before (art. 8).",
        "该服务协议此前已终止（规程第八条）。",
    ),
    "agreement_not_in_force": (
        "No service agreement of the institution is in force on that day (art. 8).",
        "该机构在该日没有有效的服务协议（规程第八条）。",
    ),
    "commitment_incomplete": (
        "A commitment has its version, the day of its signature and its form: all three or none (arts. 19-22).",
        "服务承诺的文本版本、签署日期和形式应同时填写或均不填写（规程第十九至二十二条）。",
    ),
    "commitment_after_filing": (
        "The commitment is signed before the filing begins, not after it (arts. 13, 21).",
        "服务承诺应在登记备案之前签署（规程第十三、二十一条）。",
    ),
    "commitment_required": (
        "From {required_from} on the division files nobody without a commitment (arts. 13, 21).",
        "自{required_from}起，未作出服务承诺的人员不得登记备案（规程第十三、二十一条）。",
    ),
    "commitment_required_anew": (
        "A filing after a termination needs a new commitment, signed on {earliest} or later (art. 39).",
        "支付资格终止后重新登记备案的，须重新作出服务承诺，签署日期不得早于{earliest}（规程第三十九条）。",
    ),
    "commitment_before_termination": (
        "After a termination the commitment is signed anew, on {earliest} or later (art. 39).",
        "支付资格终止后应重新签署服务承诺，签署日期不得早于{earliest}（规程第三十九条）。",
    ),
}

say(
    {**_RECORDS, **_CAREERS, **_PROCEDURE, **_FILINGS},
    under={
        "loss_never_told": "loss_before_notice",
        "person_suspended_until": "person_suspended",
        "person_suspended_term_over": "person_suspended",
        "commitment_required_anew": "commitment_required",
    },
)
