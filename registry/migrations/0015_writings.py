# Facts get the keys by which writings of one thing are compared; those that are there are folded once.

import pgtrigger
from django.db import migrations, models

from registry.words.written import writings

KEYS = {
    "Decision": {
        "case_key": lambda said: writings.case(said.basis_authority, said.case_number),
        "item_key": lambda said: writings.words(said.item),
    },
    "Cascade": {"reference_key": lambda said: writings.number(said.reference)},
    "UnscoredCase": {"case_key": lambda said: writings.case(said.basis_authority, said.case_number)},
    "BorneLoss": {"reference_key": lambda said: writings.number(said.reference)},
}


def fill(apps, schema_editor):
    """Fold what is written; what a fact says does not change, so its triggers look away for this once."""
    with pgtrigger.ignore():
        for name, keys in KEYS.items():
            model = apps.get_model("registry", name)
            rows = []
            for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
                for column, fold in keys.items():
                    setattr(row, column, fold(row))
                rows.append(row)
                if len(rows) == 2000:
                    model._base_manager.bulk_update(rows, list(keys))
                    rows = []
            model._base_manager.bulk_update(rows, list(keys))


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0014_receipt_of_the_basis'),
        ('sync', '0003_log_clock'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='borneloss',
            name='loss_reference',
        ),
        migrations.RemoveIndex(
            model_name='cascade',
            name='cascade_reference',
        ),
        migrations.RemoveIndex(
            model_name='decision',
            name='decision_case',
        ),
        migrations.RemoveIndex(
            model_name='unscoredcase',
            name='unscored_case_number',
        ),
        migrations.AddField(
            model_name='borneloss',
            name='reference_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.AddField(
            model_name='cascade',
            name='reference_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.AddField(
            model_name='decision',
            name='case_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.AddField(
            model_name='decision',
            name='item_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.AddField(
            model_name='unscoredcase',
            name='case_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
        migrations.AddIndex(
            model_name='borneloss',
            index=models.Index(fields=['author', 'reference_key'], name='loss_reference_folded'),
        ),
        migrations.AddIndex(
            model_name='cascade',
            index=models.Index(fields=['author', 'reference_key'], name='cascade_reference_folded'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['case_key', 'item_key'], name='decision_case_folded'),
        ),
        migrations.AddIndex(
            model_name='unscoredcase',
            index=models.Index(fields=['author', 'case_key'], name='unscored_case_folded'),
        ),
    ]
