"""How the OpenAPI document sees the payment check: a plain view, described by a class that is never run."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from registry.api import payability, schema
from registry.api.institution_keys import InstitutionKeyAuthentication


class PayabilityView(APIView):
    """The payment check, as far as its description goes."""

    authentication_classes = [InstitutionKeyAuthentication]

    @extend_schema(
        operation_id="payability",
        request=schema.PayabilityRequest,
        responses={200: schema.PayabilityResponse, **schema.problems(400, 401, 403, 405, 411, 413, 415, 503)},
        examples=[schema.PAYABILITY_EXAMPLE],
        description=(
            "May these services be paid from the fund? Up to 10,000 lines, answered one by one: a line that cannot be "
            "read is refused alone."
        ),
    )
    def post(self, request: Request) -> Any:
        """Never called: the plain view answers."""
        raise NotImplementedError


def described() -> Any:
    """Return the plain view in a form in which the schema generator recognises it."""

    def view(request: HttpRequest) -> HttpResponse:
        return payability.payability(request)

    view.csrf_exempt = True  # type: ignore[attr-defined]
    view.cls = PayabilityView  # type: ignore[attr-defined]
    view.initkwargs = {}  # type: ignore[attr-defined]
    return view
