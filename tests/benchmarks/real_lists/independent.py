"""What must come out of the exclusion lists, computed without the product: standard library only, nothing imported.

    python tests/benchmarks/real_lists/independent.py EVENTS.csv 2016-01-01 2026-07-01

prints as JSON how many rows end how, and per date how many people are terminated, with a SHA-256 of their sorted codes.

Rules, in words: an exclusion holds from its effective date on, up to and without its end, in every province. It counts
when its row can be taken; the row is refused when a date in it is missing, is no date written YYYY-MM-DD, lies outside
1950 to 2099, or when the end is not after the beginning. An exact copy of an earlier row of its list gets what a second
copy of it deserves: duplicate where the first counted, the same refusal where it did not. A person is a valid NPI, else
the key of one list. In the lists of persons the first name known under a code stays; another name is held. A code that
has more than two names in one list is nobody's there: those rows are refused, and who is issued no ID is not excluded.
"""

import csv
import hashlib
import json
import re
import sys
from collections import Counter
from datetime import date

NO_END = ("", "Indefinite", "Indefinitely effective", "Permanent", "Federal Authority", "Active", "00000000")


def npi_is_valid(text):
    if not re.fullmatch("[0-9]{10}", text):
        return False
    total = 24  # what the prefix 80840 adds
    for place, digit in enumerate(text):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def code_of(row):
    if npi_is_valid(row["npi"]):
        return "npi:" + row["npi"]
    return "list_" + row["list_state"].lower() + ":" + row["person_key"]


def day(text, column):
    """Return (date, "") or (None, why not)."""
    text = text.strip()
    if not text:
        return None, ""
    match = re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    try:
        found = date(*map(int, match.groups())) if match else None
    except ValueError:
        found = None
    if found is None:
        return None, "refused date_unreadable " + column
    if not 1950 <= found.year <= 2099:
        return None, "refused date_implausible " + column
    return found, ""


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judge(row):
    """Return (outcome, first day, end) of one row on its own."""
    begins, why = day(row["effective"] or row["effective_raw"], "applied_on")
    if why:
        return why, None, None
    if begins is None:
        return "refused missing applied_on", None, None
    ends, why = day(row["ended"] or ("" if row["ended_raw"] in NO_END else row["ended_raw"]), "lifted_on")
    if why:
        return why, None, None
    if ends is not None and ends <= begins:
        return "refused dates_out_of_order lifted_on", None, None
    return "accepted", begins, ends


def beside_several(rows, state):
    """Return the codes that have more than two names in one list."""
    names = {}
    for row in rows:
        if row["list_state"] == state:
            names.setdefault(code_of(row), set()).add(row["person_key"])
    return {code for code, found in names.items() if len(found) > 2}


def nobodys(rows, states):
    """Return per state the codes that no list up to it has issued an ID for, where its own does not."""
    issued, found = set(), {}
    for state in states:
        several = beside_several(rows, state)
        issued |= {code_of(row) for row in rows if row["list_state"] == state} - several
        found[state] = several - issued
    return found


def cascades(rows):
    """Return per state the outcomes in the list's order; and every stretch of days: (code, first day, end or None)."""
    outcomes, stretches, seen = {}, [], {}
    unknown = nobodys(rows, list(dict.fromkeys(row["list_state"] for row in rows)))
    for row in rows:
        content = tuple(value for column, value in row.items() if column != "row")
        outcome, begins, ends = judge(row)
        if outcome == "accepted" and code_of(row) in unknown[row["list_state"]]:
            outcome = "refused unknown_person code"
        if content in seen:
            outcome = "duplicate" if seen[content] == "accepted" else seen[content]
        else:
            seen[content] = outcome
            if outcome == "accepted":
                stretches.append((code_of(row), begins, ends))
        outcomes.setdefault(row["list_state"], []).append(outcome)
    return outcomes, stretches


def persons(rows, states):
    """Return per state the outcomes of the rows about people, the lists taken in in the order of `states`."""
    outcomes, names, known = {}, {}, set()
    for state in states:
        outcomes[state] = []
        several = beside_several(rows, state)
        for row in rows:
            if row["list_state"] != state:
                continue
            code, name = code_of(row), row["person_key"]
            if code in several:
                outcome = "refused code_beside_several code"
            elif names.setdefault(code, name) != name:
                outcome = "held name_differs"
            elif (state, code) in known:
                outcome = "duplicate"
            else:
                outcome = "accepted"
                known.add((state, code))
            outcomes[state].append(outcome)
    return outcomes


def terminated(stretches, on):
    """Return the codes of the people who are terminated on a day."""
    return {code for code, begins, ends in stretches if begins <= on and (ends is None or on < ends)}


def digest(codes):
    return hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()


def main(path, dates):
    rows = read(path)
    outcomes, stretches = cascades(rows)
    people = persons(rows, sorted({row["list_state"] for row in rows}))
    found = {on: terminated(stretches, date.fromisoformat(on)) for on in dates}
    result = {
        "rows": len(rows),
        "people": len({code_of(row) for row in rows}),
        "cascades": Counter(outcome for each in outcomes.values() for outcome in each),
        "persons": Counter(outcome for each in people.values() for outcome in each),
        "terminated": {on: {"count": len(codes), "sha256": digest(codes)} for on, codes in found.items()},
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or ["2026-07-01"])
