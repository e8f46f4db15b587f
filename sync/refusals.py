"""The sentences of sync's own rules, with which HTTP status they are answered, and which of them are alarms.

Those of the pure formats are in `sync.wire.sentences`; how anything is refused, in `sync.wire.refusals`.
"""

from sync.wire import sentences as wire
from sync.wire.refusals import Reason, answer_with, reason, say

_STATEMENTS = {
    "topic_unknown": ("No topic has this name.", "没有此类报文。"),
    "topic_not_allowed": ("The author may not state this topic.", "签发方无权签发此类报文。"),
    "body_too_large": ("The body is larger than a statement can carry.", "正文超过报文可承载的大小。"),
    "author_not_sender": (
        "A node sends only statements of its own division.",
        "节点只能发送本区划签发的报文。",
    ),
    "sender_is_national": ("National states what it states itself.", "国家节点的报文由其自行签发，不经提交。"),
    "key_of_another": ("The statement is signed with another node's key.", "报文使用了其他节点的密钥签名。"),
    "key_revoked": ("The key that signed has been revoked.", "签名所用密钥已被吊销。"),
    "conflict": (
        "The id was used before for a statement with other bytes.",
        "该编号此前已用于内容不同的报文。",
    ),
    "sequence_conflict": (
        "The sequence number was used before for another statement.",
        "该序号此前已用于其他报文。",
    ),
    "sequence_gap": (
        "Statements before this one are missing; send again from the expected sequence number.",
        "缺少此前的报文，请从应接序号起重新发送。",
    ),
    "chain_broken": (
        "The previous digest is not that of the author's last statement.",
        "prev 与签发方上一份报文的摘要不符。",
    ),
    "issued_in_future": ("The statement says it was issued in the future.", "报文签发时间晚于当前时间。"),
    "not_storable": ("The statement contradicts what is stored here.", "报文与已存储的数据相矛盾。"),
}

_NODES = {
    "member_unknown": ("The body has a member that its topic does not know.", "正文含有该类报文没有的成员。"),
    "member_missing": ("{field} is required.", "{field}为必填项。"),
    "member_malformed": ("The member is not as its topic needs it.", "成员格式不正确。"),
    "division_unknown": (
        "{field} is no division that may stand here.",
        "{field}不是此处可填写的区划。",
    ),
    "node_unknown": ("The division has no enrolled node.", "该区划没有已登记的节点。"),
    "key_known": ("The key is enrolled already.", "该密钥已登记。"),
    "key_unknown": ("No key has this ID.", "没有此编号的密钥。"),
    "key_id_mismatch": ("The key ID does not follow from the public key.", "密钥编号与公钥不符。"),
    "possession_unproved": (
        "Nothing proves that the node holds the private key.",
        "未能证明节点持有私钥。",
    ),
    "key_pinned": (
        "The national key that every node has pinned cannot be revoked by a statement.",
        "各节点固定信任的国家密钥不能以报文吊销。",
    ),
    "stated_twice": ("The batch states this twice.", "同一批次重复陈述。"),
    "statement_unknown": ("There is no such statement.", "没有该报文。"),
    "not_held": ("The statement is not held.", "该报文不在待核状态。"),
}

_DOOR = {
    "request_malformed": ("The request's body is not as this address needs it.", "请求正文不符合本接口要求。"),
    "parameter_malformed": ("A parameter of the address is not as it must be.", "地址参数格式不正确。"),
    "parameter_unknown": ("The address does not know this parameter.", "该地址不支持此参数。"),
    "length_missing": ("The request does not say how long it is.", "请求未说明正文长度。"),
    "batch_too_large": ("At most {longest} entries are taken at once.", "一次最多处理{longest}项。"),
    "content_type_unsupported": (
        "The body must be application/json in UTF-8.",
        "正文须为 UTF-8 编码的 application/json。",
    ),
    "content_encoding_unsupported": ("The body must not be compressed.", "正文不得压缩。"),
    "nonce_replayed": ("The request was sent before.", "该请求此前已发送。"),
    "method_not_allowed": ("This address does not answer this method.", "该地址不支持此方法。"),
    "not_found": ("There is nothing at this address.", "该地址没有内容。"),
    "internal_error": (
        "Something went wrong here and has been noted; the request may be sent again.",
        "服务器内部错误，已记录，可重新发送请求。",
    ),
    "unavailable": ("The node cannot answer now; try again later.", "节点暂时无法服务，请稍后重试。"),
}

_FOLLOWING = {
    "national_url_missing": (
        "PAYQUAL_NATIONAL_URL does not say where national answers.",
        "PAYQUAL_NATIONAL_URL 未指明国家节点地址。",
    ),
    "national_unreachable": ("National does not answer; try again later.", "国家节点无应答，请稍后重试。"),
    "cosignature_invalid": ("The cosignature is not that of the sender.", "联署签名与发送方不符。"),
    "checkpoint_unknown": ("National's log has no such size and root.", "国家日志没有该大小和根。"),
    "national_refused": ("National refused the request.", "国家节点拒绝了请求。"),
    "answer_malformed": ("National's answer cannot be read.", "国家节点的应答无法读取。"),
    "answer_not_authentic": ("The answer is not signed by national.", "应答未经国家节点签名。"),
}

_MISMATCHES = {
    "page_malformed": ("The page of the log cannot be read.", "日志页无法读取。"),
    "log_shrunk": (
        "National's log has fewer entries than were verified here before.",
        "国家日志的条目少于此前已验证的条目。",
    ),
    "log_not_contiguous": ("The page's positions do not follow on.", "页面位置不连续。"),
    "root_mismatch": ("The page does not lead to the signed root.", "页面内容与已签名的根不符。"),
    "checkpoint_not_authentic": ("The checkpoint is not signed by national.", "检查点未经国家节点签名。"),
    "checkpoint_wrong_size": ("The checkpoint does not cover the page exactly.", "检查点与页面范围不符。"),
    "author_unknown": ("An entry's author is not enrolled.", "条目的签发方未登记。"),
    "sequence_not_rising": ("An author's sequence numbers do not rise.", "签发方的序号没有递增。"),
    "own_entry_differs": ("An own entry is not what was signed here.", "本节点的条目与本地签发内容不符。"),
    "entry_logged_twice": ("A statement stands in the log twice.", "同一报文在日志中出现两次。"),
    "entry_key_invalid": (
        "An entry's key is not one of its author's that counts at this position.",
        "条目的密钥在该位置不是其签发方的有效密钥。",
    ),
    "entry_signature_invalid": ("An entry is not signed by its author.", "条目未经其签发方签名。"),
    "entry_unreadable": ("An entry cannot be read.", "条目无法读取。"),
    "entry_not_applicable": ("An entry cannot be applied.", "条目无法应用。"),
}

_IDENTITY = {
    "node_identity_missing": ("The node has no identity yet; run node_init.", "节点尚无身份，请先运行 node_init。"),
    "identity_known": ("The node has an identity already.", "节点已有身份。"),
    "key_file_exists": ("The key file exists already.", "密钥文件已存在。"),
    "key_file_missing": ("The key file does not exist.", "密钥文件不存在。"),
    "key_file_unreadable": ("The key file cannot be read.", "密钥文件无法读取。"),
    "key_file_open": ("The key file may be read by others than its owner.", "密钥文件可被其所有者以外的人读取。"),
}

_PROPOSALS = {
    "approval_missing": (
        "This binds somebody: one account proposes it, another approves it.",
        "该事项对当事人产生约束力，须由一个账户提请、另一账户审批。",
    ),
    "account_unknown": ("There is no account “{name}” on this node.", "本节点没有账户“{name}”。"),
    "account_inactive": ("The account “{name}” is switched off.", "账户“{name}”已停用。"),
    "right_missing": (
        "The account “{name}” may not take this step.",
        "账户“{name}”无权办理此步骤。",
    ),
    "remark_missing": ("Say why.", "须说明理由。"),
    "proposal_waits": (
        "The same waits for approval already; approve or withdraw that first.",
        "同一事项已在待审批，请先审批或撤回。",
    ),
    "not_proposed": ("Nothing of this kind is proposed.", "没有该项提请。"),
    "not_waiting": ("The proposal does not wait any more.", "该提请已不在待处理状态。"),
    "four_eyes": ("Whoever proposed it does not decide it.", "提出人不得复核本人提出的事项。"),
    "changed_since_seen": (
        "What it leads to has changed since it was shown; look again.",
        "相关情况在展示后已发生变化，请重新查看。",
    ),
}

SENTENCES: dict[str, tuple[str, str]] = _STATEMENTS | _NODES | _DOOR | _FOLLOWING | _MISMATCHES | _IDENTITY | _PROPOSALS
"""Code -> (English, Chinese) template."""

STATUSES = {
    401: ("nonce_replayed", "node_unknown"),
    403: ("sender_is_national",),
    404: ("not_found",),
    405: ("method_not_allowed",),
    409: ("checkpoint_unknown", "identity_known", *_MISMATCHES),
    411: ("length_missing",),
    413: ("batch_too_large",),
    415: ("content_type_unsupported", "content_encoding_unsupported"),
    500: ("internal_error",),
    502: ("answer_malformed", "answer_not_authentic"),
    503: (
        "unavailable",
        "national_unreachable",
        "national_url_missing",
        "node_identity_missing",
        "key_file_exists",
        "key_file_missing",
        "key_file_unreadable",
        "key_file_open",
    ),
}

UNREACHABLE = "national_unreachable"
"""National could not be asked: no refusal, try again later."""

MISMATCHES = frozenset(_MISMATCHES)
"""What came does not extend the log that was verified so far: the security officer hears of it."""

MISCONFIGURED = frozenset(_IDENTITY) | {"national_url_missing"}
"""This node's identity, key or settings are missing or disagree: nothing was asked of anybody."""


def saying(code: str, what: str) -> Reason:
    """Return the reason with what it is about: among nodes the sentence must lead to the place."""
    found = reason(code)
    return Reason(code=code, sentence=f"{found.sentence} ({what})", sentence_zh=f"{found.sentence_zh}（{what}）")


def say_all() -> None:
    """Make the sentences of sync and of its formats known, and their statuses."""
    say(wire.SENTENCES)
    say(SENTENCES)
    answer_with(wire.STATUSES)
    answer_with(STATUSES)
