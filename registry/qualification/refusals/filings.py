"""Why a filing or its commitment is refused."""

from sync.wire.refusals import say

SENTENCES = {
    "unknown_filing": ("There is no such filing.", "没有该登记备案。"),
    "already_filed": (
        "The person is filed at this institution already; for a new filing, also after a termination, cancel that one.",
        "该人员在该机构已有有效的登记备案；需重新登记备案的（含终止后），请先取消原登记备案。",
    ),
    "already_cancelled": ("The filing has been cancelled before.", "该登记备案此前已取消。"),
    "refiling_required": (
        "The person's qualification was terminated: the filing must be marked as a new filing after termination.",
        "该人员支付资格曾被终止，应标明为终止后重新登记备案。",
    ),
    "refiling_not_needed": (
        "The person's qualification is not terminated: this is no new filing after a termination.",
        "该人员支付资格未被终止，不属于终止后重新登记备案。",
    ),
    "person_suspended_term_over": (
        "The person's suspension goes on although its term was over on {earliest}: no institution may file the "
        "person before a restoration was assessed and passed (arts. 34, 39).",
        "该人员暂停期限已于{earliest}届满，但未经评估恢复，任何机构不得为其登记备案（第34、39条）。",
    ),
    "person_suspended_until": (
        "The person's qualification is suspended; no institution may file the person before {earliest}, and then "
        "only after a restoration (arts. 34, 39).",
        "该人员支付资格处于暂停状态，{earliest}之前且未经评估恢复的，任何机构不得为其登记备案（第34、39条）。",
    ),
    "commitment_incomplete": (
        "A commitment has its version, the day of its signature and its form: all three or none (arts. 19 to 22).",
        "服务承诺的文本版本、签署日期和形式应同时填写或均不填写（第19至22条）。",
    ),
    "commitment_after_filing": (
        "The commitment is signed before the filing begins, not after it (arts. 13, 21).",
        "服务承诺应在登记备案之前签署（第13、21条）。",
    ),
    "commitment_required": (
        "From {required_from} on the division files nobody without a commitment (arts. 13, 21).",
        "自{required_from}起，未作出服务承诺的人员不得登记备案（第13、21条）。",
    ),
    "commitment_required_anew": (
        "A filing after a termination needs a new commitment, signed on {earliest} or later (art. 39).",
        "支付资格终止后重新登记备案的，须重新作出服务承诺，签署日期不得早于{earliest}（第39条）。",
    ),
    "commitment_before_termination": (
        "After a termination the commitment is signed anew, on {earliest} or later (art. 39).",
        "支付资格终止后应重新签署服务承诺，签署日期不得早于{earliest}（第39条）。",
    ),
    "person_barred": (
        "The person's qualification was terminated; no filing is accepted before {earliest}.",
        "该人员支付资格已终止，{earliest}之前不得登记备案。",
    ),
    "person_terminated": ("The person's qualification is terminated.", "该人员支付资格处于终止状态。"),
    "person_suspended": (
        "The person's qualification is suspended; no institution may file the person.",
        "该人员支付资格处于暂停状态，任何机构不得为其登记备案。",
    ),
    "filing_backdated": (
        "A filing of the division begins at most {days} days before it is signed, on {earliest} or later. "
        "Filings from before are taken over while a rule pack of the division without this limit holds.",
        "本地区登记备案的起始日期最多可早于提交之日{days}日，不得早于{earliest}；迁入既有登记备案的，"
        "应在本地区规则包未设该期限的时段内办理。",
    ),
    "role_not_managed": (
        "Of a retail pharmacy the division manages only: {roles}; as role enter one of {allowed} (art. 11).",
        "对定点零售药店，本地区仅管理{roles}；岗位（role）应填 {allowed} 之一（第11条）。",
    ),
}
"""Code -> (English, Chinese) template."""

UNDER = {
    "person_suspended_until": "person_suspended",
    "person_suspended_term_over": "person_suspended",
    "commitment_required_anew": "commitment_required",
}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
