"""`python -m tests.benchmarks [figure …] [--json OUT] [--quick]`: figures beside references of the same run.

Nothing is asserted: a goal that is missed is reported. Without names the four of speed are measured; `us_exclusions`
is run when it is named. The nodes' databases lie under `var/benchmarks`, or on the server of `DATABASE_URL`, and are
removed at the end.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

_SPEED = ("payment", "intake", "follow", "propagation")
_ROOT = Path(__file__).resolve().parents[2]


def _figures() -> Mapping[str, Callable[..., Any]]:
    from tests.benchmarks import follow, intake, payment, propagation
    from tests.benchmarks.real_lists import exclusions

    return {
        "payment": payment.run,
        "intake": intake.run,
        "follow": follow.run,
        "propagation": propagation.run,
        "us_exclusions": exclusions.run,
    }


def _arguments(names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="figure", help=f"{', '.join(names)} (default: all but the last)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write everything there, profiles included")
    parser.add_argument("--quick", action="store_true", help="small sizes, two rounds: to see that it works")
    parser.add_argument("--rounds", type=int, help="how often each pair is measured")
    parser.add_argument("--rows", type=int, help="of us_exclusions: about so many rows instead of all")
    parser.add_argument("--in-process", action="store_true", help="of us_exclusions: provinces without processes")
    parser.add_argument("--dir", type=Path, default=_ROOT / "var" / "benchmarks", help="folder of the nodes' data")
    found = parser.parse_args()
    if unknown := set(found.figures) - set(names):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return found


def main() -> int:
    """Run the figures that are named; return the exit status."""
    # Modules of the product read their settings from here; each node's process has its own.
    scratch = tempfile.mkdtemp(prefix="payqual-bench-")
    os.environ.setdefault("PAYQUAL_DIR", scratch)
    figures = _figures()
    arguments = _arguments(list(figures))

    from tests.benchmarks import plan
    from tests.benchmarks.grounds.ground import Ground
    from tests.benchmarks.reports import screen

    chosen = plan.QUICK if arguments.quick else plan.WHOLE
    chosen = replace(
        chosen,
        rounds=arguments.rounds or chosen.rounds,
        rows=arguments.rows or chosen.rows,
        workers=not arguments.in_process,
    )
    words = Console(stderr=True)
    console = Console() if sys.stdout.isatty() else Console(width=140)
    found = []
    with Ground(arguments.dir, lambda text: words.print(f"  {text}", style="dim", highlight=False)) as ground:
        machine = {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "postgresql": ground.version(),
            "load_before": os.getloadavg()[0],
        }
        for name in arguments.figures or _SPEED:
            words.print(f"{name} …")
            started = time.monotonic()
            figure = figures[name](ground, chosen)
            found.append(replace(figure, seconds=time.monotonic() - started))
            screen.show(console, found[-1])
    shutil.rmtree(scratch, ignore_errors=True)
    if arguments.json:
        document = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine,
            "plan": asdict(chosen),
            "figures": [figure.document() for figure in found],
        }
        arguments.json.write_text(json.dumps(document, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
