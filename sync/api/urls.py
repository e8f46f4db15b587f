"""Addresses between nodes, under ``sync/v1/``."""

from django.urls import path

from sync.api import views

urlpatterns = [
    path("statements", views.StatementsView.as_view(), name="sync-statements"),
    path("log", views.LogView.as_view(), name="sync-log"),
    path("checkpoint", views.CheckpointView.as_view(), name="sync-checkpoint"),
    path("cosignatures", views.CosignaturesView.as_view(), name="sync-cosignatures"),
    path("proofs/inclusion", views.InclusionView.as_view(), name="sync-inclusion"),
    path("proofs/consistency", views.ConsistencyView.as_view(), name="sync-consistency"),
    path("keys", views.KeysView.as_view(), name="sync-keys"),
    path("heartbeats", views.HeartbeatsView.as_view(), name="sync-heartbeats"),
]
