"""Addresses of every node."""

from django.urls import path

from sync.api import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
]
