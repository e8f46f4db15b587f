"""What every node answers about people, under ``api/v1/``."""

from django.urls import path

from registry.career.api.file import FileView
from registry.portal.api.own_file import OwnArchiveView, OwnFileView
from registry.qualification.api.standing import StandingView
from registry.statistics.api.institution_sheets import SheetView
from registry.statistics.api.joint_cases import JointCasesView
from registry.statistics.api.returns import ReturnsView

urlpatterns = [
    path("persons/<str:person>/standing", StandingView.as_view(), name="standing"),
    path("persons/<str:person>/file", FileView.as_view(), name="file"),
    path("institutions/<str:code>/sheet", SheetView.as_view(), name="institution-sheet"),
    path("returns", ReturnsView.as_view(), name="returns"),
    path("me/file", OwnFileView.as_view(), name="own-file"),
    path("me/file.zip", OwnArchiveView.as_view(), name="own-archive"),
    path("joint-cases", JointCasesView.as_view(), name="joint-cases"),
]
