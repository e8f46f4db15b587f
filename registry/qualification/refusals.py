"""Why something about filings, decisions and remedies is refused: what only a registry with a database can know."""

SENTENCES = {
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
    "commended_before": (
        "The author has recorded this commendation before (art. 32).",
        "签发方此前已记录该项表扬（规程第三十二条）。",
    ),
    "not_fraud": (
        "Only for fraud (Regulation art. 40) silence about the persons is said on the log; enter that basis.",
        "仅欺诈骗保（《医疗保障基金使用监督管理条例》第四十条）案件须上报未记分情况，请核对处理依据。",
    ),
    "unscored_stated_before": (
        "This has been said of this case before; a reason why nobody is scored is said once.",
        "该案件的未记分情况或不记分理由此前已上报，不得重复上报。",
    ),
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

UNDER = {
    "person_suspended_until": "person_suspended",
    "person_suspended_term_over": "person_suspended",
    "commitment_required_anew": "commitment_required",
}
"""Codes that say more under one that exists, by the name of that."""
