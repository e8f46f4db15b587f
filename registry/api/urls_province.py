"""What a provincial node answers about payment, under ``api/v1/``."""

from django.urls import path

from registry.api.payability_schema import described

urlpatterns = [path("payability", described(), name="payability")]
