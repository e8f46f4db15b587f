"""The person's own page: the own file, who looked, and the whole to take away. No office's account comes in here."""

import json
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LogoutView
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse_lazy
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from registry.accounts.admin.door import CountedForm, DoorView
from registry.career.admin.person_page import page_of
from registry.career.selectors.careers import OWN, Career, career
from registry.career.services import archives as tables
from registry.doors.admin.titles import titled
from registry.people.models import Person
from registry.people.selectors.accounts import own_person
from registry.people.services.identity_cards import open_card
from registry.vault.codes.looks import LookDoor
from registry.vault.codes.purposes import OWN as OWN_PURPOSE
from registry.vault.services.looks import record_look
from registry.words.statuses import Status


class OwnLoginForm(CountedForm):
    """Lets in accounts that are a person's own."""

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if own_person(user) is None:
            raise ValidationError(_("This account is no person's own."), code="no_own_file")


def _own(request: HttpRequest, door: LookDoor, at: datetime) -> Career:
    """Return the file of the person whose account this is; the look is recorded as the own one."""
    person = own_person(request.user)
    if person is None:
        raise PermissionDenied
    record_look(request.user, person, door=door, purpose=OWN_PURPOSE, now=at, own=True)
    return career(person, reader=OWN, on=localdate(at))


_only_own = login_required(login_url=reverse_lazy("own-login"))


@require_GET
@never_cache
@_only_own
def page(request: HttpRequest) -> HttpResponse:
    """Show the own file."""
    found = _own(request, LookDoor.OWN_PAGE, now())
    person = Person.objects.get(pk=found.person)
    context = {
        "file": page_of(person, found, reader=OWN, opened=True),
        "legend": {status.value: titled(status) for status in Status},
    }
    return TemplateResponse(request, "registry/own/file.html", context)


@require_GET
@never_cache
@_only_own
def as_json(request: HttpRequest) -> HttpResponse:
    """Return the own file as JSON, to take away."""
    at = now()
    found = _own(request, LookDoor.OWN_JSON, at)
    whole = tables.document(found, open_card(found.ids), now=at)
    return _file(json.dumps(whole, ensure_ascii=False, indent=2).encode(), "application/json", "file.json")


@require_GET
@never_cache
@_only_own
def as_zip(request: HttpRequest) -> HttpResponse:
    """Return the own file as a ZIP of JSON and CSV, to take away."""
    at = now()
    found = _own(request, LookDoor.OWN_ARCHIVE, at)
    return _file(tables.archive(found, open_card(found.ids), now=at), "application/zip", "file.zip")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


urlpatterns = [
    path("", page, name="own-page"),
    path("file.json", as_json, name="own-page-json"),
    path("file.zip", as_zip, name="own-page-zip"),
    path(
        "login/",
        DoorView.as_view(
            template_name="registry/own/login.html",
            authentication_form=OwnLoginForm,
            next_page=reverse_lazy("own-page"),
        ),
        name="own-login",
    ),
    path("logout/", LogoutView.as_view(next_page=reverse_lazy("own-login")), name="own-logout"),
]
