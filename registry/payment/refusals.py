"""Why a line of a payment check cannot be answered, and why a loss is refused."""

from sync.wire.refusals import answer_with, say

_LINES = {
    "person_twice": ("A line names a person or a code, not both.", "每行不得同时指明人员和人员代码。"),
    "person_required": ("A line names a person or a code.", "每行须指明人员或人员代码。"),
    "persons_twice": (
        "A line names one person, or persons with their roles, not both.",
        "每行填写一名人员，或以 persons 列明多名人员及其作用，不得同时填写。",
    ),
    "persons_malformed": (
        "persons is a list of 1 to 20 objects, each with person or code, and role.",
        "persons 应为1至20个对象的列表，每个对象含 person 或 code，以及 role。",
    ),
    "ordering_missing": (
        "What was prescribed names who ordered it: one person with the role ordering, or prescription = none for "
        "a sale without prescription.",
        "凭处方的项目须列明开具人员（role 为 ordering，限一名）；无处方销售的，请填写 prescription 为 none。",
    ),
    "ordering_repeated": (
        "One person ordered it: give the role ordering once, and the others theirs.",
        "开具人员限一名，其他人员请填写各自的作用（role）。",
    ),
    "ordering_unexpected": (
        "Nobody ordered a sale without prescription: name the head of the pharmacy (heading) or who sold it "
        "(dispensing).",
        "无处方销售没有开具人员，请填写药店主要负责人（heading）或调配人员（dispensing）。",
    ),
    "only_at_a_pharmacy": (
        "Outside prescriptions, and sales without any, are answered to retail pharmacies only: leave "
        "prescription out, and name who ordered the service here.",
        "外配处方和无处方销售仅适用于定点零售药店；其他机构请勿填写 prescription，并列明本机构的开具人员。",
    ),
    "service_in_future": (
        "service_on lies after {latest}, today in China: ask on the day of the service, or later.",
        "服务日期（service_on）晚于今日（{latest}，北京时间），请于服务当日或之后查询。",
    ),
    "service_before_scheme": (
        "service_on lies before {earliest}: no payment qualification was managed then.",
        "服务日期（service_on）早于{earliest}，当时尚未实施支付资格管理。",
    ),
    "admitted_after_service": (
        "admitted_on must not be after service_on.",
        "入院日期（admitted_on）不得晚于服务日期（service_on）。",
    ),
    "emergency_code_malformed": (
        "An emergency code has 1 to 40 visible characters, without blanks at its ends.",
        "急诊、抢救代码为1至40个可见字符，首尾不得有空格。",
    ),
    "institution_not_yours": ("The key speaks for another institution.", "该密钥属于另一机构。"),
}

_LOSSES = {
    "loss_without_status": (
        "On some of these days the person was neither suspended nor terminated: there is no loss to bear (art. 46).",
        "所列日期中有该人员未被暂停或终止支付资格之日，不构成应由机构承担的损失（第46条）。",
    ),
    "loss_before_notice": (
        "On some of these days no notice had been served and the till did not know: what it called payable no "
        "institution bears. Losses can be borne for services from {earliest} on (art. 46).",
        "所列日期中有处理通知书尚未送达、支付查询亦未显示暂停或终止之日，该日费用不由机构承担；可由机构承担的，"
        "为{earliest}及以后的服务（第46条）。",
    ),
    "loss_never_told": (
        "On none of these days a notice had been served or the till knew, and the status did not last until "
        "then: what the till called payable no institution bears (art. 46).",
        "所列日期均在处理通知书送达及支付查询显示暂停或终止之前，且该状态此后未再延续，该费用不由机构承担（第46条）。",
    ),
    "loss_reference_used": (
        "The author has used this reference for a borne loss already (art. 46).",
        "签发方已将该编号用于一项机构承担的损失（第46条）。",
    ),
}

SENTENCES = _LINES | _LOSSES
"""Code -> (English, Chinese) template."""

UNDER = {"loss_never_told": "loss_before_notice"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
answer_with({403: ("institution_not_yours",)})
