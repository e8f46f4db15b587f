"""Why something about institutions, their agreements or their keys is refused."""

from sync.wire.refusals import answer_with, say

SENTENCES = {
    "unknown_agreement": ("There is no such agreement (art. 8).", "没有该服务协议（第8条）。"),
    "key_refused": ("The key is unknown, expired or revoked.", "密钥无效、已过期或已被吊销。"),
    "institution_unknown": ("No institution is recorded under this code.", "该代码未登记任何机构。"),
    "institution_out_of_scope": (
        "The institution lies in another division than the author's.",
        "该机构不在报文签发方的区划内。",
    ),
    "agreement_number_used": (
        "The institution has an agreement with this number already (art. 8).",
        "该机构已有同一编号的服务协议（第8条）。",
    ),
    "agreement_ended_before": ("The agreement has been ended before (art. 8).", "该服务协议此前已终止（第8条）。"),
    "agreement_not_in_force": (
        "No service agreement of the institution is in force on that day (art. 8).",
        "该机构在该日没有有效的服务协议（第8条）。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
answer_with({401: ("key_refused",)})
