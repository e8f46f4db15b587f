"""A province's node for tests: its database, invented people and institutions, and a stand-in for national."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from provinces.files.cells import names
from provinces.files.models import IntakeFile, IntakeRow
from provinces.intake.kinds import columns_of
from provinces.intake.services import intake
from provinces.intake.services.runs import Taken
from registry.people.models import Person, PersonCode
from registry.words import lifelong_id
from sync.wire.refusals import ProtocolRefused, Reason
from tests.accounts import account, approve

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
GUIZHOU = "520000"
HOSPITAL = "H52010000001"
CLERK = "a clerk"

CASE = {"basis_authority": "某市医疗保障局", "case_number": "C1", "item": "1"}

BLANK: dict[str, dict[str, str]] = {
    "institutions": {"institution": HOSPITAL, "name": "某某医院", "kind": "general_hospital", "division": "520100"},
    "filings": {"institution": HOSPITAL, "opened_on": "2025-01-02", "role": "physician"},
    "decisions": {
        "case_number": "C1",
        "item": "1",
        "institution": HOSPITAL,
        "basis_kind": "penalty",
        "basis_authority": "某市医疗保障局",
        "basis_document": "医保罚〔2025〕1号",
        "legal_basis": "regulation_38",
        "decided_on": "2025-06-20",
        "degree": "general",
        "points": "5",
    },
    "agreements": {
        "institution": HOSPITAL,
        "number": "协议〔2025〕1号",
        "valid_from": "2025-01-01",
        "valid_to": "2026-01-01",
    },
    "notices": {**CASE, "number": "通知〔2025〕1号", "issued_on": "2025-06-24", "served_on": "2025-06-26"},
    "receipts": {**CASE, "received_on": "2025-07-08", "document": "回执〔2025〕1号"},
    "objections": {**CASE, "lodged_on": "2025-07-01", "lodged_by": "person", "signed": "是", "sealed": "yes"},
    "settlements": {
        **CASE,
        "outcome": "upheld",
        "settled_on": "2025-07-20",
        "document": "复核〔2025〕1号",
        "reason": "依据充分",
    },
    "commendations": {"title": "好医生", "awarded_on": "2025-05-04"},
    "losses": {
        "reference": "L1",
        "institution": HOSPITAL,
        "service_from": "2025-07-01",
        "service_to": "2025-07-03",
        "amount_yuan": "1234.5",
        "decided_on": "2025-08-20",
    },
    "repairs": {"year": "2025", "points": "1", "act": "training", "granted_on": "2025-10-10"},
    "restorations": {"assessed_on": "2025-12-20", "effective_on": "2025-12-22", "passed": "true"},
    "annulments": {
        "case_number": "C1",
        "item": "1",
        "basis_authority": "某市医疗保障局",
        "annulled_on": "2025-09-01",
        "document": "复决字〔2025〕1号",
    },
    "cascades": {
        "reference": "R1",
        "status": "suspended",
        "applied_on": "2025-05-01",
        "notice_served_on": "2025-05-01",
    },
}
"""What the tests of a kind leave as it is."""


def person(number: int) -> str:
    """Return the n-th invented lifelong ID."""
    return lifelong_id.make(f"{number:014d}")


def row(kind: str, /, **cells: str) -> dict[str, str]:
    """Return a row of a kind with some cells set."""
    return {**BLANK.get(kind, {}), **cells}


@dataclass
class National:
    """Answers as national would: one ID per code, counted up; out of reach when told so."""

    people: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    reachable: bool = True
    asked: list[tuple[str, int]] = field(default_factory=list)
    held: frozenset[str] = frozenset()

    def post_persons(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        if not self.reachable:
            raise ProtocolRefused(Reason(code="national_unreachable"))
        self.asked.append((body["mode"], len(body["identities"])))
        return {"answers": [self._answer(body["mode"], identity) for identity in body["identities"]]}

    def _answer(self, mode: str, identity: Mapping[str, str]) -> dict[str, Any]:
        key = (identity.get("system") or identity["document_kind"], identity.get("code") or identity["document_number"])
        name = identity.get("name", "")
        if key[1] in self.held or (name and self.names.setdefault(key, name) != name):
            return {"outcome": "held", "code": "name_differs", "sentence": "Look.", "sentence_zh": "须核实"}
        if key in self.people:
            return {"outcome": "known", "person": self.people[key]}
        if mode == "find":
            return {"outcome": "unknown", "code": "unknown_person", "sentence": "Nobody.", "sentence_zh": "无"}
        self.people[key] = person(9000 + len(self.people))
        return {"outcome": "issued", "person": self.people[key]}


@dataclass
class Desk:
    """Takes rows in at Guizhou's node and tells what became of them."""

    national: National = field(default_factory=National)
    now: datetime = NOW

    def people(self, *numbers: int) -> None:
        """Have these people known, each also under the code d<number> of system s."""
        Person.objects.bulk_create(
            Person(lifelong_id=person(number), issued_for=GUIZHOU, issued_at=self.now) for number in numbers
        )
        PersonCode.objects.bulk_create(
            PersonCode(person_id=person(number), system="s", code=f"d{number}", recorded_at=self.now)
            for number in numbers
        )

    def take(self, kind: str, *rows: Mapping[str, str]) -> Taken:
        """Have one account bring rows in, and another approve them where they bind somebody."""
        account(CLERK)
        taken = intake.take(kind, rows, acting=CLERK, now=self.now, national=self.national)
        if taken.proposal is None:
            return taken
        approve(taken.proposal, acting="an approver", now=self.now)
        return replace(taken, file=IntakeFile.objects.get(proposal=taken.proposal))

    def answers(self, kind: str, *rows: Mapping[str, str]) -> list[IntakeRow]:
        """Return the answers; the counts must add up."""
        taken = self.take(kind, *rows)
        file = taken.file
        assert file.rows_in == len(rows) == file.accepted + file.held + file.refused + file.duplicate
        found = list(taken.answers())
        assert [answer.number for answer in found] == list(range(1, len(rows) + 1))
        return found

    def outcomes(self, kind: str, *rows: Mapping[str, str]) -> list[str]:
        """Return each row's outcome, with the code where there is one."""
        return [" ".join(filter(None, (answer.outcome, answer.code))) for answer in self.answers(kind, *rows)]

    def outcome(self, kind: str, /, **cells: str) -> str:
        """Return what becomes of a row of a kind with some cells set."""
        return self.outcomes(kind, row(kind, **cells))[0]


def table(kind: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return rows as a file."""
    columns = names(columns_of(kind))
    lines = [",".join(columns), *(",".join(each.get(column, "") for column in columns) for each in rows)]
    return "\n".join(lines).encode()
