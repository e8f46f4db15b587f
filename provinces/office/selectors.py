"""Whose office this is."""

from sync.models import NodeIdentity


def own_division() -> str:
    """Return whose node this is; empty before ``node_init``."""
    return NodeIdentity.objects.values_list("division", flat=True).first() or ""
