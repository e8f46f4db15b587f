"""What a provincial node answers."""

from django.urls import include, path

from registry.conf.urls_every_node import urlpatterns as common

urlpatterns = [
    *common,
    path("api/v1/", include("registry.api.urls_province")),
]
