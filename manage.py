#!/usr/bin/env python
"""Runs a command on a node; without ``DATABASE_URL`` on a PostgreSQL of its own under ``var/``."""

import os
import sys

WITHOUT_DATABASE = {
    "",
    "help",
    "--help",
    "--version",
    "demo",
    "federation",
    "makemigrations",
    "makemessages",
    "compilemessages",
    "check",
}


def main() -> None:
    """Start what the command needs, then run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.conf.national")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in WITHOUT_DATABASE or os.environ.get("DATABASE_URL"):
        return execute()
    from registry.conf import env
    from registry.conf.postgres import Cluster

    with Cluster(env.ROOT / "var" / "postgres").acquire() as lease:
        name = f"payqual_{env.DIVISION}"
        lease.ensure_database(name)
        os.environ["DATABASE_URL"] = lease.url(name)
        return execute()


def execute() -> None:
    """Hand over to Django, which refuses commands on a node whose identity, role and keys disagree."""
    from django.core.management import execute_from_command_line

    import registry.conf.checks  # noqa: F401 - registers the check

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
