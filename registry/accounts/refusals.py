"""Why an account is not made, does not come in, or is not changed."""

from sync.wire.refusals import answer_with, say

SENTENCES = {
    "account_name_malformed": (
        "An account needs a name of 1 to 150 visible characters.",
        "账户名应为1至150个可见字符。",
    ),
    "duty_unknown": ("This node has no group for this duty.", "本节点没有该岗位的用户组。"),
    "account_name_used": ("There is an account of this name already.", "该账户名已被使用。"),
    "tries_too_many": (
        "Too many tries. Try again in {seconds} seconds.",
        "尝试次数过多，请在{seconds}秒后重试。",
    ),
    "tries_too_many_minutes": (
        "Too many tries. Try again in {minutes} minutes.",
        "尝试次数过多，请在{minutes}分钟后重试。",
    ),
    "password_wrong": ("This is not the password.", "密码不正确。"),
    "factor_code_wrong": (
        "The code is not right, was used before, or is no longer valid. Wait for the next one.",
        "验证码不正确、已使用或已失效，请等待下一个验证码。",
    ),
    "factor_key_wrong": (
        "The security key did not prove who you are. Try again.",
        "安全密钥验证未通过，请重试。",
    ),
    "factor_key_known": ("This security key is known already.", "该安全密钥已登记。"),
    "factor_setup_over": (
        "This set-up is over. Begin again.",
        "本次设置已失效，请重新开始。",
    ),
    "factor_last": (
        "This account must have a second factor. Add another one before you remove the last.",
        "该账户必须启用第二重验证。请先添加其他验证方式，再移除最后一个。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES, under={"tries_too_many_minutes": "tries_too_many"})
answer_with({429: ["tries_too_many"]})
