"""The table at the end, and whether it is what was published."""

from collections.abc import Iterator, Mapping

from rich import box
from rich.table import Table
from rich.text import Text

from provinces.federation.demo.cases import (
    ACTS,
    EXPECTED,
    INSTITUTIONS,
    PEOPLE,
    PROVINCES,
    SHORT,
    Outcome,
    Published,
)
from provinces.federation.demo.play import Result
from registry.words.divisions import PROVINCES as DIVISIONS

_SIGNS = {
    "payable": ("✓", "green"),
    "not_payable": ("✗", "bold red"),
    "payable_as_emergency": ("e", "yellow"),
    "indeterminate": ("?", "yellow"),
    "not_filed": ("·", "dim"),
}
LEGEND = (
    "✓ 可支付 payable  ✗ 不予支付 not payable  · 未在该省备案 not filed there  before→after\n"
    "y 年 years barred  m 个月 months  秒 s: from the decision to the last province enforcing it\n"
    + "  ".join(f"{zh} {latin} {DIVISIONS[code].name_en}" for code, (zh, latin) in SHORT.items())
)


def differences(results: Mapping[str, Result]) -> list[str]:
    """Return every way in which what happened is not what was published, or not what must follow from it."""
    found: list[str] = []
    for expected in EXPECTED:
        result = results[expected.person]
        name = f"{expected.case} {PEOPLE[expected.person].name}"
        if result.outcome is None or not _agrees(expected, result.outcome):
            found.append(f"{name}: expected {words(expected.outcome)}, got {words(result.outcome)}")
        if not _went_through(expected, result):
            found.append(f"{name}: expected {', '.join(expected.through)} on the way, got {', '.join(result.through)}")
        found += [f"{name}: {what}" for what in _wrong_verdicts(result)]
    return found


def _agrees(expected: Published, outcome: Outcome) -> bool:
    points = outcome.points == expected.outcome.points or (
        expected.points_at_least and outcome.points >= expected.outcome.points
    )
    rest = (outcome.status, outcome.months, outcome.bar_years)
    return points and rest == (expected.outcome.status, expected.outcome.months, expected.outcome.bar_years)


def _went_through(expected: Published, result: Result) -> bool:
    return tuple(result.through[: len(expected.through)]) == expected.through


def _wrong_verdicts(result: Result) -> Iterator[str]:
    """Yield wrong verdicts of a till.

    Where somebody is filed it pays before, and afterwards exactly if the standing is normal.
    """
    normal = result.outcome is not None and result.outcome.status == "normal"
    for code, institution in INSTITUTIONS.items():
        filed = code in PEOPLE[result.person].filed_at
        expected = ("payable", "payable" if normal else "not_payable") if filed else ("not_filed", "not_filed")
        given = (result.before.get(code), result.after.get(code))
        if given != expected:
            yield f"at the till of {institution.name}: {given}, expected {expected}"


def words(outcome: Outcome | None) -> str:
    """Return an outcome in words."""
    if outcome is None:
        return "nothing"
    if outcome.status == "terminated":
        return f"终止 terminated {outcome.bar_years} y"
    if outcome.status == "suspended":
        return f"暂停 suspended {outcome.months} m"
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
    """Return the table: who, decided where, points, what followed, tills, seconds, as published or not."""
    shown = Table(
        title="支付资格 Payment qualification: what was decided, and what it did everywhere",
        box=box.SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False,
    )  # fmt: skip
    shown.add_column("案例\ncase", no_wrap=True)
    shown.add_column("人员\nperson", no_wrap=True)
    shown.add_column("决定记分\ndecided")
    shown.add_column("分\nsum", justify="right")
    shown.add_column("结果\nwhat followed")
    for province in PROVINCES:
        shown.add_column("\n".join(SHORT[province]), justify="center", no_wrap=True)
    shown.add_column("秒\ns", justify="right", no_wrap=True)
    shown.add_column("公布\nsame", justify="center")
    case = EXPECTED[0].case
    for expected in EXPECTED:
        if case != expected.case:
            shown.add_section()
        case = expected.case
        result = results[expected.person]
        ok = result.outcome is not None and _agrees(expected, result.outcome)
        ok = ok and _went_through(expected, result) and not any(_wrong_verdicts(result))
        shown.add_row(
            case, PEOPLE[expected.person].name, _decided(expected.person),
            str(result.outcome.points if result.outcome else "?"), words(result.outcome),
            *(_verdict(result, province) for province in PROVINCES),
            "–" if result.seconds is None else f"{result.seconds:.2f}",
            Text("✓", style="green") if ok else Text("✗", style="bold red"),
        )  # fmt: skip
    return shown


def _decided(person: str) -> str:
    points: dict[str, list[str]] = {}
    for act in ACTS:
        for one in act.decisions:
            if one.person == person:
                points.setdefault(SHORT[act.province][1], []).append(str(one.points))
        if act.objection and act.objection.person == person and act.objection.points:
            points[SHORT[act.province][1]][-1] += f" → {act.objection.points}"
    return ", ".join(f"{province} {' + '.join(each)}" for province, each in points.items())
