"""Addresses that every node answers."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("", RedirectView.as_view(url="/admin/", permanent=False)),
    path("admin/", admin.site.urls),
    path("account/", include("registry.accounts.admin.urls")),
    path("me/", include("registry.portal.admin.own_file")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("", include("sync.api.urls_every_node")),
    path("api/v1/", include("registry.conf.api_every_node")),
]

# Programs read problems, people read pages.
handler400 = "registry.doors.api.problems.bad_request"
handler403 = "registry.doors.api.problems.forbidden"
handler404 = "registry.doors.api.problems.not_found"
handler500 = "registry.doors.api.problems.internal_error"
