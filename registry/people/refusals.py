"""Why something about who is one person is refused."""

SENTENCES = {
    "unknown_person": ("No person has this lifelong ID.", "没有使用该终身编号的人员。"),
    "person_already_issued": ("This lifelong ID has been issued before.", "该终身编号此前已签发。"),
    "person_merged": (
        "This lifelong ID was merged into another; speak of {into}.",
        "该终身编号已并入其他编号，请使用 {into}。",
    ),
    "merge_with_itself": ("Nobody is merged with oneself.", "同一编号不得与自身合并。"),
    "merge_in_circle": (
        "The ID that is to go on was itself merged into the one given up.",
        "拟保留的编号此前已并入拟停用的编号，不得循环合并。",
    ),
    "unknown_merge": ("There is no such merge.", "没有该合并记录。"),
    "already_split": ("The merge has been undone before.", "该合并此前已拆分。"),
}

UNDER: dict[str, str] = {}
"""Codes that say more under one that exists, by the name of that."""
