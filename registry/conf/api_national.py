"""What national answers to regulators, under ``api/v1/``."""

from django.urls import path

from registry.regulators.api.notifications import NotificationsView

urlpatterns = [path("notifications", NotificationsView.as_view(), name="notifications")]
