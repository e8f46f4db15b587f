"""The table at the end, and whether it is what was published."""

from collections.abc import Iterator, Mapping

from rich.table import Table
from rich.text import Text

from provinces.federation.demo.cases import (
    ACTS,
    EXPECTED,
    INSTITUTIONS,
    PEOPLE,
    PROVINCES,
    Outcome,
    Published,
)
from provinces.federation.demo.play import Result
from registry.codes.divisions import PROVINCES as DIVISIONS

_SIGNS = {
    "payable": ("✓", "green"),
    "not_payable": ("✗", "bold red"),
    "payable_as_emergency": ("e", "yellow"),
    "indeterminate": ("?", "yellow"),
    "not_filed": ("·", "dim"),
}
LEGEND = "✓ 可支付 payable   ✗ 不予支付 not payable   · 未在该省备案 not filed there   before→after"


def differences(results: Mapping[str, Result]) -> list[str]:
    """Return every way in which what happened is not what was published, or not what must follow from it."""
    found: list[str] = []
    for expected in EXPECTED:
        result = results[expected.person]
        name = f"{expected.case} {PEOPLE[expected.person].name}"
        if result.outcome is None or not _agrees(expected, result.outcome):
            found.append(f"{name}: expected {words(expected.outcome)}, got {words(result.outcome)}")
        found += [f"{name}: {what}" for what in _wrong_verdicts(result)]
    return found


def _agrees(expected: Published, outcome: Outcome) -> bool:
    points = outcome.points == expected.outcome.points or (
        expected.points_at_least and outcome.points >= expected.outcome.points
    )
    rest = (outcome.status, outcome.months, outcome.bar_years)
    return points and rest == (expected.outcome.status, expected.outcome.months, expected.outcome.bar_years)


def _wrong_verdicts(result: Result) -> Iterator[str]:
    """Where somebody is filed, the till pays before, and afterwards exactly if the standing is normal."""
    normal = result.outcome is not None and result.outcome.status == "normal"
    for code, institution in INSTITUTIONS.items():
        filed = code in PEOPLE[result.person].filed_at
        expected = ("payable", "payable" if normal else "not_payable") if filed else ("not_filed", "not_filed")
        given = (result.before.get(code), result.after.get(code))
        if given != expected:
            yield f"at the till of {institution.name}: {given}, expected {expected}"


def words(outcome: Outcome | None) -> str:
    """An outcome for people."""
    if outcome is None:
        return "nothing"
    if outcome.status == "terminated":
        return f"终止 terminated, bar {outcome.bar_years} y"
    if outcome.status == "suspended":
        return f"暂停 suspended {outcome.months} months"
    return "仅通知 notice only" if outcome.points else "正常 normal"


def _verdict(result: Result, province: str) -> Text:
    text = Text()
    for code in (code for code, one in INSTITUTIONS.items() if one.province == province):
        if result.before[code] == "not_filed" and result.after[code] == "not_filed":
            continue
        for verdict, after in ((result.before[code], "→"), (result.after[code], "")):
            sign, style = _SIGNS.get(verdict, (verdict, "yellow"))
            text.append(sign, style=style)
            text.append(after, style="dim")
    return text or Text("·", style="dim")


def table(results: Mapping[str, Result]) -> Table:
    """Who, decided where, points, what followed, the till in each province, seconds, as published or not."""
    shown = Table(title="支付资格 Payment qualification: what was decided, and what it did everywhere")
    for heading in ("case", "人员 person", "决定 decided in: points", "分 year", "结果 what followed"):
        shown.add_column(heading, no_wrap=True)
    for province in PROVINCES:
        shown.add_column(f"{DIVISIONS[province].name_zh[:2]}\n{province[:2]}", justify="center", no_wrap=True)
    shown.add_column("秒 s", justify="right", no_wrap=True)
    shown.add_column("published", justify="center", no_wrap=True)
    case = ""
    for expected in EXPECTED:
        if case and case != expected.case:
            shown.add_section()
        case = expected.case
        result = results[expected.person]
        ok = result.outcome is not None and _agrees(expected, result.outcome)
        ok = ok and not any(_wrong_verdicts(result))
        shown.add_row(
            case, PEOPLE[expected.person].name, _decided(expected.person),
            str(result.outcome.points if result.outcome else "?"), words(result.outcome),
            *(_verdict(result, province) for province in PROVINCES),
            "–" if result.seconds is None else f"{result.seconds:.2f}",
            Text("✓", style="green") if ok else Text("✗", style="bold red"),
        )  # fmt: skip
    return shown


def _decided(person: str) -> str:
    parts = [
        f"{DIVISIONS[act.province].name_en} {one.points}"
        for act in ACTS
        for one in act.decisions
        if one.person == person
    ]
    return ", ".join(parts)
