"""Makes the table of the plain endpoint: `DATABASE_URL=… python -m tests.benchmarks.references.plain`."""

import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.references.plain.settings"
    django.setup()
    from django.db import connection

    from tests.benchmarks.references.plain.models import PlainDecision

    with connection.schema_editor() as editor:
        editor.create_model(PlainDecision)
