"""Whether the node answers, and how far it is: for whoever watches it."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from sync import merkle_store
from sync.metrics import NodeCollector
from sync.models import Cursor, NodeIdentity
from sync.topics import NATIONAL

_registry = CollectorRegistry(auto_describe=False)
_registry.register(NodeCollector())


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the node can work, 503 when not, with how far it is."""
    try:
        found = _health()
    except (DatabaseError, InterfaceError):
        found = {"status": "failing", "why": "the database does not answer"}
    answer = JsonResponse(found, status=200 if found["status"] == "ok" else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def _health() -> dict[str, object]:
    division = NodeIdentity.objects.values_list("division", flat=True).first()
    if division is None:
        return {"status": "failing", "why": "the node has no identity"}
    found: dict[str, object] = {"status": "ok", "division": division, "position": merkle_store.head().size}
    cursor = Cursor.objects.filter(pk=NATIONAL).first()
    if cursor is not None:
        # A node that cannot follow still answers its institutions; how old its data are, every answer says.
        found |= {
            "national_position": cursor.national_position,
            "verified_at": cursor.verified_at.isoformat() if cursor.verified_at else None,
            "last_error": cursor.last_error.partition(":")[0],
        }
    return found


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus' text format. Read from the database: every process says the same."""
    try:
        return HttpResponse(generate_latest(_registry), content_type=CONTENT_TYPE_LATEST)
    except (DatabaseError, InterfaceError):
        return HttpResponse(status=503)
