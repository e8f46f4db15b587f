"""Why a file is not shown."""

from sync.wire.refusals import say

SENTENCES = {
    "purpose_required": (
        "Say what the file is looked at for: purpose is kept with the look.",
        "请注明查询目的（purpose），目的将随查询留痕。",
    ),
    "purpose_unknown": ("This purpose is not in the list.", "该查询目的不在代码表内。"),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
