"""A short way to the hottest doors: past the middleware that they do not need.

Sessions, locale, CSRF, messages and framing protect people in browsers. A door for programs that authenticates every
request by a key in a header, takes no cookie and sets none, needs none of them; what it does need of them is here.

| left out | why it is safe |
|---|---|
| security | plain HTTP is refused (a redirect would have sent the key in the clear already); HSTS and nosniff are set |
| static files | the address is not one of a file |
| sessions, authentication, CSRF | no cookie is read; the key is in a header that no browser sends by itself |
| locale | answers carry both languages |
| common | the host is checked here; addresses have no slash to append |
| messages, framing | the answer is JSON, marked as such |
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from registry.api import problems

type Door = Callable[[HttpRequest], HttpResponse]


class ExpressLane:
    """The first middleware: answers the paths of ``settings.EXPRESS_DOORS`` itself and hands on all others."""

    def __init__(self, get_response: Door) -> None:
        self.get_response = get_response
        self.doors: dict[str, Door] = {path: import_string(name) for path, name in settings.EXPRESS_DOORS.items()}
        self.https_only: bool = settings.SECURE_SSL_REDIRECT
        self.hsts = f"max-age={settings.SECURE_HSTS_SECONDS}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = self.doors.get(request.path_info)
        if door is None:
            return self.get_response(request)
        try:
            request.get_host()
        except DisallowedHost:
            return problems.answer("bad_request", "host")
        if not self.https_only:
            return door(request)
        if not request.is_secure():
            return problems.answer("https_required")
        answer = door(request)
        answer["Strict-Transport-Security"] = self.hsts
        return answer
