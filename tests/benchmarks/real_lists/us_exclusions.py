"""Real input at size: the exclusion lists of 15 states as intake files of 15 provinces. Test input, nothing else.

    python tests/benchmarks/real_lists/us_exclusions.py OUT_FOLDER

writes for each list ``OUT_FOLDER/<state>/persons.csv`` and ``…/cascades.csv``, one row per row of the list, in its
order. Nothing is made up and nothing left out; what a cell may not say is for intake to refuse:

| column | from |
|---|---|
| system, code | ``npi`` and the NPI where it is valid, else ``list_<state>`` and the key |
| name | the key: a hash of the name is all that the data keep of it, so two spellings are two names |
| reference | state and place in its list, from 1 (an owner of two tables numbers both from 1); an exact copy of an
|   | earlier row carries that row's reference, for it is the same entry |
| status, reason | ``terminated``; the list's action |
| applied_on | the effective date; where the list's text could not be read, that text |
| notice_served_on | the effective date again, if it is over: these are measures taken over, in force since then |
| lifted_on | the end; empty where the text says that there is none; otherwise the text (``10 years``, ``09/10,2034``) |
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROVINCES: Mapping[str, str] = {
    "AK": "110000",
    "AZ": "120000",
    "CA": "130000",
    "CO": "140000",
    "CT": "150000",
    "DC": "210000",
    "DE": "220000",
    "GA": "230000",
    "IA": "310000",
    "IL": "320000",
    "KS": "330000",
    "KY": "340000",
    "MA": "350000",
    "MI": "360000",
    "MS": "370000",
}
"""Which province plays which list owner; files are to be taken in in this order."""

TODAY = date.today().isoformat()

NO_END = frozenset({"", "00000000", "Active", "Federal Authority", "Indefinite", "Indefinitely effective", "Permanent"})
"""What the lists write where an exclusion has no end."""

PERSONS = ("document_kind", "document_number", "name", "born_on", "system", "code", "category")
CASCADES = (
    "reference", "person", "system", "code", "institution", "status",
    "reason", "basis_authority", "basis_document", "applied_on", "notice_served_on", "lifted_on",
)  # fmt: skip

type Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFiles:
    """The intake files of one list and the province that takes them in."""

    state: str
    province: str
    persons: Path
    cascades: Path
    rows: int


def find_events() -> Path | None:
    """Return the file of exclusions beside this repository, or None where it is missing, as in a user's clone."""
    for folder in Path(__file__).resolve().parents:
        path = folder / "shared" / "data" / "us-state-exclusions-2026" / "events.csv"
        if path.is_file():
            return path
    return None


def write_files(events: Path, folder: Path, *, states: Iterable[str] = PROVINCES) -> list[StateFiles]:
    """Write the intake files of these lists; return them in the order in which they are to be taken in."""
    by_state: dict[str, list[Row]] = {state: [] for state in states}
    for row in read_events(events):
        if row["list_state"] in by_state:
            by_state[row["list_state"]].append(row)
    return [_write_state(state, rows, folder / state.lower()) for state, rows in by_state.items()]


def read_events(events: Path) -> Iterator[Row]:
    """Yield the rows of the file of exclusions."""
    with events.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def identity(row: Row) -> tuple[str, str]:
    """Return system and code of the person of a row."""
    if is_npi(row["npi"]):
        return "npi", row["npi"]
    return f"list_{row['list_state'].lower()}", row["person_key"]


def is_npi(text: str) -> bool:
    """Return whether this is a National Provider Identifier: 10 digits, the last a Luhn digit over 80840 + number."""
    if len(text) != 10 or not (text.isascii() and text.isdigit()):
        return False
    digits = [int(digit) for digit in f"80840{text}"]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _write_state(state: str, rows: list[Row], folder: Path) -> StateFiles:
    folder.mkdir(parents=True, exist_ok=True)
    files = StateFiles(
        state=state,
        province=PROVINCES[state],
        persons=folder / "persons.csv",
        cascades=folder / "cascades.csv",
        rows=len(rows),
    )
    _write(files.persons, PERSONS, (_person(row) for row in rows))
    first: dict[tuple[str, ...], str] = {}
    references = [first.setdefault(_content(row), f"{state}-{place}") for place, row in enumerate(rows, start=1)]
    cascades = (_cascade(row, reference) for row, reference in zip(rows, references, strict=True))
    _write(files.cascades, CASCADES, cascades)
    return files


def _content(row: Row) -> tuple[str, ...]:
    return tuple(value for column, value in row.items() if column != "row")


def _person(row: Row) -> Row:
    system, code = identity(row)
    return {"name": row["person_key"], "system": system, "code": code}


def _cascade(row: Row, reference: str) -> Row:
    system, code = identity(row)
    return {
        "reference": reference,
        "system": system,
        "code": code,
        "status": "terminated",
        "reason": row["action"],
        "applied_on": row["effective"] or row["effective_raw"],
        "notice_served_on": row["effective"] if row["effective"] <= TODAY else "",
        "lifted_on": row["ended"] or ("" if row["ended_raw"] in NO_END else row["ended_raw"]),
    }


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    found = find_events()
    if found is None or len(sys.argv) != 2:
        sys.exit("usage: us_exclusions.py OUT_FOLDER (needs shared/data beside the repository)")
    for files in write_files(found, Path(sys.argv[1])):
        print(f"{files.state} as {files.province}: {files.rows} rows in {files.persons.parent}")
