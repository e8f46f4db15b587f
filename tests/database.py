"""Loaded by pytest before Django's settings are read: every test runs on a real PostgreSQL.

The one of ``DATABASE_URL``, else our own under ``var/tests``, which ends with the tests. Each worker of pytest-xdist
has a database and a folder of its own; the server is that of the process which started them.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import psycopg

if not os.environ.get("PAYQUAL_DIR"):
    os.environ["PAYQUAL_DIR"] = tempfile.mkdtemp(prefix="payqual-tests-")
    atexit.register(shutil.rmtree, os.environ["PAYQUAL_DIR"], ignore_errors=True)
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    folder = Path(os.environ["PAYQUAL_DIR"]) / worker
    folder.mkdir(exist_ok=True)
    os.environ["PAYQUAL_DIR"] = str(folder)
os.environ.setdefault("PAYQUAL_INSECURE_HTTP", "1")

if not os.environ.get("DATABASE_URL"):
    from registry.conf.postgres import Cluster

    _lease = Cluster(Path(__file__).resolve().parents[1] / "var" / "tests" / "postgres").acquire()
    _lease.__enter__()
    _lease.ensure_database("payqual_tests")
    os.environ["DATABASE_URL"] = _lease.url("payqual_tests")
    # What a test commits need not outlive the machine; nodes that are killed in tests have servers of their own.
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
