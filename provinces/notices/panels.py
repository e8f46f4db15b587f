"""The box that shows the notices of a piece of work."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from provinces.notices.codes import NoticeStep
from provinces.notices.models import Notice
from provinces.office.admin.fields import shown_day
from registry.people.admin.of_person import person_link
from sync.admin.actions import Panel, rows_panel
from sync.admin.base import link_to


def notices_panel(notices: Iterable[Notice]) -> Panel:
    """Return notices with what was done upon each: served, received, the institution's record set, reported."""
    rows = [
        (
            person_link(notice.person_id),
            link_to(notice),
            notice.version,
            notice.issued_on,
            getattr(getattr(notice, "serving", None), "served_on", "–"),
            followed_on(notice, NoticeStep.RECEIVED_BY_PERSON),
            followed_on(notice, NoticeStep.RECORD_UPDATED) if notice.status else _("no status follows"),
            followed_on(notice, NoticeStep.REPORTED),
        )
        for notice in notices
    ]
    headers = (_("person"), _("notice"), _("version"), _("issued on"), _("served on"), _("received by the person on"),
               _("record updated on"), _("reported on"))  # fmt: skip
    return rows_panel(_("notices"), headers, rows)


def followed_on(notice: Notice, step: NoticeStep) -> str:
    """Return when a step upon a notice was taken, or a dash."""
    taken = notice.followed_by(step)
    return shown_day(taken.on if taken else None)
