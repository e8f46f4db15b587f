"""A test with pseudonymous data: the exclusion lists of 15 states, replayed as cascades of 15 provinces.

Real entries at size, through everything: intake, signatures, push, log, follow to all nodes. Points have no counterpart
there and none are made up; no person, institution or province of this system has anything to do with them. What must
come out is computed by `independent.py`, which shares no code with the product.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.benchmarks.grounds.ground import Ground
from tests.benchmarks.plan import Plan
from tests.benchmarks.real_lists import independent, replay, us_exclusions
from tests.benchmarks.real_lists.replay import Account, Replay
from tests.benchmarks.reports.figure import Figure, Series, Sheet

LABEL = "TEST with pseudonymous data (US state exclusion lists); says nothing about anybody here"
_YEARS = (1990, 2005, 2015, 2020, 2024, 2026)
DAYS = (*(date(year, month, 1) for year in _YEARS for month in (1, 7)), date(2031, 1, 1), date(2060, 1, 1))


def run(ground: Ground, plan: Plan) -> Figure:
    """Replay, compare, and report. Raises FileNotFoundError where the data are missing."""
    events = us_exclusions.find_events()
    if events is None:
        raise FileNotFoundError("the exclusion lists are not here: shared/data lies beside the repository")
    return figure(*replayed(ground, events, rows=plan.rows, workers=plan.workers))


def replayed(
    ground: Ground,
    events: Path,
    *,
    rows: int = 0,
    workers: bool = True,
    states: Iterable[str] = us_exclusions.PROVINCES,
) -> tuple[Replay, list[str]]:
    """Replay the lists of these states, all rows or about so many; return it with what differs from `independent`."""
    folder = ground.directory / "us_exclusions"
    folder.mkdir(parents=True, exist_ok=True)
    if rows:
        events = sample(events, folder / "events.csv", rows, states)
    files = us_exclusions.write_files(events, folder, states=states)
    with ground.federation([one.province for one in files]) as standing:
        found = replay.replay(standing, files, DAYS, workers=workers)
        differences = compare(events, found, replay.codes(standing.national), {
            day: replay.standings(standing.national, day) for day in DAYS
        })  # fmt: skip
    return found, differences


def sample(events: Path, target: Path, rows: int, states: Iterable[str]) -> Path:
    """Write about so many rows, every list in its order: half of them odd ones, so that few still show much.

    Odd is a row that will not simply be accepted, one that has an end, and one whose person comes again.
    """
    wanted = set(states)
    found = [row for row in us_exclusions.read_events(events) if row["list_state"] in wanted]
    often = Counter(us_exclusions.identity(row) for row in found)
    odd = [
        at
        for at, row in enumerate(found)
        if row["ended"] or independent.judge(row)[0] != "accepted" or often[us_exclusions.identity(row)] > 1
    ]
    chosen = {*odd[:: max(1, 2 * len(odd) // rows)], *range(0, len(found), max(1, 2 * len(found) // rows))}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found[at] for at in sorted(chosen))
    return target


def compare(
    events: Path,
    found: Replay,
    people: Mapping[str, str],
    standings: Mapping[date, Sequence[tuple[str, str]]],
) -> list[str]:
    """Return, in words, what differs from what was computed independently; nothing, when all is well."""
    states = [one.state for one in found.accounts if one.kind == "persons"]
    rows = [row for row in independent.read(events) if row["list_state"] in states]
    answers, stretches = independent.cascades(rows)
    wanted = {
        "cascades": answers,
        "persons": independent.persons(rows, states),
    }
    differences = []
    for one in found.accounts:
        expected = wanted[one.kind].get(one.state, [])
        if not one.adds_up:
            differences.append(f"{one.state} {one.kind}: {one.rows_in} rows, {len(one.answers)} answers")
        for number, (ours, theirs) in enumerate(zip(one.answers, expected, strict=False), start=1):
            if ours != theirs:
                differences.append(f"{one.state} {one.kind} row {number}: {ours}, independently {theirs}")
    for day, by_person in standings.items():
        expected_people = {people.get(code, code) for code in independent.terminated(stretches, day)}
        differing = expected_people ^ {person for person, status in by_person if status == "terminated"}
        if differing:
            differences.append(f"{day}: {len(differing)} people differ, such as {min(differing)}")
        if any(status != "terminated" for _, status in by_person):
            differences.append(f"{day}: somebody is suspended, which no row says")
    return differences


def figure(found: Replay, differences: Sequence[str]) -> Figure:
    """Return the replay as a figure: accounts as a sheet, everything in its facts."""
    rows = sum(one.rows_in for one in found.accounts if one.kind == "cascades")
    whole = sum(found.seconds.values()) - found.seconds["start"]
    laps = ", ".join(f"{lap} {seconds:.0f} s" for lap, seconds in found.seconds.items())
    same = "the same on all nodes" if found.same_everywhere else "NOT THE SAME ON ALL NODES"
    equal = "Answers to all rows and standings on all dates equal those computed independently."
    if differences:
        equal = f"Computed independently: {len(differences)} DIFFERENCES. " + "; ".join(differences[:20])
    return Figure(
        name="us_exclusions",
        title=f"{len(found.accounts) // 2} lists replayed by as many provinces: {LABEL}",
        measured=(Series(name="rows from file to all nodes", unit="rows/s", values=(rows / whole,)),),
        sheets=(_sheet(found.accounts),),
        notes=(
            f"{laps}; log of {found.log_size:,} entries",
            f"Standings on {len(found.standings)} dates: {same}.",
            equal,
        ),
        facts={
            "label": LABEL,
            "accounts": [_document(one) for one in found.accounts],
            "standings": found.standings,
            "same_on_all_nodes": found.same_everywhere,
            "differences_from_independent": list(differences),
            "log_size": found.log_size,
            "seconds": dict(found.seconds),
        },
    )


def _document(one: Account) -> dict[str, object]:
    counts = {outcome: one.count(outcome) for outcome in replay.OUTCOMES}
    return {
        "state": one.state, "province": one.division, "kind": one.kind, "rows": one.rows_in, **counts,
        "adds_up": one.adds_up, "reasons": dict(one.reasons),
    }  # fmt: skip


def _sheet(accounts: Sequence[Account]) -> Sheet:
    """Every row of every file accounted for, and the sums."""
    rows = []
    for kind in replay.KINDS:
        ours = [one for one in accounts if one.kind == kind]
        rows += [_line(f"{one.state} as {one.division}", kind, [one]) for one in ours]
        rows.append(_line("all", kind, ours))
    return Sheet(title=LABEL, header=("list", "file", "rows in", *replay.OUTCOMES, "reasons"), rows=rows)


def _line(name: str, kind: str, accounts: Sequence[Account]) -> tuple[str, ...]:
    counts = (sum(one.count(outcome) for one in accounts) for outcome in replay.OUTCOMES)
    reasons: Counter[str] = sum((Counter(one.reasons) for one in accounts), Counter())
    listed = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    return name, kind, f"{sum(one.rows_in for one in accounts):,}", *(f"{count:,}" for count in counts), listed
