"""Why an account is not made."""

from sync.wire.refusals import say

SENTENCES = {
    "account_name_malformed": (
        "An account needs a name of 1 to 150 visible characters.",
        "账户名应为1至150个可见字符。",
    ),
    "duty_unknown": ("This node has no group for this duty.", "本节点没有该岗位的用户组。"),
    "account_name_used": ("There is an account of this name already.", "该账户名已被使用。"),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
