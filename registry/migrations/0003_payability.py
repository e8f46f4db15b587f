import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_standing_by_number'),
    ]

    operations = [
        migrations.CreateModel(
            name='EmergencyUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.CharField(db_index=True, help_text='Lifelong ID.', max_length=16)),
                ('institution', models.CharField(db_index=True, help_text='Code of the institution that asked.', max_length=40)),
                ('service_on', models.DateField(help_text='Date of the service.')),
                ('at', models.DateTimeField(help_text='When it was answered.')),
            ],
            options={
                'verbose_name': 'use of the emergency exception',
                'verbose_name_plural': 'uses of the emergency exception',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.AddIndex(
            model_name='personcode',
            index=models.Index(fields=['code'], name='code_in_any_system'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emergencyuse',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='30cfec6df320a45180c7bbdad41867202cd575f6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5f949', table='registry_emergencyuse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emergencyuse',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='78da6a70d31956d34bd7def5b5716a8763f021bd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b77d4', table='registry_emergencyuse', when='BEFORE')),
        ),
    ]
