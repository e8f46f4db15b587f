"""A person's file to take away: as JSON, and as a ZIP with a table for each section."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from registry.career.selectors.career_sections import sections
from registry.career.selectors.careers import Career, plain
from registry.doors.tables import table
from registry.people.services.identity_cards import IdentityCard, Paper
from registry.words.dates import LAW


def document(career: Career, card: IdentityCard | None, *, now: datetime) -> dict[str, object]:
    """Return a person's own file as JSON values, with who it is."""
    return {
        "exported_at": now.isoformat(),
        "identity": card.as_json() if card else None,
        **career.as_json(),
    }


def archive(career: Career, card: IdentityCard | None, *, now: datetime) -> bytes:
    """Return a person's own file as a ZIP: the whole as JSON, and each section as CSV."""
    whole = document(career, card, now=now)
    files = {"file.json": json.dumps(whole, ensure_ascii=False, indent=2).encode()}
    files["identity.csv"] = table(
        ("lifelong_id", "name", "born_on", "category", "document", "number"), _who(career, card)
    )
    files["points.csv"] = table(("year", "points"), career.points.items())
    files["timeline.csv"] = _of_objects([each.as_json() for each in career.timeline.intervals])
    files["measures.csv"] = _of_objects([each.as_json() for each in career.timeline.measures])
    for section in sections():
        header = ("statement", "author", *section.columns, *section.later, "state", "position")
        files[f"{section.name}.csv"] = table(header, (_cells(row) for row in career.sections[section.name]))
    files["codes.csv"] = table(("person", "system", "code", "recorded_at"), map(_cells, career.codes))
    files["looks.csv"] = table(("at", "office", "purpose", "door"), map(_cells, career.looks or ()))
    packed = io.BytesIO()
    made = now.astimezone(LAW).timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(zipfile.ZipInfo(name, made), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _who(career: Career, card: IdentityCard | None) -> Iterable[Sequence[object]]:
    who = card or IdentityCard(name="", born_on="", category="", papers=())
    for paper in who.papers or (Paper(kind="", number=""),):
        yield career.ids[0], who.name, who.born_on, who.category, paper.kind, paper.number


def _of_objects(rows: Sequence[Mapping[str, object]]) -> bytes:
    header = list(dict.fromkeys(name for row in rows for name in row))
    return table(header, ([_text(row.get(name)) for name in header] for row in rows))


def _cells(row: Mapping[str, object]) -> list[object]:
    return [_text(value) for value in plain(row).values()]


def _text(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
