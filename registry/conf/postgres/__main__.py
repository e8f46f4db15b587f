"""`python -m registry.conf.postgres keep DIR`: the keeper, started by `Cluster.acquire`."""

import sys
from pathlib import Path

from registry.conf.postgres.keeper import keep_detached

if len(sys.argv) != 3 or sys.argv[1] != "keep":
    sys.exit("usage: python -m registry.conf.postgres keep DIR")
keep_detached(Path(sys.argv[2]))
