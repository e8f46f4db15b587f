"""Words of notices: what is done with one, and how it reaches the institution."""

from registry.words.code import Code


class NoticeStep(Code):
    """Steps upon a notice (arts. 31, 33, 40, 41)."""

    MADE = "made", "重新制作通知书", "notice made again"
    CORRECTED = "notice_corrected", "制作更正通知书", "correcting notice made"
    SERVED = "served", "送达", "served"
    RECORD_UPDATED = "record_updated", "机构维护登记备案状态", "record updated by the institution"
    RECEIVED_BY_PERSON = "received_by_person", "本人收到通知书", "notice received by the person"
    REPORTED = "reported", "向医疗保障行政部门报告", "reported to the department"


class NoticeDeadline(Code):
    """What is owed upon a notice that does not say any more what stands; no text sets a time for it (O45)."""

    RENEWAL = "notice_renewal", "重新制作通知书", "notice to be made again"
    CORRECTION = "notice_correction", "更正已送达的通知书", "correction of a notice that was served"


class ServingMethod(Code):
    """How a notice reached the institution (art. 33)."""

    PAPER = "paper", "书面", "on paper"
    ONLINE = "online", "线上", "on line"
