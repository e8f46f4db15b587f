"""Kinds of work of this room: notices, which have the deadlines of what they are about."""

from collections.abc import Iterable
from typing import cast

from django.db.models import Model, Prefetch

from provinces.notices.codes import NoticeStep
from provinces.notices.models import Notice
from provinces.office.clocks import Clock, Day
from provinces.office.kinds import Kind, clocks_on

NOTICES = Prefetch("notices", Notice.objects.select_related("serving").prefetch_related("follow_ups"))
"""The versions of a notice with what was done upon them, for those who count their deadlines."""


def _clocks(notice: Notice, day: Day) -> Iterable[Clock]:
    return clocks_on(cast(Model, notice.about), day)


KINDS = (Kind(model=Notice, steps=tuple(NoticeStep), clocks=_clocks),)
