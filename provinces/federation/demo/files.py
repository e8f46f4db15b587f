"""The files a province's office would hand in, written from the cases."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from provinces.federation.demo.cases import (
    CODE_SYSTEM,
    FILED_ON,
    INSTITUTIONS,
    PEOPLE,
    Act,
    Decision,
    Objection,
    Person,
)

_AUTHORITY = "示例医疗保障局"


def _write(path: Path, header: str, rows: Iterable[Mapping[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # With a BOM, as office programs write it.
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, header.split(","), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def people_of(province: str) -> list[Person]:
    """Return everybody who is filed somewhere in a province."""
    return [
        person for person in PEOPLE.values() if any(INSTITUTIONS[code].province == province for code in person.filed_at)
    ]


def institutions(folder: Path, province: str) -> Path:
    """Write the institutions of a province."""
    rows = (
        {"institution": one.code, "name": one.name, "kind": one.kind, "division": one.division}
        for one in INSTITUTIONS.values()
        if one.province == province
    )
    return _write(folder / "institutions.csv", "institution,name,kind,division", rows)


def persons(folder: Path, province: str) -> Path:
    """Write who is filed in a province; whoever works in two provinces stands in the files of both."""
    rows = (
        {
            "document_kind": "passport",
            "document_number": person.document,
            "name": person.name,
            "born_on": _born(person),
            "system": CODE_SYSTEM,
            "code": person.code,
            "category": person.category,
        }
        for person in people_of(province)
    )
    header = "document_kind,document_number,name,born_on,system,code,category"
    return _write(folder / "persons.csv", header, rows)


def _born(person: Person) -> date:
    return date(1970, 1, 1) + timedelta(days=397 * list(PEOPLE).index(person.key))


def filings(folder: Path, province: str) -> Path:
    """Write who is filed where in a province."""
    rows = (
        {
            "system": CODE_SYSTEM,
            "code": person.code,
            "institution": code,
            "opened_on": FILED_ON,
            "role": "attending" if person.category == "medical" else person.category,
        }
        for person in people_of(province)
        for code in person.filed_at
        if INSTITUTIONS[code].province == province
    )
    header = "person,system,code,institution,opened_on,cancelled_on,role"
    return _write(folder / "filings.csv", header, rows)


def act(path: Path, act: Act) -> str:
    """Write what one province decides at one time; return the kind of file it is."""
    if act.objection:
        return objection(path, act.objection)
    decisions(path, act.decisions)
    return "decisions"


def objection(path: Path, one: Objection) -> str:
    """Write an objection, or how it was settled; return the kind of file it is."""
    target = {
        "basis_authority": _authority(one.institution),
        "case_number": one.case_number,
        "item": "1",
        "system": CODE_SYSTEM,
        "code": PEOPLE[one.person].code,
    }
    header = "basis_authority,case_number,item,reference,person,system,code,"
    if one.settled_on is None:
        said = {"lodged_on": one.lodged_on, "lodged_by": "person", "signed": "true", "sealed": "true"}
        _write(path, header + "lodged_on,lodged_by,signed,sealed,document", [target | said])
        return "objections"
    settled = {
        "outcome": "changed",
        "settled_on": one.settled_on,
        "points": one.points,
        "document": f"{one.case_number}-复核",
    }
    header += "outcome,settled_on,points,suspension_months,document,reason"
    _write(path, header, [target | settled])
    return "settlements"


def _authority(institution: str) -> str:
    return f"{INSTITUTIONS[institution].division}{_AUTHORITY}"


def decisions(path: Path, chosen: Iterable[Decision]) -> Path:
    """Write decisions; one line per person, numbered within the case."""
    rows = [
        {
            "case_number": one.case_number,
            "item": str(number),
            "system": CODE_SYSTEM,
            "code": PEOPLE[one.person].code,
            "institution": one.institution,
            "basis_kind": one.basis_kind,
            "basis_authority": _authority(one.institution),
            "basis_document": f"{one.case_number}-示例",
            "legal_basis": one.legal_basis,
            "decided_on": one.decided_on,
            "degree": one.degree,
            "points": one.points,
            "ground": "none",
            "reached": one.reached,
            "notice_served_on": one.notice_served_on,
            "measure": one.measure,
            "suspension_months": one.months,
        }
        for number, one in enumerate(chosen, start=1)
    ]
    header = (
        "case_number,item,person,system,code,institution,basis_kind,basis_authority,basis_document,"
        "legal_basis,decided_on,degree,points,ground,ground_reason,reached,conduct_from,conduct_to,"
        "notice_served_on,measure,suspension_months,suspension_starts_on"
    )
    return _write(path, header, rows)
