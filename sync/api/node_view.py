"""What every address between nodes does: authenticate, answer, sign the answer, turn refusals into problems."""

import logging

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from rest_framework.views import APIView

from sync.api.transport import NodeRequest, answer, authenticate, check_content, problem
from sync.wire.refusals import NotAccepted, ProtocolRefused, Reason, reason, status_of

log = logging.getLogger(__name__)


class NodeView(APIView):
    """Answers nodes. A subclass defines ``get`` or ``post``: NodeRequest in, JSON document out, a refusal raised.

    The framework's own authentication, parsing and rendering stay out of it: what is signed are bytes.
    """

    authentication_classes = ()
    permission_classes = ()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer one request; never raises."""
        asked: NodeRequest | None = None
        try:
            method = (request.method or "").lower()
            if method not in ("get", "post") or not hasattr(self, method):
                raise ProtocolRefused.because("method_not_allowed")
            asked = authenticate(request)
            if method == "post":
                check_content(request)
            return answer(getattr(self, method)(asked), to=asked)
        except NotAccepted as error:
            return self._refuse(error.reason, error.status, asked)
        except SuspiciousOperation:
            return self._refuse(reason("request_malformed", "host"), status_of("request_malformed"), asked)
        except (OperationalError, InterfaceError):
            log.exception("the database failed while answering %s", request.path)
            return self._refuse(reason("unavailable"), status_of("unavailable"), asked)
        except Exception:
            log.exception("answering %s failed", request.path)
            return self._refuse(reason("internal_error"), status_of("internal_error"), asked)

    def _refuse(self, why: Reason, status: int, asked: NodeRequest | None) -> HttpResponse:
        try:
            response = answer(problem(why, status), status=status, to=asked)
        except ProtocolRefused:
            # Without its key the node cannot sign; it can still say what is wrong.
            response = answer(problem(why, status), status=status, to=None)
        if status == 405:
            response["Allow"] = ", ".join(m.upper() for m in ("get", "post") if hasattr(self, m))
        if status == 503:
            response["Retry-After"] = "5"
        return response
