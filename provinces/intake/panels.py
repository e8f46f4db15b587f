"""What the page of proposals shows of a file that waits for approval: its rows, and what would become of each."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from provinces.files.columns import NAME_COLUMN
from provinces.files.models import IntakeFile
from provinces.intake.services import proposing
from registry.words.fields import titled_zh
from sync.admin.actions import Panel
from sync.admin.base import badge, link_to, table
from sync.admin.of_statements import STATE_COLOURS
from sync.admin.proposals import show_beside
from sync.models import Outcome, Proposal

SHOWN = 200
"""Rows on the page; the others are in the list of rows, where they can be searched and filtered."""


def rows_panel(request: HttpRequest, proposal: Proposal) -> Sequence[Panel]:
    """Return the rows as they were read, names left out, each with what would become of it."""
    file = IntakeFile.objects.get(pk=proposal.content["file"])
    source = proposing.unsealed(file)
    answers = {row.number: row for row in file.rows.filter(number__lte=_last(file)).order_by("number")}
    records = [record for record in source.records if record.number in answers]
    used = [
        at
        for at, name in enumerate(source.columns)
        if name != NAME_COLUMN.name and any(at < len(record.cells) and record.cells[at] for record in records)
    ]
    rows = []
    for record in records:
        answer = answers[record.number]
        outcome = badge(STATE_COLOURS.get(answer.outcome), answer.get_outcome_display())
        cells = [record.cells[at] if at < len(record.cells) else "" for at in used]
        rows.append((record.number, outcome, answer.code, *cells))
    chinese = (get_language() or "en").startswith("zh")
    names = [source.columns[at] for at in used]
    headers = ("#", _("outcome"), _("reason"), *(titled_zh(name) if chinese else name for name in names))
    said = gettext("%(shown)s of %(rows)s rows.") % {"shown": len(rows), "rows": file.rows_in}
    content = format_html('{}<p class="pq-subtle">{} {}</p>', table(headers, rows), said, link_to(file))
    return [Panel(title=_("rows of the file"), content=content)]


def _last(file: IntakeFile) -> int:
    """Return the number of the last row that is shown."""
    numbers = file.rows.order_by("number").values_list("number", flat=True)[:SHOWN]
    return max(numbers, default=0)


show_beside(
    proposing.FILE,
    rows_panel,
    {
        "kind": _("kind"),
        "name": _("file name"),
        "read_as": _("read as"),
        "rows_in": _("rows read"),
        **{each.value: each.label for each in Outcome},
        "codes": _("reasons"),
        "answers": _("digest of the answers"),
    },
)
