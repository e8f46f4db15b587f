"""What the worker does by the clock."""

from celery import shared_task
from django.utils import timezone

from registry.accounts.services import sessions, tries
from registry.people.services import merge_proposals


@shared_task
def find_duplicates() -> int:
    """Put pairs to which the vault points into the duplicate queue; return how many are new."""
    return merge_proposals.find_duplicates(acting="schedule", now=timezone.now())


@shared_task
def sweep_accounts() -> int:
    """End sessions that are over, and forget tries that nobody counts any more; return how many of both."""
    now = timezone.now()
    return sessions.end_all_over(now) + tries.forget_old(now)
