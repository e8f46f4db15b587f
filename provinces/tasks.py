"""A province's worker: pushes what the node states, follows what national logs, says how far it is.

`push` and `follow` are long loops. Beat starts them every two seconds; where one runs already, starting does nothing.
They end within seconds when the worker is told to stop.
"""

import logging

from celery import shared_task
from celery.signals import worker_shutting_down
from django.utils import timezone

from provinces.cases.services import fraud
from provinces.notices.services import truth
from provinces.office.services.officers import Officer
from sync import loops, witness
from sync.client import NationalClient
from sync.wire.refusals import ProtocolRefused

log = logging.getLogger(__name__)

NAME = "系统 system"
"""Who took a step that nobody took by hand: a row, the same for every reader; no account can have a blank in it."""

_stop = loops.Stop()


@worker_shutting_down.connect
def _worker_stops(**kwargs: object) -> None:
    _stop.set()


@shared_task
def push() -> None:
    """Send statements to national as they come."""
    loops.push(_stop)


@shared_task
def follow() -> None:
    """Read and apply national's log as it grows."""
    loops.follow(_stop)


@shared_task
def heartbeat() -> None:
    """Tell national how far this node is, and sign for what it has verified."""
    client = NationalClient()
    try:
        with _stop.calling(client.interrupt):
            witness.heartbeat(client)
            witness.cosign(client)
    except ProtocolRefused as error:
        log.warning("heartbeat: %s", error)
    finally:
        client.close()


@shared_task
def look_at_notices() -> int:
    """Note which notices do not say any more what stands, whatever was missed; return how many they are (O45)."""
    return truth.look_at_all(timezone.now())


@shared_task
def tell_silent_fraud() -> int:
    """Tell national of fraud on which nobody was scored in time (O44); return how many cases were told."""
    return fraud.tell_silent(acting=Officer(name=NAME, duties=frozenset()), now=timezone.now())
