"""What national answers to nodes about people, under ``sync/v1/``."""

from django.urls import path

from registry.people.api.persons import PersonsView

urlpatterns = [path("persons", PersonsView.as_view(), name="sync-persons")]
