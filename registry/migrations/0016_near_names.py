# Names with a character lost in turn, hashed, so that `王?` is near to whom it may mean; those known are hashed once.

from contextlib import suppress
from datetime import date

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import pgtrigger
from django.db import migrations, models

from registry.vault.services import seals
from registry.words.written.names import normalise_name, with_one_lost
from sync.wire.refusals import FormatRefused


def fill(apps, schema_editor):
    """Hash the names of identities with a birth date; what this node cannot open or read stays without."""
    identities = apps.get_model("registry", "Identity")
    rows = []
    with pgtrigger.ignore():
        found = identities._base_manager.exclude(name_born_hash=None).only("name_sealed", "born_sealed")
        for row in found.order_by("pk").iterator(chunk_size=1000):
            with suppress(seals.VaultSealBroken, FormatRefused, ValueError, TypeError):
                born_on = date.fromisoformat(seals.open_sealed(bytes(row.born_sealed)))
                name = normalise_name(seals.open_sealed(bytes(row.name_sealed)))
                row.near_hashes = [seals.hash_name_born(one, born_on) for one in with_one_lost(name)]
                rows.append(row)
            if len(rows) >= 1000:
                identities._base_manager.bulk_update(rows, ["near_hashes"])
                rows = []
        if rows:
            identities._base_manager.bulk_update(rows, ["near_hashes"])


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0015_writings'),
    ]

    operations = [
        migrations.AddField(
            model_name='identity',
            name='near_hashes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(), default=list, editable=False, help_text='Keyed hashes of name and birth date with each character of the name lost in turn.'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
        migrations.AddIndex(
            model_name='identity',
            index=django.contrib.postgres.indexes.GinIndex(fields=['near_hashes'], name='identity_near'),
        ),
    ]
