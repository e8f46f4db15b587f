"""What every node answers about people, under ``api/v1/``."""

from django.urls import path

from registry.api.joint_cases import JointCasesView
from registry.api.standing import StandingView

urlpatterns = [
    path("persons/<str:person>/standing", StandingView.as_view(), name="standing"),
    path("joint-cases", JointCasesView.as_view(), name="joint-cases"),
]
