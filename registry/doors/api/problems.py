"""Answers to requests that are refused, as problem documents (RFC 9457), in English and Chinese.

Which code is answered with which HTTP status is said beside its sentences, see `sync.wire.refusals`.
"""

import logging
from collections.abc import Mapping
from typing import Any

import orjson
import psycopg
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.views.defaults import bad_request as page_bad_request
from django.views.defaults import page_not_found
from django.views.defaults import permission_denied as page_forbidden
from django.views.defaults import server_error as page_internal_error
from rest_framework import exceptions as drf
from rest_framework.views import set_rollback

from sync.wire.refusals import NotAccepted, ProtocolRefused, Reason, reason, status_of

CONTENT_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)


def document(why: Reason, status: int) -> dict[str, object]:
    """Return a problem document; ``detail_zh`` is the detail in Chinese."""
    return {
        "type": f"urn:payqual:problem:{why.code}",
        "title": why.code.replace("_", " "),
        "status": status,
        "detail": why.sentence,
        "detail_zh": why.sentence_zh,
        "code": why.code,
        "field": why.field,
    }


def response(why: Reason, status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a problem as an answer."""
    body = orjson.dumps(document(why, status))
    return HttpResponse(
        body, status=status, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store", **(headers or {})}
    )


def answer(code: str, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return the answer for a code."""
    return response(reason(code), status_of(code), headers)


def answer_to(error: Exception) -> HttpResponse | None:
    """Return the answer to an exception that says what is wrong with the request; None for any other."""
    match error:
        case ProtocolRefused():
            return response(error.reason, error.status, error.headers)
        case NotAccepted():
            return response(error.reason, error.status)
        case OperationalError() | InterfaceError() | psycopg.OperationalError():
            logger.error("the database does not answer", exc_info=error)
            return answer("unavailable", headers={"Retry-After": "5"})
        case RequestDataTooBig():
            return answer("document_too_large")
        case SuspiciousOperation() | UnreadablePostError():
            return answer("bad_request")
        case Http404() | drf.NotFound():
            return answer("not_found")
        case drf.NotAuthenticated() | drf.AuthenticationFailed():
            return answer("not_authenticated", headers={"WWW-Authenticate": "Token"})
        case PermissionDenied() | drf.PermissionDenied():
            return answer("forbidden")
        case drf.MethodNotAllowed():
            return answer("method_not_allowed")
        case drf.NotAcceptable():
            return answer("not_acceptable")
        case drf.UnsupportedMediaType():
            return answer("media_type_unsupported")
        case drf.Throttled():
            return answer("throttled", headers={"Retry-After": str(int(getattr(error, "wait", None) or 1))})
        case drf.APIException():
            return answer("bad_request")
    return None


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer an exception raised in a DRF view."""
    found = answer_to(error)
    if found is None:
        return None
    set_rollback()
    if found.status_code == 405:
        found["Allow"] = ", ".join(context["view"].allowed_methods)
    return found


_MACHINES = ("/api/", "/sync/", "/healthz", "/metrics")


def for_machines(request: HttpRequest) -> bool:
    """Return whether an address is a door for programs, which read problems and not pages."""
    return request.path_info.startswith(_MACHINES)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    return answer("not_found") if for_machines(request) else page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    return answer("bad_request") if for_machines(request) else page_bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is not allowed."""
    return answer("forbidden") if for_machines(request) else page_forbidden(request, exception)


def internal_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours, which Django has logged."""
    return answer("internal_error") if for_machines(request) else page_internal_error(request)
