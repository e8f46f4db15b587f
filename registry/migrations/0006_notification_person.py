from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_procedure")]

    operations = [
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["person_id"], name="notification_person"),
        ),
    ]
