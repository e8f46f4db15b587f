"""Addresses that a provincial node answers."""

from django.urls import include, path

from registry.conf.api_apps import of_apps
from registry.conf.urls_every_node import handler400, handler403, handler404, handler500
from registry.conf.urls_every_node import urlpatterns as common

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *common,
    path("api/v1/", include("registry.conf.api_province")),
    path("api/v1/", include("provinces.duties.api.urls_province")),
    *of_apps("province"),
]
