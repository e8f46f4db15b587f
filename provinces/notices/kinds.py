"""Kinds of work of this room: notices, which have the deadlines of what they are about."""

from collections.abc import Iterable

from django.db.models import Prefetch

from provinces.notices.codes import NoticeStep
from provinces.notices.models import Notice
from provinces.office.clocks import Clock, Day
from provinces.office.kinds import Kind, kind_of

NOTICES = Prefetch("notices", Notice.objects.select_related("serving").prefetch_related("follow_ups"))
"""The versions of a notice with what was done upon them, for those who count their deadlines."""


def _clocks(notice: Notice, day: Day) -> Iterable[Clock]:
    about = notice.about
    kind = kind_of(type(about)._meta.model_name)  # type: ignore[attr-defined]
    return kind.clocks(about, day) if kind else ()


KINDS = (Kind(model=Notice, steps=tuple(NoticeStep), clocks=_clocks),)
