"""The base of views that answer accounts: a token, GET only, no unknown parameter, answers that are not kept."""

import re
from datetime import date
from typing import ClassVar

from knox.auth import TokenAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registry.doors.api.bodies import printable
from sync.wire.refusals import ProtocolRefused

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DoorView(APIView):
    """A view for accounts; a subclass names its parameters and answers GET."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]
    http_method_names = ["get"]
    parameters: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse what nobody reads. Raises ProtocolRefused `unknown_field`, `parameter_repeated`."""
        super().initial(request, *args, **kwargs)
        for name, values in request.query_params.lists():
            if name not in self.parameters:
                raise ProtocolRefused.because("unknown_field", printable(name))
            if len(values) > 1:
                raise ProtocolRefused.because("parameter_repeated", name)

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
        """Keep the answer out of every cache."""
        response["Cache-Control"] = "no-store"
        return super().finalize_response(request, response, *args, **kwargs)


def asked_day(text: str | None, field: str) -> date | None:
    """Return the day of a question, None if there is none. Raises ProtocolRefused `date_unreadable`."""
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ProtocolRefused.because("date_unreadable", field) from None


def asked_limit(text: str | None, *, usual: int, most: int) -> int:
    """Return how many are asked for, `usual` if nothing is said. Raises ProtocolRefused `limit_unreadable`."""
    if text is None:
        return usual
    if not text.isascii() or not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= most:
        raise ProtocolRefused.because("limit_unreadable", "limit", longest=most)
    return int(text)
