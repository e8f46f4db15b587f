"""A provincial office for tests: officers, a hospital with an agreement, people with names, short ways to a step."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from provinces.cases.models import Case, CaseItem
from provinces.cases.services import cases, foreseen, shares
from provinces.cases.services.cases import Basis
from provinces.cases.services.shares import Share
from provinces.filings import services as filing_services
from provinces.filings.services import AgreementTerms, Entry
from provinces.notices.codes import ServingMethod
from provinces.notices.models import Notice
from provinces.notices.services import follow_ups, notices
from provinces.office import kinds
from provinces.office.clocks import Clock
from provinces.office.codes import Duty
from provinces.office.services.officers import Officer
from registry.institutions.services import agreements
from registry.packs.models import RulePack
from registry.people.models import Identity
from registry.qualification.models import Filing
from registry.vault.services import seals
from registry.words.bases import BasisKind
from registry.words.deadlines import DeadlineName
from registry.words.degrees import Degree
from registry.words.divisions import NATIONAL
from registry.words.persons import Category
from registry.words.remedies import CommitmentForm
from sync.models import Statement, StatementStatus
from tests.national_text import months_of_tests
from tests.provinces.node import GUIZHOU, HOSPITAL, Desk, person, row

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""A Monday."""

ALL = frozenset(Duty)
ANNA, BEN, CORA = (Officer(name=name, duties=ALL) for name in ("anna", "ben", "cora"))
"""Three who may do everything: what keeps them apart is only that they are three."""


ENTRY = Entry(
    person=person(1),
    institution=HOSPITAL,
    opened_on=date(2026, 2, 2),
    category=Category.MEDICAL,
    commitment_version="2025版",
    commitment_signed_on=date(2026, 2, 1),
    commitment_form=CommitmentForm.PAPER,
)


def officer(name: str, *duties: Duty) -> Officer:
    return Officer(name=name, duties=frozenset(duties))


BASIS = Basis(
    institution=HOSPITAL,
    basis_kind=BasisKind.PENALTY,
    basis_authority="某市医疗保障局",
    basis_document="医保罚〔2026〕7号",
    case_number="C7",
    decided_on=date(2026, 2, 24),
    received_on=date(2026, 2, 26),
    inspection="2026年第一次飞行检查",
)
SHARE = Share(
    person=person(1),
    item="1",
    act="分解住院三人次",
    violation="分解住院",
    situations=["regulation_38"],
    legal_basis="regulation_38",
    degree=Degree.IMPORTANT,
    points=5,
)
SUSPENDING = replace(
    SHARE,
    situations=["claim_for_ineligible"],
    legal_basis="claim_for_ineligible",
    points=9,
    suspension_starts_on=date(2026, 3, 9),
)


@dataclass
class OfficeDesk:
    """Takes cases through; `now` moves by hand."""

    desk: Desk
    now: datetime = NOW
    opened: int = field(default=0)

    def named(self, *numbers: int) -> None:
        """Give people a name in the vault."""
        for number in numbers:
            Identity.objects.create(
                person_id=person(number),
                name_sealed=seals.seal(f"测试{'甲乙丙丁'[number - 1]}"),
                name_hash=seals.hash_name(f"测试{number}"),
                category="medical",
                recorded_at=self.now,
            )

    def file(self, *numbers: int, **cells: str) -> None:
        """File people at the hospital."""
        rows = [row("filings", person=person(number), **cells) for number in numbers]
        assert self.desk.outcomes("filings", *rows) == ["accepted"] * len(rows)

    def agreement(self, institution: str = HOSPITAL) -> None:
        """Have an agreement of the hospital in force, once."""
        if not agreements.holds(institution, self.now.date()):
            terms = AgreementTerms(
                institution=institution, number="A1", valid_from=date(2025, 1, 1), valid_to=date(2030, 1, 1)
            )
            filing_services.record_agreement(terms, acting=ANNA, now=self.now)

    def enrol(self, number: int, **given: Any) -> Filing:
        """File somebody by form."""
        self.agreement()
        return filing_services.file(replace(ENTRY, person=person(number), **given), acting=ANNA, now=self.now)

    def case(self, **given: Any) -> Case:
        return cases.open_case(replace(BASIS, **given), acting=ANNA, now=self.now)

    def proposed(self, share: Share = SHARE, case: Case | None = None) -> CaseItem:
        drafted = cases.draft(case or self.case(), share, acting=ANNA, now=self.now)
        return cases.propose(drafted, acting=ANNA, now=self.now)

    def approved(self, share: Share = SHARE, case: Case | None = None) -> CaseItem:
        item = self.proposed(share, case)
        return cases.approve(item, seen=foreseen.digest(shares.foresight_of(item, self.now)), acting=BEN, now=self.now)

    def issued(self, share: Share = SHARE, case: Case | None = None) -> CaseItem:
        return cases.issue(self.approved(share, case), acting=ANNA, now=self.now)

    def sets(self, since: date = date(2025, 1, 1), **parameters: Any) -> None:
        """Have a rule pack of this province in force from a day on; `__` in a name stands for its dot."""
        document: dict[str, Any] = {"parameters": {"months": months_of_tests()}}
        for name, value in parameters.items():
            group, _dot, rest = name.partition("__")
            leaf = {"value": value, "source": "test"}
            document["parameters"] |= {group: {**document["parameters"].get(group, {}), rest: leaf} if rest else leaf}
        count = RulePack.objects.count()
        statement = Statement.objects.create(
            id=uuid4(), author=NATIONAL, seq=count + 1, topic="pack.published", digest=b"", raw=b"",
            issued_at=self.now, stored_at=self.now, status=StatementStatus.LOGGED,
        )  # fmt: skip
        RulePack.objects.create(
            statement=statement, author=NATIONAL, division=GUIZHOU, version=f"test {count}", valid_from=since,
            document=document,
        )  # fmt: skip

    def received(self, notice: Notice, on: date) -> Notice:
        """Enter that the person received a notice that was served."""
        return follow_ups.received(notice, received_on=on, document="回执1号", acting=ANNA, now=self.now)

    def served(self, item: CaseItem, on: date | None = None) -> Notice:
        notice = item.notices.get(version=1)
        served_on = on or notice.issued_on
        notices.serve(notice, served_on=served_on, method=ServingMethod.PAPER, acting=ANNA, now=self.now)
        return notice


def at(year: int, month: int, day: int) -> datetime:
    """Return noon in China of a day."""
    return datetime(year, month, day, 4, 0, tzinfo=UTC)


BESIDE = (
    DeadlineName.TALK,
    DeadlineName.TRAINING,
    DeadlineName.KEY_SUPERVISION,
    DeadlineName.SITES_TOLD,
    DeadlineName.RECONCILIATION,
    DeadlineName.FRAUD_SCORING,
)


def of_the_work(today: date, **asked: Any) -> list[Clock]:
    """Return what is due of the work itself, without what is owed beside it."""
    return [clock for clock in kinds.due(today, **asked) if clock.deadline.name not in BESIDE]
