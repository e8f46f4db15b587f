"""What every node does now and then."""

from celery import shared_task
from django.utils import timezone

from sync import matters
from sync.models import Nonce


@shared_task
def carry_out_approved() -> int:
    """Carry out what two accounts agreed on and what takes longer than a page waits; return how much."""
    return matters.carry_out_approved(now=timezone.now())


@shared_task
def sweep() -> int:
    """Delete nonces whose requests are too old to be taken again; return how many."""
    return Nonce.objects.filter(expires_at__lt=timezone.now()).delete()[0]
