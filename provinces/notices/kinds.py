"""Kinds of work of this room: notices, which have the deadlines of what they are about."""

from collections.abc import Iterable
from typing import cast

from django.db.models import Model

from provinces.notices.codes import NoticeDeadline, NoticeStep
from provinces.notices.models import Notice
from provinces.office.clocks import Clock, Day
from provinces.office.kinds import Kind, clocks_on


def _clocks(notice: Notice, day: Day) -> Iterable[Clock]:
    return clocks_on(cast(Model, notice.about), day)


KINDS = (Kind(model=Notice, steps=tuple(NoticeStep), deadlines=tuple(NoticeDeadline), clocks=_clocks),)
