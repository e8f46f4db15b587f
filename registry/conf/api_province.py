"""What a provincial node answers about payment and its own decisions, under ``api/v1/``."""

from django.urls import path

from registry.payment.api.measures import MeasuresView
from registry.payment.api.payability_schema import described
from registry.qualification.api.foresight import ForesightView

urlpatterns = [
    path("payability", described(), name="payability"),
    path("measures", MeasuresView.as_view(), name="measures"),
    path("decisions/foresight", ForesightView.as_view(), name="foresight"),
]
