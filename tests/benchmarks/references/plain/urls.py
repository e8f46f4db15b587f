"""A view that returns a constant, and an endpoint that takes many decisions at once and stores them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.benchmarks.references.plain.models import PlainDecision

_CONSTANT = b'{"verdict":"payable"}'


@csrf_exempt
def constant(request: HttpRequest) -> HttpResponse:
    """Answer the same to everybody."""
    return HttpResponse(_CONSTANT, content_type="application/json", headers={"Content-Length": str(len(_CONSTANT))})


class PlainDecisionSerializer(serializers.ModelSerializer):
    """What DRF makes of the columns."""

    class Meta:
        model = PlainDecision
        exclude = ("id", "received_at")


class PlainDecisions(APIView):
    """Stores a list of decisions in one go."""

    def post(self, request: Request) -> Response:
        """Validate and insert."""
        serializer = PlainDecisionSerializer(data=request.data, many=True)
        serializer.is_valid(raise_exception=True)
        rows = PlainDecision.objects.bulk_create([PlainDecision(**row) for row in serializer.validated_data])
        return Response({"stored": len(rows)}, status=status.HTTP_200_OK)


urlpatterns = [path("constant", constant), path("decisions", PlainDecisions.as_view())]
