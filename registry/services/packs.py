"""Rule packs on the log: `pack.published`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import Q

from registry.codes import divisions
from registry.models import Decision, Filing, Repair, RulePack
from registry.rules.errors import Refused
from registry.rules.packs import parse_pack
from registry.selectors.packs import document_of
from registry.services import rows
from registry.services.handling import FactHandler
from registry.services.refusals import from_rules, refused
from registry.services.shapes import Day, InProvince, Object, Shape, Text
from sync.models import StatementStatus
from sync.topics import Item

PHASE_IN = "phase_in"
"""The group of parameters that say from which day on each class of personnel is covered (O24)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPublished:
    """Body of `pack.published`: parameters of a division from a day on; the document holds title and
    parameters.
    """

    division: Annotated[str, InProvince(national=True, whole=True)]
    version: Annotated[str, Text(longest=40)]
    valid_from: Annotated[date, Day()]
    document: Annotated[Mapping[str, Any], Object()]


class PackHandler(FactHandler[set[tuple[str, str]]]):
    """`pack.published`."""

    shape = Shape(PackPublished)

    def parse(self, body: Mapping[str, Any]) -> PackPublished:
        """Return the value; the document must be a pack within the national bounds."""
        value: PackPublished = self.shape.read(body)
        if not value.document.keys() <= {"title", "parameters"}:
            raise refused("member_unknown", "document")
        try:
            parse_pack(document_of(value.division, value.version, value.valid_from.isoformat(), dict(value.document)))
        except Refused as refusal:
            raise from_rules(refusal) from None
        return value

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return whose facts are read under these packs: another month table changes what followed, another cap what
        a repair is worth, another first day of a phase-in who is covered.
        """
        people: set[str] = set()
        for model, day in ((Decision, "decided_on"), (Repair, "granted_on")):
            affected = Q(pk__any_of=[])
            for item in items:
                affected |= _of(item, **{f"{day}__gte": item.value.valid_from})
            people.update(model.objects.filter(affected).order_by().values_list("person_id", flat=True))
        phased_in = [item for item in items if _phases_in(item.value)]
        if phased_in:
            affected = Q(pk__any_of=[])
            for item in phased_in:
                affected |= _of(item)
            enrolled = Filing.objects.filter(affected).exclude(category="")
            people.update(enrolled.order_by().values_list("person_id", flat=True))
        return people

    def prefetch(self, items: Sequence[Item], now: datetime) -> set[tuple[str, str]]:
        """Read which versions the divisions have published."""
        published = RulePack.objects.filter(division__any_of={item.value.division for item in items}).exclude(
            statement__status=StatementStatus.REFUSED
        )
        own = {item.id for item in items}
        return set(published.exclude(pk__any_of=own).order_by().values_list("division", "version"))

    def admit(self, item: Item, known: set[tuple[str, str]]) -> None:
        """Refuse a version that exists: a correction is a further version."""
        version = (item.value.division, item.value.version)
        if version in known:
            raise refused("version_used", "version")
        known.add(version)

    def apply(self, items: Sequence[Item], *, now: datetime) -> Collection[str]:
        """Store the packs."""
        rows.insert(
            RulePack,
            [
                {
                    "statement_id": item.id,
                    "author": item.author,
                    "division": item.value.division,
                    "version": item.value.version,
                    "valid_from": item.value.valid_from,
                    "document": item.value.document,
                }
                for item in items
            ],
        )
        return self.subjects(items)


def _of(item: Item, **condition: object) -> Q:
    """Return the condition that a fact is of the division of a pack, or of any where the pack is national."""
    if item.value.division != divisions.NATIONAL:
        condition["author"] = item.value.division
    return Q(**condition)


def _phases_in(value: PackPublished) -> bool:
    """Return whether a pack moves a phase-in: it has one, or takes the place of one that had."""
    if PHASE_IN in value.document.get("parameters", {}):
        return True
    replaced = RulePack.objects.in_force().filter(
        division__in=[value.division, divisions.NATIONAL], document__parameters__has_key=PHASE_IN
    )
    return replaced.exists()


def body_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statement body of a pack's data file, dates as text. Raises Refused for what is no pack."""
    pack = parse_pack(document)
    whole = pack.as_document()
    return {
        "division": pack.division,
        "version": pack.version,
        "valid_from": whole["valid_from"],
        "document": {"title": pack.title, "parameters": whole["parameters"]},
    }
