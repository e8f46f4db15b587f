"""Rule packs on the log: `pack.published`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from registry.packs.installed import installed
from registry.packs.models import RulePack
from registry.packs.selectors import document_of, pack_book
from registry.qualification.rules.admission import EARLIEST_DECISION, check_plausible
from registry.qualification.rules.phase_in_rules import PhaseInRules
from registry.qualification.selectors.impact import Under, people_under
from registry.statements.days import today
from registry.statements.handling import FactHandler
from registry.statements.readers import InProvince, Object
from registry.statements.shapes import Shape
from registry.statements.topics import Topic
from registry.words.dates import add_months
from sync.models import StatementStatus
from sync.topics import Authors, Item
from sync.wire.refusals import FormatRefused, Refused

_MONTHS_AHEAD = 120
"""How long before its first day a text may be published: ten years, so that a slip of the hand is told from a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPublished:
    """Body of `pack.published`: parameters of a division from a day on.

    The document holds title and parameters, and `valid_until` where the instrument expires.
    """

    division: Annotated[str, InProvince(national=True, whole=True)]
    version: str
    valid_from: date
    document: Annotated[Mapping[str, object], Object()]


class PackHandler(FactHandler[set[tuple[str, str]]]):
    """Checks and stores `pack.published`."""

    shape: ClassVar[Shape[PackPublished]] = Shape(PackPublished, RulePack)

    def parse(self, body: Mapping[str, object]) -> PackPublished:
        """Return the value; the document must be a pack within the national bounds."""
        value: PackPublished = self.shape.read(body)
        if not value.document.keys() <= {"title", "valid_until", "parameters"}:
            raise FormatRefused.because("member_unknown", "document")
        installed().read(document_of(value.division, value.version, value.valid_from.isoformat(), dict(value.document)))
        return value

    def subjects(self, items: Sequence[Item]) -> Collection[str]:
        """Return whose decisions, repairs or filings are read under these packs.

        Another month table, cap or phase-in changes what followed for them.
        """
        known = bool(pack_book().departing(PhaseInRules))
        return set(
            people_under(
                Under(
                    division=item.value.division,
                    valid_from=item.value.valid_from,
                    phases_in=known or _phases_in(item.value),
                )
                for item in items
            )
        )

    def prefetch(self, items: Sequence[Item], now: datetime) -> set[tuple[str, str]]:
        """Read which versions the divisions have published."""
        published = RulePack.objects.filter(division__any_of={item.value.division for item in items}).exclude(
            statement__status=StatementStatus.REFUSED
        )
        own = {item.id for item in items}
        return set(published.exclude(pk__any_of=own).order_by().values_list("division", "version"))

    def admit(self, item: Item, known: set[tuple[str, str]]) -> None:
        """Refuse a version that exists (a correction is a further version), and a first day that no text can have."""
        signed_on = today(item.issued_at)
        check_plausible("valid_from", item.value.valid_from, EARLIEST_DECISION, add_months(signed_on, _MONTHS_AHEAD))
        version = (item.value.division, item.value.version)
        if version in known:
            raise Refused.because("version_used", "version")
        known.add(version)


def _phases_in(value: PackPublished) -> bool:
    return installed().states(value.document.get("parameters"), PhaseInRules)


def body_of(document: Mapping[str, object]) -> dict[str, object]:
    """Return the statement body of a pack's data file, dates as text; its examples stay in the file.

    Raises Refused for what is no pack, and for one whose own examples do not come out.
    """
    pack = installed().read_file(document)
    whole = pack.as_document()
    return {
        "division": pack.division,
        "version": pack.version,
        "valid_from": whole["valid_from"],
        "document": {name: whole[name] for name in ("title", "valid_until", "parameters") if name in whole},
    }


TOPICS = (
    Topic(
        name="pack.published",
        binds=True,
        title_en="rule pack published",
        title_zh="规则包发布",
        authors=Authors.NATIONAL,
        handler=PackHandler(),
    ),
)
