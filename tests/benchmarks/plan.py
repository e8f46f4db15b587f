"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Sizes and times of a run.

    rounds:     how often each pair is measured
    seconds:    length of one measurement, where it is not a number of items
    people:     whom the payment check knows
    statements: signed statements a round, of intake
    catch_up:   entries that a node catches up on, of follow
    decisions:  of propagation
    rows:       of the file that us_exclusions replays; 0 is all of it
    workers:    whether its provinces run web servers and workers, or push and follow by command
    """

    rounds: int = 5
    seconds: float = 5.0
    people: int = 200_000
    statements: int = 5_000
    catch_up: int = 20_000
    decisions: int = 120
    rows: int = 0
    workers: bool = True


WHOLE = Plan()
QUICK = Plan(rounds=2, seconds=1.0, people=20_000, statements=1_000, catch_up=3_000, decisions=20, rows=600)
