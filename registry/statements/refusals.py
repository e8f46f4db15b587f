"""Why the body of a statement has not its shape, or refers to what it may not."""

from sync.wire.refusals import say

_SHAPES = {
    "object_expected": ("{field} must be an object.", "{field}应为对象。"),
    "list_expected": ("{field} must be a list.", "{field}应为列表。"),
    "text_expected": ("{field} must be text.", "{field}应为文本。"),
    "text_blank": ("{field} must not be empty.", "{field}不得为空。"),
    "text_too_long": ("{field} has more than {longest} characters.", "{field}超过{longest}个字符。"),
    "text_not_trimmed": ("{field} must not begin or end with a blank.", "{field}首尾不得有空白。"),
    "text_forbidden_character": (
        "{field} contains a control character or one that cannot be seen or turns the direction of writing.",
        "{field}含有控制字符、不可见字符或改变书写方向的字符。",
    ),
    "number_expected": ("{field} must be a whole number.", "{field}应为整数。"),
    "number_out_of_range": ("{field} must lie between {low} and {high}.", "{field}应在{low}至{high}之间。"),
    "flag_expected": ("{field} must be true or false.", "{field}应为 true 或 false。"),
    "code_unknown": ("{field} is not in its code list.", "{field}不在代码表内。"),
    "code_unknown_of": (
        "{field} is not in its code list: enter one of {allowed}.",
        "{field}不在代码表内，应填 {allowed} 之一。",
    ),
    "statement_id_malformed": ("{field} must be the id of a statement.", "{field}应为报文编号。"),
    "entry_repeated": ("{field} has the same entry twice.", "{field}中有重复的项。"),
    "list_of_length_expected": (
        "{field} must be a list of 1 to {longest} entries.",
        "{field}应为1至{longest}项的列表。",
    ),
}

_REFERENCES = {
    "not_the_author": ("Only the division that said it may take it back or end it.", "只有原签发方可以撤销或终止。"),
    "not_in_force": ("What it refers to is not in force.", "所指报文未生效。"),
}

SENTENCES = _SHAPES | _REFERENCES
"""Code -> (English, Chinese) template."""

UNDER = {"code_unknown_of": "code_unknown", "list_of_length_expected": "list_expected"}
"""Sentences that say more under a code that exists: callers act on the code, people read the sentence."""

say(SENTENCES, under=UNDER)
