"""Why a door does not answer a request, and with which HTTP status it says so."""

from sync.wire.refusals import answer_with, say

_REQUEST = {
    "https_required": ("This door answers over HTTPS only.", "本接口仅接受 HTTPS 访问。"),
    "bad_request": ("The request cannot be read.", "请求无法读取。"),
    "not_authenticated": ("The request carries no valid credentials.", "请求未携带有效凭证。"),
    "forbidden": ("The account may not do this.", "该账户无此权限。"),
    "not_acceptable": ("The answer is JSON; nothing else is offered.", "仅提供 JSON 格式的应答。"),
    "media_type_unsupported": (
        "The body must be application/json in UTF-8, not compressed.",
        "请求体须为未压缩的 UTF-8 编码 application/json。",
    ),
    "throttled": ("Too many requests; try again later.", "请求过于频繁，请稍后再试。"),
}

_BODY = {
    "unknown_field": ("{field} is not a field of this request.", "{field}不是该请求的字段。"),
    "field_missing": ("{field} is required.", "{field}为必填项。"),
    "line_malformed": ("A line must be an object.", "每行须为对象。"),
    "body_object_expected": ("The body must be a JSON object.", "请求体须为 JSON 对象。"),
}

_QUESTION = {
    "parameter_repeated": ("{field} is given more than once.", "{field} 重复出现。"),
    "limit_unreadable": ("limit must be a whole number from 1 to {longest}.", "limit 应为1至{longest}的整数。"),
    "position_unreadable": ("{field} must be a log position.", "{field}应为日志位置。"),
    "position_unknown": (
        "{field} lies beyond what this node has read of the log.",
        "{field}超出本节点已读取的日志范围。",
    ),
}

SENTENCES = _REQUEST | _BODY | _QUESTION
"""Code -> (English, Chinese) template."""

UNDER = {"body_object_expected": "object_expected"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
answer_with(
    {
        401: ("not_authenticated",),
        403: ("https_required", "forbidden"),
        406: ("not_acceptable",),
        415: ("media_type_unsupported",),
        429: ("throttled",),
    }
)
