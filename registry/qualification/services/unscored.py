"""Fraud on which nobody was scored: `case.unscored` (Regulation art. 40; O44).

Only the province's own node knows its cases, so it says so itself, once, when thirty working days are over; and once
more, with a reason, when its office has found that nobody answers for it. Nothing is scored by either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from registry.institutions.services.own_institutions import must_be_own, provinces_of
from registry.qualification.models import UnscoredCase
from registry.statements.days import EARLIEST, today
from registry.statements.handling import FactHandler
from registry.statements.readers import Name
from registry.statements.shapes import Shape
from registry.statements.topics import Topic, never
from registry.words.bases import LEGAL_BASES
from registry.words.written import writings
from sync.models import StatementStatus
from sync.topics import Item
from sync.wire.refusals import Refused

FRAUD = frozenset({"regulation_40"})
"""Legal bases for which silence about the persons is an alarm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseUnscored:
    """Body of `case.unscored`: a case of fraud in which no person was scored."""

    institution: str
    basis_authority: str
    basis_document: str
    case_number: str
    legal_basis: Annotated[str, Name(names=LEGAL_BASES)]
    edition: str = ""
    decided_on: date
    reason: str = ""


type Said = tuple[str, str, bool]
"""Author, case, folded, and whether a reason was given: each said once, however the case is written."""


@dataclass(slots=True, kw_only=True)
class BatchContext:
    """What a batch of cases is judged against."""

    today: date
    provinces: dict[str, str]
    said: set[Said]


class UnscoredHandler(FactHandler[BatchContext]):
    """Checks and stores `case.unscored`: it concerns nobody, which is what it says."""

    shape = Shape(CaseUnscored, UnscoredCase)

    def prefetch(self, items: Sequence[Item], now: datetime) -> BatchContext:
        """Read the institutions, and what was said of these cases before."""
        before = (
            UnscoredCase.objects.filter(case_key__any_of={_key(item.value) for item in items})
            .exclude(statement__status=StatementStatus.REFUSED)
            .exclude(pk__any_of={item.id for item in items})
        )
        return BatchContext(
            today=today(now),
            provinces=provinces_of({item.value.institution for item in items}),
            said={
                (author, case, bool(reason))
                for author, case, reason in before.order_by().values_list("author", "case_key", "reason")
            },
        )

    def admit(self, item: Item, known: BatchContext) -> None:
        """Refuse another's institution, what is no fraud, a day to come, and what was said before."""
        value: CaseUnscored = item.value
        must_be_own(value.institution, item.author, known.provinces)
        if value.legal_basis not in FRAUD:
            raise Refused.because("not_fraud", "legal_basis")
        if not EARLIEST <= value.decided_on <= known.today:
            raise Refused.because("date_implausible", "decided_on", earliest=EARLIEST, latest=known.today)
        said = (item.author, _key(value), bool(value.reason))
        if said in known.said:
            raise Refused.because("unscored_stated_before", "case_number")
        known.said.add(said)


def _key(value: CaseUnscored) -> str:
    return writings.case(value.basis_authority, value.case_number)


TOPICS = (
    Topic(
        name="case.unscored",
        title_en="case unscored",
        title_zh="欺诈骗保案件未记分",
        handler=UnscoredHandler(),
        published=never,
    ),
)
