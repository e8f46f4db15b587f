"""Addresses of the door and of the own account."""

from django.urls import path

from registry.accounts.admin import door, own_account

urlpatterns = [
    path("", own_account.account, name="account"),
    path("second/", door.second, name="account-second"),
    path("again/", door.again, name="account-again"),
    path("totp/", own_account.totp, name="account-totp"),
    path("key/", own_account.key, name="account-key"),
    path("codes/", own_account.new_codes, name="account-codes"),
    path("factors/<int:pk>/remove/", own_account.remove, name="account-factor-remove"),
    path("sessions/others/end/", own_account.end_others, name="account-sessions-end-others"),
    path("sessions/<uuid:pk>/end/", own_account.end_session, name="account-session-end"),
]
