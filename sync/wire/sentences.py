"""The sentences of the pure formats, and with which HTTP status what they refuse is answered."""

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    # --- JSON
    "document_too_large": ("The document is larger than allowed.", "文件超过允许的大小。"),
    "encoding_invalid": (
        "The document is not UTF-8 without a byte order mark.",
        "文件不是无字节顺序标记的 UTF-8 编码。",
    ),
    "json_malformed": ("The document is not JSON.", "文件不是有效的 JSON。"),
    "json_too_deep": ("The document is nested too deeply.", "文件嵌套层数过多。"),
    "duplicate_key": ("An object has the same member twice.", "对象中有重复的成员。"),
    "number_not_finite": ("NaN and Infinity are not JSON.", "不允许 NaN 或 Infinity。"),
    "float_forbidden": ("Numbers must be whole.", "数字必须为整数。"),
    "integer_too_long": ("Whole numbers have at most 15 digits.", "整数不得超过 15 位。"),
    "nul_forbidden": ("Text must not contain the NUL character.", "文本不得包含 NUL 字符。"),
    "surrogate_forbidden": ("Text must not contain half a surrogate pair.", "文本不得包含不成对的代理码元。"),
    "value_not_json": ("The value cannot be written as JSON.", "该值不能写为 JSON。"),
    # --- suites and keys
    "suite_unknown": ("No signature suite has this name.", "没有此名称的签名套件。"),
    "key_malformed": (
        "The key does not have the length that its suite needs.",
        "密钥长度不符合签名套件的要求。",
    ),
    "weak_key": ("The public key is a weak or non-canonical point.", "公钥是弱点或非规范编码的点。"),
    "randomness_malformed": (
        "A key is made from exactly 32 random bytes.",
        "生成密钥需要恰好 32 个随机字节。",
    ),
    "suite_unavailable": ("This signature suite is not installed on this node.", "本节点未安装该签名套件。"),
    "division_malformed": ("The division must be six digits.", "行政区划代码必须为六位数字。"),
    "challenge_malformed": (
        "The challenge must be 16 to 128 visible ASCII characters.",
        "质询必须为 16 至 128 个可见 ASCII 字符。",
    ),
    # --- statements
    "statement_malformed": (
        "A statement is three base64url parts joined by dots, without padding.",
        "报文应为以点连接的三段无填充 base64url 文本。",
    ),
    "statement_header": (
        "The header of a statement has exactly alg, kid and typ.",
        "报文头只能且必须包含 alg、kid 和 typ。",
    ),
    "statement_members": (
        "A statement has exactly id, topic, author, seq, prev, issued_at and body.",
        "报文只能且必须包含 id、topic、author、seq、prev、issued_at 和 body。",
    ),
    "id_malformed": ("The id must be a UUID of version 7 in lower case.", "id 必须为小写的第 7 版 UUID。"),
    "topic_malformed": ("The topic must read noun.verb.", "topic 必须为“名词.动词”的形式。"),
    "author_malformed": (
        "The author must be a division code of six digits.",
        "author 必须为六位行政区划代码。",
    ),
    "seq_malformed": ("The sequence number must be a whole number from 1.", "seq 必须为从 1 开始的整数。"),
    "prev_malformed": (
        "The previous digest must be 64 lower-case hex digits.",
        "prev 必须为 64 位小写十六进制数字。",
    ),
    "issued_at_malformed": (
        "The instant must read YYYY-MM-DDThh:mm:ssZ and exist.",
        "时间必须为 YYYY-MM-DDThh:mm:ssZ 形式且真实存在。",
    ),
    "body_malformed": ("The body must be an object.", "body 必须为对象。"),
    # --- HTTP messages
    "url_malformed": (
        "The URL must be http or https, with a host and without a user.",
        "URL 必须为带主机名且不含用户信息的 http 或 https 地址。",
    ),
    "digest_missing": ("The message has no Content-Digest.", "消息缺少 Content-Digest。"),
    "digest_malformed": ("The Content-Digest cannot be read.", "Content-Digest 无法读取。"),
    "digest_unsupported": (
        "The Content-Digest must have sha-256 and nothing but sha-256 and sha-512.",
        "Content-Digest 必须包含 sha-256，且只能使用 sha-256 和 sha-512。",
    ),
    "digest_mismatch": ("The Content-Digest does not match the body.", "Content-Digest 与正文不符。"),
    "signature_missing": ("The message is not signed.", "消息未签名。"),
    "signature_malformed": (
        "The signature's headers cannot be read or break the profile.",
        "签名头无法读取或不符合规范。",
    ),
    "signature_ambiguous": (
        "The message has more than one signature with our tag.",
        "消息含有多个带本协议标签的签名。",
    ),
    "signature_parameters_insufficient": (
        "The signature lacks a required parameter.",
        "签名缺少必需的参数。",
    ),
    "signature_components_insufficient": (
        "The signature does not cover enough of the message.",
        "签名覆盖的消息内容不足。",
    ),
    "signature_component_unsupported": (
        "The signature covers a component that is not known here.",
        "签名覆盖了不支持的消息组成部分。",
    ),
    "signature_expired": ("The signature is too old.", "签名已过期。"),
    "signature_not_yet_valid": ("The signature comes from the future.", "签名时间晚于当前时间。"),
    "signature_invalid": ("The signature is not that of the key's holder.", "签名与密钥不符。"),
    "tag_mismatch": ("No signature has the tag payqual-sync.", "没有带 payqual-sync 标签的签名。"),
    "unknown_key": ("The signature's key is not known here.", "签名所用密钥未登记。"),
    "algorithm_mismatch": ("The algorithm named is not that of the key.", "所声明的算法与密钥的算法不符。"),
    # --- reading
    "cursor_malformed": ("The cursor is not one that this log gives.", "游标不是本日志给出的值。"),
    "limit_out_of_range": ("The page size is out of range.", "每页条数超出范围。"),
    "wait_out_of_range": ("The waiting time is out of range.", "等待时间超出范围。"),
    # --- checkpoints
    "checkpoint_malformed": (
        "The checkpoint is not a signed note of a log.",
        "检查点不是有效的日志签名文本。",
    ),
    "checkpoint_unsigned": ("The checkpoint has no signature of this key.", "检查点没有该密钥的签名。"),
    "checkpoint_signature_invalid": ("A signature of the checkpoint is wrong.", "检查点的签名无效。"),
    # --- Merkle tree
    "tree_malformed": ("The tree's size and hashes do not fit each other.", "树的大小与其哈希不一致。"),
    "tree_range": ("The position lies outside the tree.", "位置超出树的范围。"),
    "tree_node_missing": ("A stored tree node is missing.", "缺少已存储的树节点。"),
}
"""Code -> (English, Chinese)."""

STATUSES: Final = {
    401: (
        "digest_missing",
        "digest_malformed",
        "digest_unsupported",
        "digest_mismatch",
        "signature_missing",
        "signature_malformed",
        "signature_ambiguous",
        "signature_parameters_insufficient",
        "signature_components_insufficient",
        "signature_component_unsupported",
        "signature_expired",
        "signature_not_yet_valid",
        "signature_invalid",
        "tag_mismatch",
        "unknown_key",
        "algorithm_mismatch",
    ),
    413: ("document_too_large",),
}
