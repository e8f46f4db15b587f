"""Why figures are not answered, and what a rule pack must not say of the ratio."""

from sync.wire.refusals import answer_with, say

SENTENCES = {
    "year_unreadable": (
        "{field} must be a year of four digits, from 2020 on and not to come.",
        "{field}应为2020年起、不晚于当年的四位年份。",
    ),
    "pack_ratio_decreasing": (
        "The ratio that suspends the agreement must not be below the one that suspends settlement.",
        "中止协议的比例不得低于暂停结算的比例。",
    ),
    "unknown_institution": ("No institution is recorded under this code.", "该代码未登记任何机构。"),
}
"""Code -> (English, Chinese) template."""

say(SENTENCES)
answer_with({404: ("unknown_institution",)})
