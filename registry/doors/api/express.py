"""Answers the hottest addresses by a short way: past Django's request handling and middleware, which they do not need.

Sessions, locale, CSRF, messages and framing protect people in browsers. A door for programs that authenticates every
request by a key in a header, takes no cookie and sets none, needs none of them; what it does need of them is here.

| left out | why it is safe |
|---|---|
| security | plain HTTP is refused (a redirect comes after the key went in the clear); HSTS and nosniff are set |
| static files | the address is not one of a file |
| sessions, authentication, CSRF | no cookie is read; the key is in a header that no browser sends by itself |
| locale | answers carry both languages |
| common | the host is checked here; addresses have no slash to append |
| messages, framing | the answer is JSON, marked as such |
| start and end of a request | they look after connections; the doors find out themselves when theirs is dead |
"""

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.module_loading import import_string

from registry.doors.api import problems
from registry.doors.api.bodies import Meta
from sync.wire.refusals import ProtocolRefused

logger = logging.getLogger(__name__)

type Door = Callable[[Meta, Callable[[], bytes]], bytes]
"""Given a request and how to read its body, returns a JSON document, or raises what `problems` can answer."""

HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class ExpressLane:
    """A WSGI application that answers the paths of ``settings.EXPRESS_DOORS`` itself and hands on all others."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._doors: dict[str, Door] = {path: import_string(name) for path, name in settings.EXPRESS_DOORS.items()}
        self._is_our_host = lru_cache(maxsize=256)(partial(_is_among, list(settings.ALLOWED_HOSTS)))
        self._https_only: bool = settings.SECURE_SSL_REDIRECT
        headers = dict(HEADERS)
        if self._https_only:
            headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        self._headers = list(headers.items())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        door = self._doors.get(environ["PATH_INFO"])
        if door is None:
            return self._application(environ, start_response)
        try:
            self._check(environ)
            body = door(environ, lambda: environ["wsgi.input"].read(_length(environ)))
        except Exception as error:
            return _refuse(error, start_response)
        start_response("200 OK", [*self._headers, ("Content-Length", str(len(body)))])
        return [body]

    def _check(self, environ: Meta) -> None:
        host = environ["HTTP_HOST"] if "HTTP_HOST" in environ else environ["SERVER_NAME"]
        if not self._is_our_host(host):
            raise ProtocolRefused.because("bad_request", "host")
        if self._https_only and not _is_secure(environ):
            raise ProtocolRefused.because("https_required")


def _refuse(error: Exception, start_response: StartResponse) -> Iterable[bytes]:
    found = problems.answer_to(error)
    if found is None:
        logger.error("a door failed", exc_info=error)
        found = problems.answer("internal_error")
    length = ("Content-Length", str(len(found.content)))
    start_response(f"{found.status_code} {HTTPStatus(found.status_code).phrase}", [*found.items(), length])
    return [found.content]


def _is_among(allowed: list[str], host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


def _is_secure(environ: Meta) -> bool:
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return bool(environ[name].partition(",")[0].strip() == secure)
    return bool(environ["wsgi.url_scheme"] == "https")


def _length(environ: Meta) -> int:
    text = environ.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() and len(text) < 12 else 0
