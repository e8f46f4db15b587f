"""Loaded by pytest before Django's settings are read: every test runs on a real PostgreSQL.

The one of ``DATABASE_URL``, else our own under ``var/tests``, which ends with the tests.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("PAYQUAL_DIR", tempfile.mkdtemp(prefix="payqual-tests-"))
os.environ.setdefault("PAYQUAL_INSECURE_HTTP", "1")

if not os.environ.get("DATABASE_URL"):
    from registry.conf.postgres import Cluster

    _lease = Cluster(Path(__file__).resolve().parents[1] / "var" / "tests" / "postgres").acquire()
    _lease.__enter__()
    _lease.ensure_database("payqual_tests")
    os.environ["DATABASE_URL"] = _lease.url("payqual_tests")
