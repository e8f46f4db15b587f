"""Why an account is not made."""

from sync.wire.refusals import say

SENTENCES = {
    "account_name_malformed": (
        "An account needs a name of 1 to 150 visible characters.",
        "账户名应为1至150个可见字符。",
    ),
    "account_name_used": ("There is an account of this name already.", "该账户名已被使用。"),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
