"""Handing out object permissions: only those that a model defines itself, since nothing else is asked per object."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from guardian.admin import GroupManage, UserManage


def own_permissions(model: type[Model]) -> set[str]:
    """Return the codenames of a model's own permissions, beside those to add, change, delete and view."""
    return {codename for codename, _title in model._meta.permissions}


class AccountForm(UserManage):
    """Form that takes the account to be given permissions."""

    user = forms.CharField(
        label=_("account"),
        max_length=150,
        help_text=_("Name of the account."),
        error_messages={"does_not_exist": _("There is no such account.")},
    )


class GroupForm(GroupManage):
    """Form that takes the group to be given permissions."""

    group = forms.CharField(
        label=_("user group"),
        max_length=150,
        help_text=_("Name of the group of accounts."),
        error_messages={"does_not_exist": _("There is no such group.")},
    )


class OwnPermissionsMixin:
    """For guarded admins: superusers hand out the model's own permissions on single objects."""

    model: type[Model]

    def _reduced(self, form: type[Any]) -> type[Any]:
        allowed = own_permissions(self.model)

        class Reduced(form):
            def get_obj_perms_field_choices(self) -> list[tuple[str, Any]]:
                return [(name, _(title)) for name, title in super().get_obj_perms_field_choices() if name in allowed]

        return Reduced

    def get_obj_perms_user_select_form(self, request: HttpRequest) -> type[Any]:
        return AccountForm

    def get_obj_perms_group_select_form(self, request: HttpRequest) -> type[Any]:
        return GroupForm

    def get_obj_perms_manage_user_form(self, request: HttpRequest) -> type[Any]:
        return self._reduced(super().get_obj_perms_manage_user_form(request))  # type: ignore[misc]

    def get_obj_perms_manage_group_form(self, request: HttpRequest) -> type[Any]:
        return self._reduced(super().get_obj_perms_manage_group_form(request))  # type: ignore[misc]


def one_of(values: list[str]) -> Callable[[str], None]:
    """Return a validator that accepts these values only."""

    def check(value: str) -> None:
        if value not in values:
            raise ValidationError(_("Choose one of the divisions offered."), code="not_offered")

    return check
