"""Addresses of a provincial node."""

from django.urls import path

from registry.api.payability import payability

urlpatterns = [path("payability", payability, name="payability")]
