"""Status of a person (procedure 医保办发〔2024〕34号 art. 16), and `not_covered` for the phase-in."""

from registry.words.code import Code


class Status(Code):
    """The three statuses of art. 16, and the one of a person whom the phase-in has not reached yet."""

    NORMAL = "normal", "正常", "normal"
    SUSPENDED = "suspended", "暂停", "suspended"
    TERMINATED = "terminated", "终止", "terminated"
    NOT_COVERED = "not_covered", "未纳入管理", "not yet covered"

    @property
    def strictness(self) -> int:
        """Return the rank by which the strictest of several statuses is found.

        `not_covered` ranks above `normal`, so that nobody becomes normal by mixing the two.
        """
        return _STRICTNESS[self]


_STRICTNESS = {Status.NORMAL: 0, Status.NOT_COVERED: 1, Status.SUSPENDED: 2, Status.TERMINATED: 3}
