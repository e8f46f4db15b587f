"""Tables of notices, and of measures that no notice foresaw."""

from provinces.notices.models.notices import Notice, NoticeFollowUp, NoticeServing
from provinces.notices.models.unforeseen import UnforeseenMeasure

__all__ = [
    "Notice",
    "NoticeFollowUp",
    "NoticeServing",
    "UnforeseenMeasure",
]
