"""Why a loss is refused."""

SENTENCES = {
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
}

UNDER = {
    "loss_never_told": "loss_before_notice",
}
"""Codes that say more under one that exists, by the name of that."""
