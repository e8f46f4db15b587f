"""Two lifelong IDs that may be one person: what points to it, and how far a proposal has come."""

from registry.words.code import Code


class Clue(Code):
    """Why two IDs are thought to be one person."""

    SAME_DOCUMENT = "same_document", "同一证件", "same document"
    SAME_CODE = "same_code", "同一代码", "same code"
    NEAR_NAME = "near_name", "同名且出生日期相同", "same name and birth date"
    BY_HAND = "by_hand", "人工提出", "by hand"


class Work(Code):
    """What is proposed: that two are one, or that they are two after all."""

    MERGE = "merge", "合并", "merge"
    SPLIT = "split", "拆分", "split"


class ProposalState(Code):
    """How far a proposal has come: found by the machine, proposed by one human, decided by another."""

    FOUND = "found", "系统发现", "found by the system"
    PROPOSED = "proposed", "待复核", "proposed"
    APPROVED = "approved", "已批准", "approved"
    REJECTED = "rejected", "已驳回", "rejected"
    UNDONE = "undone", "已拆分", "undone by a split"
