"""What a person sees of the figures."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from tests.benchmarks.reports.figure import Figure, Series


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _row(series: Series, what: str) -> tuple[str, ...]:
    spread = f"{_number(series.lowest)} – {_number(series.highest)}"
    return what, series.name, _number(series.median), spread, series.unit


def results(figure: Figure) -> Table:
    """The values of a figure: medians and spread over its rounds, and what was aimed at."""
    rounds = len(figure.measured[0].values) if figure.measured else 0
    title = f"{figure.title} ({rounds} rounds, {figure.seconds:.0f} s in all)"
    table = Table("", "what", "median", "lowest – highest", "unit", title=title, title_justify="left")
    for what, group in (
        ("measured", figure.measured),
        ("reference", figure.references),
        ("ratio", figure.ratios),
    ):
        for series in group:
            table.add_row(*_row(series, what), style="bold" if what == "ratio" else "")
    for goal in figure.goals:
        verdict = "[green]reached[/green]" if goal.reached else "[red]missed[/red]"
        relation = "≤" if goal.at_most else "≥"
        table.add_row("goal", goal.text, _number(goal.got), f"{relation} {_number(goal.wanted)}", verdict)
    return table


def profiles(figure: Figure, most: int = 10) -> Iterable[Table]:
    """Where the time goes, one table per profile."""
    for profile in figure.profiles:
        title = f"where the time goes: {profile.title} ({profile.samples} samples)"
        table = Table("kind of work", "share", "function", "alone", title=title, title_justify="left")
        kinds = [(kind, f"{share:.0%}") for kind, share in profile.kinds[:most]]
        functions = [(name, f"{alone:.0%}") for name, alone, _ in profile.functions[:most]]
        for at in range(max(len(kinds), len(functions))):
            left = kinds[at] if at < len(kinds) else ("", "")
            right = functions[at] if at < len(functions) else ("", "")
            table.add_row(*left, *right)
        yield table


def show(console: Console, figure: Figure) -> None:
    """Print a figure with its profiles and notes."""
    console.print()
    console.print(results(figure))
    for table in profiles(figure):
        console.print(table)
    for sheet in figure.sheets:
        table = Table(*sheet.header, title=sheet.title, title_justify="left")
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)
    for note in figure.notes:
        console.print(f"· {note}", highlight=False)
