"""Addresses that national answers."""

from django.urls import include, path

from registry.conf.api_apps import of_apps
from registry.conf.urls_every_node import handler400, handler403, handler404, handler500
from registry.conf.urls_every_node import urlpatterns as common

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *common,
    path("sync/v1/", include("sync.api.urls")),
    path("sync/v1/", include("registry.conf.api_sync")),
    path("api/v1/", include("registry.conf.api_national")),
    *of_apps("national"),
]
