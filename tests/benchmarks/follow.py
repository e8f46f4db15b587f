"""Follow: entries a second that a node applies while it catches up, every signature and the root checked.

Each round a fresh node reads the same 20,000 decisions from national over signed HTTP. Beside it, on the same server:
the same log copied from one database into a table of another, nothing checked and nothing made of it.
"""

import time

import psycopg

from provinces.federation.state import Node
from tests.benchmarks.grounds.ground import Ground, Standing
from tests.benchmarks.intake import BATCH, DIVISION, prepare
from tests.benchmarks.plan import Plan
from tests.benchmarks.reports.figure import Figure, Goal, Series, ratio
from tests.benchmarks.reports.sampling import Profile

_FOLLOWERS = ("110000", "310000", "320000", "330000", "440000", "500000", "510000", "610000")
_COLUMNS = "e.position, e.leaf, s.id, s.author, s.seq, s.topic, s.raw"
_SIGNATURES = "signatures (Ed25519)"


def run(ground: Ground, plan: Plan) -> Figure:
    """Measure."""
    followers = _FOLLOWERS[: plan.rounds + 1]  # the last one is sampled
    with ground.federation([DIVISION, *followers]) as standing:
        author = standing.federation.provinces[DIVISION]
        desk = prepare(standing, author, people_count=plan.catch_up)
        desk.call(
            "tests.benchmarks.desks.at_province:sign_ahead", topic="decision.issued", first=0, count=plan.catch_up
        )
        standing.tell(f"national takes {plan.catch_up:,} decisions")
        desk.call("tests.benchmarks.desks.at_province:send", first=0, count=plan.catch_up, batch=BATCH)
        costs = desk.call("tests.benchmarks.desks.at_province:check_signatures", count=min(2_000, plan.catch_up))
        applied, copied = [], []
        for division in followers[:-1]:
            found = _catch_up(standing, standing.federation.provinces[division], sample=False)
            applied.append(found["entries"] / found["seconds"])
            copied.append(_copy(standing.national.database_url, ground.fresh("copy")))
            standing.tell(f"{division}: {applied[-1]:,.0f} entries/s, copied {copied[-1]:,.0f} rows/s")
        sampled = _catch_up(standing, standing.federation.provinces[followers[-1]], sample=True)
    profile = Profile.read(sampled["profile"])
    entries = Series(name="entries applied", unit="entries/s", values=tuple(applied))
    rows = Series(name="the same log copied by COPY, unchecked", unit="rows/s", values=tuple(copied))
    checks = sum(costs.values())
    return Figure(
        name="follow",
        title=f"a node catches up on {plan.catch_up:,} decisions",
        measured=(entries,),
        references=(rows,),
        ratios=(ratio("applied / copied", entries, rows),),
        goals=(Goal(text="entries a second", wanted=3_000, got=entries.median),),
        profiles=(profile,),
        notes=(
            f"Checking signatures is {profile.share(_SIGNATURES):.0%} of the time. Parsing, verifying and hashing "
            f"alone take {checks * 1e6:.0f} µs an entry: no more than {1 / checks:,.0f} entries/s on one core.",
            "The log begins with the people's IDs, 400 to an entry; their entries are counted as one each.",
        ),
        facts={"seconds_per_statement": costs, "share_of_signature_checking": profile.share(_SIGNATURES)},
    )


def _catch_up(standing: Standing, node: Node, *, sample: bool) -> dict[str, float | dict[str, object]]:
    return standing.desk(node).call("tests.benchmarks.desks.at_follower:catch_up", sample=sample)


def _copy(source: str, target: str) -> float:
    """Copy the log from one database to another; return rows a second."""
    with psycopg.connect(source) as reading, psycopg.connect(target) as writing:
        writing.execute(
            "CREATE TABLE entry (position bigint PRIMARY KEY, leaf bytea, id uuid UNIQUE, author text, seq bigint,"
            " topic text, raw bytea)"
        )
        writing.commit()
        started = time.perf_counter()
        question = f"SELECT {_COLUMNS} FROM sync_logentry e JOIN sync_statement s ON s.id = e.statement_id"
        rows = reading.execute(question, binary=True)
        with writing.cursor() as cursor:
            with cursor.copy("COPY entry FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int8", "bytea", "uuid", "text", "int8", "text", "bytea"])
                for row in rows:
                    copy.write_row(row)
            count = cursor.rowcount
        writing.commit()
        return count / (time.perf_counter() - started)
