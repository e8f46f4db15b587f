"""Queues of the background worker live in the same database: installs the pgmq functions from the wheel."""

from django.db import migrations


def install(apps, schema_editor):
    """Install pgmq's SQL; no server extension is needed."""
    from pgmq import install_pgmq_from_sql

    install_pgmq_from_sql(conn=schema_editor.connection.connection)


class Migration(migrations.Migration):
    """Makes the worker's queues possible."""

    dependencies = [("sync", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=False)]
