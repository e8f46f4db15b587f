# What steps there are each kind of work says: nothing changes in the database.

import provinces.office.steps
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('provinces', '0008_stated_measures'),
    ]

    operations = [
        migrations.AlterField(
            model_name='step',
            name='name',
            field=models.CharField(choices=provinces.office.steps.step_choices, help_text='Which step.', max_length=30),
        ),
    ]
