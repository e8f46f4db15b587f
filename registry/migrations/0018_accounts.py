
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0017_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tries',
            fields=[
                ('key', models.BinaryField(help_text='Keyed hash of whose tries these are.', primary_key=True, serialize=False)),
                ('empty_at', models.DateTimeField(db_index=True, help_text='When all of them are forgotten.')),
            ],
            options={
                'verbose_name': 'tries',
                'verbose_name_plural': 'tries',
            },
        ),
        migrations.CreateModel(
            name='AccountSession',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('session_key', models.CharField(help_text='What the browser brings along; shown to nobody.', max_length=40, unique=True)),
                ('session_data', models.TextField(help_text='What the pages remember, signed.')),
                ('expire_date', models.DateTimeField(db_index=True, help_text="When the browser's cookie ends.")),
                ('started_at', models.DateTimeField(help_text='When the account came in.')),
                ('seen_at', models.DateTimeField(help_text='When it was last used, to half a minute.')),
                ('address', models.CharField(blank=True, help_text='Internet address it began from.', max_length=45)),
                ('agent', models.CharField(blank=True, help_text='What the browser calls itself.', max_length=200)),
                ('account', models.ForeignKey(help_text='Whose session; empty before somebody came in.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['-seen_at'],
            },
        ),
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('totp', 'authenticator app (TOTP)'), ('security_key', 'security key (WebAuthn)')], help_text='App or key.', max_length=20)),
                ('title', models.CharField(help_text='What its owner calls it.', max_length=60)),
                ('secret_sealed', models.BinaryField(default=b'', help_text='Secret of an app, sealed as names are.')),
                ('last_step', models.BigIntegerField(default=0, help_text='Time step of the last code that was taken: none is taken twice.')),
                ('credential_id', models.BinaryField(help_text='By what a key calls itself here; empty for an app.', null=True, unique=True)),
                ('credential', models.BinaryField(default=b'', help_text='Public key of a key, with what belongs to it.')),
                ('sign_count', models.BigIntegerField(default=0, help_text='How often a key says that it signed.')),
                ('made_at', models.DateTimeField(help_text='When it was added.')),
                ('used_at', models.DateTimeField(help_text='When it was last used.', null=True)),
                ('account', models.ForeignKey(help_text='Whose factor.', on_delete=django.db.models.deletion.CASCADE, related_name='factors', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'second factor',
                'verbose_name_plural': 'second factors',
                'ordering': ['made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.BinaryField(help_text='Keyed hash of the code.')),
                ('made_at', models.DateTimeField(help_text='When it was made.')),
                ('used_at', models.DateTimeField(help_text='When it was used; empty while it may be.', null=True)),
                ('account', models.ForeignKey(help_text='Whose code.', on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'recovery code',
                'verbose_name_plural': 'recovery codes',
            },
        ),
        migrations.CreateModel(
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('signed_in', 'signed in'), ('signed_out', 'signed out'), ('sign_in_failed', 'sign-in failed'), ('factor_failed', 'second factor failed'), ('locked', 'too many tries, had to wait'), ('proved_again', 'proved again'), ('factor_added', 'second factor added'), ('factor_removed', 'second factor removed'), ('recovery_codes_made', 'recovery codes made'), ('recovery_code_used', 'recovery code used'), ('password_changed', 'password changed'), ('session_ended', 'session ended'), ('account_made', 'account made'), ('account_changed', 'account changed'), ('account_switched_off', 'account switched off'), ('account_switched_on', 'account switched on'), ('rights_changed', 'rights changed'), ('token_made', 'access token made'), ('token_ended', 'access token ended')], help_text='What happened.', max_length=40)),
                ('account_name', models.CharField(blank=True, help_text='Name of the account at that time.', max_length=150)),
                ('acting_name', models.CharField(blank=True, help_text='Name of the acting account at that time.', max_length=150)),
                ('at', models.DateTimeField(db_index=True, help_text='When.')),
                ('address', models.CharField(blank=True, help_text='Internet address it came from.', max_length=45)),
                ('agent', models.CharField(blank=True, help_text='What the browser calls itself.', max_length=200)),
                ('detail', models.CharField(blank=True, help_text="What in particular: a factor's name, a right, a field.", max_length=300)),
                ('account', models.ForeignKey(help_text='Whose account; empty where a name was typed that no account has.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('acting', models.ForeignKey(help_text='Account that did it; empty where nobody was signed in, and on the command line.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'account event',
                'verbose_name_plural': 'account events',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['account', '-at'], name='account_events')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d98c48f522224a79b0990c1259b2121520ff48be', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1b82d', table='registry_accountevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='9050618f0acaeda2d89a6bc43fc87ab035f251e8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b63a2', table='registry_accountevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recoverycode',
            constraint=models.UniqueConstraint(fields=('account', 'code_hash'), name='recovery_code_once'),
        ),
    ]
