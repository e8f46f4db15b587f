"""Loaded by pytest before Django's settings are read: every test runs on a real PostgreSQL.

The one of ``DATABASE_URL``, else our own under ``var/tests``, which ends with the tests.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if not os.environ.get("PAYQUAL_DIR"):
    os.environ["PAYQUAL_DIR"] = tempfile.mkdtemp(prefix="payqual-tests-")
    atexit.register(shutil.rmtree, os.environ["PAYQUAL_DIR"], ignore_errors=True)
os.environ.setdefault("PAYQUAL_INSECURE_HTTP", "1")

if not os.environ.get("DATABASE_URL"):
    from registry.conf.postgres import Cluster

    _lease = Cluster(Path(__file__).resolve().parents[1] / "var" / "tests" / "postgres").acquire()
    _lease.__enter__()
    _lease.ensure_database("payqual_tests")
    os.environ["DATABASE_URL"] = _lease.url("payqual_tests")
