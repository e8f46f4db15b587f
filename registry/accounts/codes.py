"""What happens to accounts, and by what an account proves itself."""

from registry.words.code import Code


class AccountEventKind(Code):
    """Everything that is kept of an account."""

    SIGNED_IN = "signed_in", "登录", "signed in"
    SIGNED_OUT = "signed_out", "退出登录", "signed out"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败", "sign-in failed"
    FACTOR_FAILED = "factor_failed", "第二重验证失败", "second factor failed"
    LOCKED = "locked", "尝试过多，暂缓登录", "too many tries, had to wait"
    PROVED_AGAIN = "proved_again", "再次验证身份", "proved again"
    FACTOR_ADDED = "factor_added", "添加第二重验证方式", "second factor added"
    FACTOR_REMOVED = "factor_removed", "移除第二重验证方式", "second factor removed"
    RECOVERY_CODES_MADE = "recovery_codes_made", "生成备用码", "recovery codes made"
    RECOVERY_CODE_USED = "recovery_code_used", "使用备用码", "recovery code used"
    PASSWORD_CHANGED = "password_changed", "修改密码", "password changed"
    SESSION_ENDED = "session_ended", "会话结束", "session ended"
    ACCOUNT_MADE = "account_made", "新建账户", "account made"
    ACCOUNT_CHANGED = "account_changed", "账户资料变更", "account changed"
    ACCOUNT_SWITCHED_OFF = "account_switched_off", "停用账户", "account switched off"
    ACCOUNT_SWITCHED_ON = "account_switched_on", "启用账户", "account switched on"
    RIGHTS_CHANGED = "rights_changed", "权限变更", "rights changed"
    TOKEN_MADE = "token_made", "签发访问令牌", "access token made"
    TOKEN_ENDED = "token_ended", "撤销访问令牌", "access token ended"


class FactorKind(Code):
    """What an account has beside its password."""

    TOTP = "totp", "验证器应用（动态口令）", "authenticator app (TOTP)"
    SECURITY_KEY = "security_key", "安全密钥（WebAuthn）", "security key (WebAuthn)"


class Proof(Code):
    """By what a session proved whose it is."""

    PASSWORD = "password", "密码", "password"
    TOTP = "totp", "密码和动态口令", "password and code"
    SECURITY_KEY = "security_key", "密码和安全密钥", "password and security key"
    RECOVERY_CODE = "recovery_code", "密码和备用码", "password and recovery code"
