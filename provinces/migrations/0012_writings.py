# Cases, items, acts, orders are one however they are written: by the folded key, once.

from collections.abc import Callable

import pgtrigger
import pgtrigger.compiler
import pgtrigger.migrations
import provinces.cases.codes
import provinces.duties.codes
import provinces.office.codes
from django.db import migrations, models

from registry.words.written import writings


def fill(apps, schema_editor):
    """Fold what is written. Where two stand in two writings already, the later keeps a key of its own."""

    def fold(name: str, column: str, key: Callable, scope: Callable, ended: Callable) -> None:
        model = apps.get_model("provinces", name)
        taken = set()
        for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
            folded = key(row)
            if not ended(row):
                if (scope(row), folded) in taken:
                    folded = f"{folded[:180]}#{row.pk}"
                taken.add((scope(row), folded))
            setattr(row, column, folded)
            row.save(update_fields=[column])

    with pgtrigger.ignore():
        gone = ("sent_back", "withdrawn", "refused")
        fold("Case", "case_key", lambda row: writings.case(row.basis_authority, row.case_number),
             lambda row: None, lambda row: row.withdrawn_at is not None)  # fmt: skip
        fold("CaseItem", "item_key", lambda row: writings.words(row.item),
             lambda row: row.case_id, lambda row: row.state in gone)  # fmt: skip
        fold("CaseItem", "act_key", lambda row: writings.words(row.act),
             lambda row: (row.case_id, row.person_id), lambda row: row.state in gone)  # fmt: skip
        fold("CascadeOrder", "reference_key", lambda row: writings.number(row.reference),
             lambda row: row.kind, lambda row: row.state == "sent_back")  # fmt: skip
        fold("CorrectionOrder", "document_key", lambda row: writings.number(row.document),
             lambda row: None, lambda row: row.state == "sent_back")  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('provinces', '0011_objections_once_in_hand'),
        ('registry', '0012_corrected_notices'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='cascadeorder',
            name='fixed_fields',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='fixed_fields',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='caseitem',
            name='fixed_fields',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='correctionorder',
            name='fixed_fields',
        ),
        migrations.RemoveConstraint(
            model_name='cascadeorder',
            name='cascade_order_once',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_opened_once',
        ),
        migrations.RemoveConstraint(
            model_name='caseitem',
            name='item_of_case_once',
        ),
        migrations.RemoveConstraint(
            model_name='caseitem',
            name='item_act_once',
        ),
        migrations.RemoveConstraint(
            model_name='correctionorder',
            name='correction_document_once',
        ),
        migrations.AddField(
            model_name='cascadeorder',
            name='reference_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.AddField(
            model_name='case',
            name='case_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.AddField(
            model_name='caseitem',
            name='act_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.AddField(
            model_name='caseitem',
            name='item_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.AddField(
            model_name='correctionorder',
            name='document_key',
            field=models.CharField(default='', editable=False, help_text='What is written, folded: by it writings of one thing are found. Never shown, signed or sent.', max_length=200),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
        pgtrigger.migrations.AddTrigger(
            model_name='cascadeorder',
            trigger=pgtrigger.compiler.Trigger(name='fixed_fields', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lifts_id" IS DISTINCT FROM (NEW."lifts_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."reference_key" IS DISTINCT FROM (NEW."reference_key") OR OLD."institution" IS DISTINCT FROM (NEW."institution") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."basis_authority" IS DISTINCT FROM (NEW."basis_authority") OR OLD."basis_document" IS DISTINCT FROM (NEW."basis_document") OR OLD."effective_on" IS DISTINCT FROM (NEW."effective_on") OR OLD."proposed_by" IS DISTINCT FROM (NEW."proposed_by") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='43f6133614b9c4a627dcbac88d2855cac8d3d32e', operation='UPDATE', pgid='pgtrigger_fixed_fields_f139e', table='provinces_cascadeorder', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='fixed_fields', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution" IS DISTINCT FROM (NEW."institution") OR OLD."basis_kind" IS DISTINCT FROM (NEW."basis_kind") OR OLD."basis_authority" IS DISTINCT FROM (NEW."basis_authority") OR OLD."basis_document" IS DISTINCT FROM (NEW."basis_document") OR OLD."case_number" IS DISTINCT FROM (NEW."case_number") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."inspection" IS DISTINCT FROM (NEW."inspection") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."edition" IS DISTINCT FROM (NEW."edition") OR OLD."case_key" IS DISTINCT FROM (NEW."case_key") OR OLD."opened_by" IS DISTINCT FROM (NEW."opened_by") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7c959e563edcd08ecb92b8d8fc30e575f10be075', operation='UPDATE', pgid='pgtrigger_fixed_fields_4c08b', table='provinces_case', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseitem',
            trigger=pgtrigger.compiler.Trigger(name='fixed_fields', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."item" IS DISTINCT FROM (NEW."item") OR OLD."item_key" IS DISTINCT FROM (NEW."item_key") OR OLD."act" IS DISTINCT FROM (NEW."act") OR OLD."act_key" IS DISTINCT FROM (NEW."act_key") OR OLD."violation" IS DISTINCT FROM (NEW."violation") OR OLD."situations" IS DISTINCT FROM (NEW."situations") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."degree" IS DISTINCT FROM (NEW."degree") OR OLD."ground" IS DISTINCT FROM (NEW."ground") OR OLD."ground_reason" IS DISTINCT FROM (NEW."ground_reason") OR OLD."points" IS DISTINCT FROM (NEW."points") OR OLD."reached" IS DISTINCT FROM (NEW."reached") OR OLD."conduct_from" IS DISTINCT FROM (NEW."conduct_from") OR OLD."conduct_to" IS DISTINCT FROM (NEW."conduct_to") OR OLD."suspension_months" IS DISTINCT FROM (NEW."suspension_months") OR OLD."suspension_starts_on" IS DISTINCT FROM (NEW."suspension_starts_on") OR OLD."amount_yuan" IS DISTINCT FROM (NEW."amount_yuan") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."drafted_by" IS DISTINCT FROM (NEW."drafted_by") OR OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='33860839d34c2c788088a7ab686520e8c15147ff', operation='UPDATE', pgid='pgtrigger_fixed_fields_08a45', table='provinces_caseitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correctionorder',
            trigger=pgtrigger.compiler.Trigger(name='fixed_fields', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution" IS DISTINCT FROM (NEW."institution") OR OLD."run_id" IS DISTINCT FROM (NEW."run_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."grounds" IS DISTINCT FROM (NEW."grounds") OR OLD."document" IS DISTINCT FROM (NEW."document") OR OLD."document_key" IS DISTINCT FROM (NEW."document_key") OR OLD."ordered_on" IS DISTINCT FROM (NEW."ordered_on") OR OLD."correct_by" IS DISTINCT FROM (NEW."correct_by") OR OLD."proposed_by" IS DISTINCT FROM (NEW."proposed_by") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f3aac5b9e19a6b92e52c50502ba9100b1942eea4', operation='UPDATE', pgid='pgtrigger_fixed_fields_b65cc', table='provinces_correctionorder', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='cascadeorder',
            constraint=models.UniqueConstraint(condition=models.Q(('state', provinces.office.codes.ApprovalState['SENT_BACK']), _negated=True), fields=('kind', 'reference_key'), name='cascade_order_once'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('case_key',), name='case_opened_once'),
        ),
        migrations.AddConstraint(
            model_name='caseitem',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', (provinces.cases.codes.ItemState['SENT_BACK'], provinces.cases.codes.ItemState['WITHDRAWN'], provinces.cases.codes.ItemState['REFUSED'])), _negated=True), fields=('case', 'item_key'), name='item_of_case_once'),
        ),
        migrations.AddConstraint(
            model_name='caseitem',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', (provinces.cases.codes.ItemState['SENT_BACK'], provinces.cases.codes.ItemState['WITHDRAWN'], provinces.cases.codes.ItemState['REFUSED'])), _negated=True), fields=('case', 'person', 'act_key'), name='item_act_once'),
        ),
        migrations.AddConstraint(
            model_name='correctionorder',
            constraint=models.UniqueConstraint(condition=models.Q(('state', provinces.duties.codes.CorrectionState['SENT_BACK']), _negated=True), fields=('document_key',), name='correction_document_once'),
        ),
    ]
