"""What a file may be looked at for: a closed list, stated by whoever looks and kept with the look."""

from registry.words.code import Code


class Purpose(Code):
    """Purposes of an office (procedure arts. 28, 56; Regulation arts. 32, 46)."""

    FILING = "filing", "登记备案", "filing"
    DECISION = "decision", "记分与处理", "decision and measures"
    OBJECTION = "objection", "异议申诉或恢复", "objection or restoration"
    INQUIRY = "inquiry", "本人或机构查询", "inquiry of the person"
    SUPERVISION = "supervision", "监督审计", "supervision and audit"
    IDENTITY = "identity", "身份核对与合并", "comparing identities"


OWN = "own"
"""The person looks at the own file; no office may state it."""
