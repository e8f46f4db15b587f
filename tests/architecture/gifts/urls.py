"""What a province's node answers about gifts."""

from django.urls import path

from tests.architecture.gifts.api import GiftsView

urlpatterns = [path("gifts", GiftsView.as_view(), name="gifts")]
