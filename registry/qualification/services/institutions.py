"""Institutions as their provinces record them: `institution.recorded`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.db import connection

from registry.institutions.models import Institution
from registry.institutions.services.own_institutions import provinces_of
from registry.packs.selectors import pack_book
from registry.qualification.models import Filing
from registry.qualification.rules.phase_in_rules import PhaseInRules
from registry.statements import rows
from registry.statements.handling import FactHandler
from registry.statements.readers import InProvince
from registry.statements.shapes import Shape
from registry.statements.topics import Topic, never
from registry.words import divisions
from registry.words.institutions import InstitutionKind
from sync.topics import Item
from sync.wire.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionRecorded:
    """Body of `institution.recorded`: a designated institution, or what changed about it."""

    code: str
    name: str
    kind: InstitutionKind
    division: Annotated[str, InProvince()]


class InstitutionHandler(FactHandler[dict[str, str]]):
    """Checks and stores `institution.recorded`."""

    shape = Shape(InstitutionRecorded, Institution)

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return nobody or, where a pack covers people by the place of their filing, who is filed there (O24)."""
        if not any(pack[PhaseInRules].names_places for pack in pack_book()):
            return ()
        filed = Filing.objects.filter(institution__any_of={item.value.code for item in items})
        return set(filed.order_by().values_list("person_id", flat=True))

    def prefetch(self, items: Sequence[Item], now: datetime) -> dict[str, str]:
        """Read which province records the institutions so far."""
        return provinces_of({item.value.code for item in items})

    def admit(self, item: Item, known: dict[str, str]) -> None:
        """Refuse an institution of another division, or a code that another province uses."""
        value: InstitutionRecorded = item.value
        if not divisions.belongs(value.division, item.author):
            raise Refused.because("institution_out_of_scope", "division")
        if known.setdefault(value.code, item.author) != item.author:
            raise Refused.because("institution_out_of_scope", "code")

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Keep the last thing each author said; an earlier statement that comes later changes nothing."""
        last: dict[str, Item] = {}
        for item in items:
            known = last.get(item.value.code)
            if known is None or (known.author == item.author and known.seq < item.seq):
                last[item.value.code] = item
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO registry_institution AS old (code, name, kind, division, province, statement_id)"
                " SELECT code, name, kind, division, province, statement_id"
                " FROM json_populate_recordset(NULL::registry_institution, %s::json) ORDER BY code"
                " ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, kind = EXCLUDED.kind,"
                " division = EXCLUDED.division, statement_id = EXCLUDED.statement_id"
                " WHERE old.province = EXCLUDED.province"
                " AND (SELECT seq FROM sync_statement WHERE id = old.statement_id)"
                " < (SELECT seq FROM sync_statement WHERE id = EXCLUDED.statement_id)",
                [rows.document([self.row(item) | {"province": item.author} for item in last.values()])],
            )
        return self.subjects(items)


TOPICS = (
    Topic(
        name="institution.recorded",
        title_en="institution recorded",
        title_zh="医药机构登记",
        handler=InstitutionHandler(),
        published=never,
    ),
)
