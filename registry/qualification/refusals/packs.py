"""Why a rule pack is not taken for what it says about qualification."""

from sync.wire.refusals import say

SENTENCES = {
    "version_used": ("The division has published this version before.", "该区划此前已发布该版本。"),
    "pack_months_out_of_bounds": (
        "A suspension for {points} points lasts 1 to 6 whole months.",
        "记{points}分的暂停期限应为1至6个整月。",
    ),
    "pack_example_differs": (
        "The example “{title}” does not come out under this pack: {name} is “{found}”, not “{expected}”.",
        "示例“{title}”在本规则包下的结果不符：{name} 为“{found}”，应为“{expected}”。",
    ),
    "pack_months_decreasing": ("More points must not be suspended for less time.", "记分越高，暂停期限不得越短。"),
    "pack_degrees_decreasing": (
        "In the band {band}, a heavier degree must not get fewer points (art. 25).",
        "在{band}分区间内，责任越重，记分不得越低（第25条）。",
    ),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
