"""Privileges of the application's role on each table: add to evidence, never change it or take it away.

Triggers refuse that already, for whoever owns the tables as well. But an owner can switch a trigger off. So a node's
web server and worker run under a role that owns nothing; only migrations run as the owner. Nor does that role have
triggers ignored, which the library of triggers would let anybody do.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, connections, models
from psycopg import sql

BROKER = "pgmq"
"""Schema of the worker's queues: messages are no evidence, and queues are made when a worker starts."""

ADD = ("SELECT", "INSERT")
ADD_AND_CHANGE = (*ADD, "UPDATE")
EVERYTHING = (*ADD_AND_CHANGE, "DELETE")


def rights(model: type[models.Model]) -> tuple[str, ...]:
    """Return the privileges on a model's table, as its triggers have it."""
    triggers = {trigger.name for trigger in getattr(model._meta, "triggers", ())}
    if "append_only" in triggers:
        return ADD
    return ADD_AND_CHANGE if "no_delete" in triggers else EVERYTHING


def tables() -> dict[str, tuple[str, ...]]:
    """Return the privileges on every table, those of many-to-many relations included."""
    found = {
        model._meta.db_table: rights(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return {**found, "django_migrations": ("SELECT",)}


_ONLY_OWNERS_IGNORE = """
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN AS $$
    DECLARE
        named TEXT := current_setting('pgtrigger.ignore', true);
    BEGIN
        IF named IS NULL OR named = '' THEN
            RETURN FALSE;
        END IF;
        RETURN trigger_name = ANY(named::text[]) AND pg_has_role(
            current_user, (SELECT relowner FROM pg_class WHERE oid = 'sync_statement'::regclass), 'USAGE');
    END;
$$ LANGUAGE plpgsql
"""
"""In place of the library's own, which lets whoever sets a variable of their connection have triggers ignored."""


def have_triggers_hold(*, using: str = "default", **_signal: object) -> None:
    """Let nobody but the owner of the tables have a trigger ignored; called after each migration."""
    with connections[using].cursor() as cursor:
        cursor.execute(_ONLY_OWNERS_IGNORE)


def grant(role: str) -> int:
    """Give a role exactly these rights in this node's database; return on how many tables.

    As the owner of the tables, in one transaction. Raises django.db.ProgrammingError where there is no such role.
    """
    with connection.cursor() as cursor:
        for statement in _statements(sql.Identifier(role)):
            cursor.execute(statement.as_string(None))
    return len(tables())


def owned_evidence() -> list[str]:
    """Return the append-only tables that the role of this connection owns: for a node at work there should be none."""
    evidence = [table for table, privileges in tables().items() if privileges == ADD]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY(%s)"
            " AND pg_has_role(current_user, tableowner, 'USAGE') ORDER BY tablename",
            [evidence],
        )
        return [table for (table,) in cursor.fetchall()]


def _statements(role: sql.Identifier) -> Iterator[sql.Composed]:
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)
    for table, privileges in tables().items():
        yield sql.SQL("GRANT {} ON TABLE {} TO {}").format(
            sql.SQL(", ").join(map(sql.SQL, privileges)), sql.Identifier(table), role
        )
    broker = sql.Identifier(BROKER)
    yield sql.SQL("GRANT USAGE, CREATE ON SCHEMA {} TO {}").format(broker, role)
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        yield sql.SQL("GRANT ALL ON ALL {} IN SCHEMA {} TO {}").format(sql.SQL(kind), broker, role)
