"""Why a filing is not entered."""

from sync.wire.refusals import say

SENTENCES = {
    "commitment_missing": (
        "A filing needs the service commitment: version, date and form (arts. 19 to 22).",
        "登记备案须有服务承诺：版本、日期和形式（第19至22条）。",
    ),
    "agreement_missing": (
        "The institution has no agreement in force on that day (arts. 8, 13).",
        "该机构该日无有效服务协议（第8、13条）。",
    ),
    "unknown_open_filing": (
        "There is no such open filing of this province (art. 18).",
        "本省没有该有效登记备案（第18条）。",
    ),
}
"""Code -> (English, Chinese) template."""

UNDER = {"unknown_open_filing": "unknown_filing"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
