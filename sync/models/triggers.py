"""Triggers that keep evidence as it is: they refuse in the database what no code should do."""

import pgtrigger

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
)
NO_DELETE = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)


def only_changes(*mutable: str) -> pgtrigger.ReadOnly:
    """Trigger: an update may touch these fields and no other."""
    return pgtrigger.ReadOnly(name="fixed_fields", exclude=list(mutable))
