"""What a provincial node answers about its office's work, under ``api/v1/``."""

from django.urls import path

from provinces.duties.api.deadlines import DeadlinesView

urlpatterns = [path("deadlines", DeadlinesView.as_view(), name="deadlines")]
