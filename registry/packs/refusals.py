"""Why a rule pack is not taken, whatever its parameters are about."""

from sync.wire.refusals import say

SENTENCES = {
    "pack_malformed": ("The rule pack is not well-formed at {parameter}.", "规则包在 {parameter} 处格式错误。"),
    "pack_unknown_division": ("The rule pack is for no province-level division.", "规则包不属于任何省级区划。"),
    "pack_unknown_parameter": (
        "{parameter} is not a parameter of a rule pack; what is fixed nationally cannot be set.",
        "{parameter} 不是规则包参数；全国统一的规定不得设置。",
    ),
    "pack_source_missing": ("The parameter {parameter} has a value without a source.", "参数 {parameter} 未注明来源。"),
    "pack_bad_value": (
        "The value of {parameter} is not one that is allowed: {allowed}.",
        "参数 {parameter} 的取值不在允许范围内：{allowed}。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
