"""What national's worker does by the clock."""

from celery import shared_task
from django.utils import timezone

from registry.people.services import merge_proposals


@shared_task
def find_duplicates() -> int:
    """Put pairs to which the vault points into the duplicate queue; return how many are new."""
    return merge_proposals.find_duplicates(acting="schedule", now=timezone.now())
