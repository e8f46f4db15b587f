"""Whether a notice still says what stands: settled objections, annulments, repairs, merges, later decisions (O45).

A notice that was not served yet must say what stands on the day of its serving. One that was served must say what
stands of its own matter: what was decided later has notices of its own.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from provinces.notices.models import Notice, SupersededNotice
from provinces.notices.noticed import Told, kind_of

_RELATED = ("item__case", "subject__order", "unforeseen__decision", "serving")


def holds(notice: Notice) -> bool:
    """Return whether a notice says what stands; it must be the last one of what it is about.

    One that was not served and of which nothing stands any more holds: nothing is owed, since nobody was told.
    """
    told = kind_of(notice.about).tells(notice.about, notice.made_at)
    if told is None:
        return notice.withdraws or not notice.is_served
    if told.ended and not notice.is_served:
        return True
    if notice.told is None:  # made before this was kept: what was served is taken as it was
        return notice.is_served
    return not notice.withdraws and _says(notice.told, told, served=notice.is_served)


def has_ended(notice: Notice) -> bool:
    """Return whether nothing stands any more of what a notice tells, unless that is what it says."""
    told = kind_of(notice.about).tells(notice.about, notice.made_at)
    return not notice.withdraws and (told is None or told.ended)


def _says(said: Mapping[str, Any], told: Told, *, served: bool) -> bool:
    lasting = said["lasting"]
    if any(lasting.get(name) != value for name, value in told.lasting.items()):
        return False
    return served or said["passing"] == dict(told.passing)


def keep(notice: Notice, told: Told | None = None) -> Notice:
    """Store a new notice with what it tells, once that is on record; of what is not in force none is made.

    `told` spares looking it up, where the caller has just found it.
    """
    told = told or kind_of(notice.about).tells(notice.about, notice.made_at)
    if told is None:
        raise ValueError("nothing stands of what the notice tells")
    notice.told = told.as_json()
    notice.save()
    return notice


def look_again(people: Collection[str], now: datetime) -> None:
    """Note which notices about people do not say any more what stands, and which do again."""
    ids = list(people)
    about = Q(item__person__in=ids) | Q(subject__person__in=ids) | Q(unforeseen__person__in=ids)
    _note(Notice.objects.filter(about), now)


def look_at_all(now: datetime) -> int:
    """Note of every notice whether it says what stands; return how many do not."""
    _note(Notice.objects.all(), now)
    return SupersededNotice.objects.count()


def _note(notices: QuerySet[Notice], now: datetime) -> None:
    rows = list(notices.select_related(*_RELATED).order_by("version"))
    last = {(each.item_id, each.subject_id, each.unforeseen_id): each for each in rows}
    if not last:
        return
    untrue = [notice for notice in last.values() if not holds(notice)]
    SupersededNotice.objects.filter(notice__in=rows).exclude(notice__in=untrue).delete()
    SupersededNotice.objects.bulk_create(
        [SupersededNotice(notice=notice, since=now) for notice in untrue], ignore_conflicts=True
    )
