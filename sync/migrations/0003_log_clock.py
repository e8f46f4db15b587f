"""Every entry of the log says what the log's clock showed when it came in."""

from django.db import migrations, models

BACKFILL = """
ALTER TABLE sync_logentry DISABLE TRIGGER USER;
WITH clock AS (
  SELECT e.position, max(s.issued_at) FILTER (WHERE e.published) OVER (ORDER BY e.position) AS reached_at
    FROM sync_logentry e LEFT JOIN sync_statement s ON s.id = e.statement_id
)
UPDATE sync_logentry e SET reached_at = clock.reached_at FROM clock WHERE clock.position = e.position;
ALTER TABLE sync_logentry ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """Adds the clock, and sets it for the entries that are there: what follows from their times of issue."""

    dependencies = [("sync", "0002_broker")]

    operations = [
        migrations.AddField(
            model_name="logentry",
            name="reached_at",
            field=models.DateTimeField(
                help_text="The log's clock here: the latest time of issue among the published statements up to this one.",
                null=True,
            ),
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]
