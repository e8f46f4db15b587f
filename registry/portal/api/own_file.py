"""`GET /api/v1/me/file`: the own file, for the account that is a person's own; and the same to take away."""

from datetime import UTC, datetime

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.career.api import file_schema
from registry.career.selectors.careers import OWN, Career, career
from registry.career.services import archives as tables
from registry.doors.api import schema
from registry.doors.api.door_view import DoorView
from registry.people.selectors.accounts import own_person
from registry.people.services.identity_cards import IdentityCard, open_card
from registry.statements.days import today
from registry.vault.codes.looks import LookDoor
from registry.vault.codes.purposes import OWN as OWN_PURPOSE
from registry.vault.services.looks import record_look
from sync.scope import Account
from sync.wire.refusals import ProtocolRefused


class OwnFileView(DoorView):
    """The own file, and nobody else's."""

    @extend_schema(
        operation_id="own_file",
        responses={200: file_schema.OwnFile, **schema.problems(400, 401, 403, 405)},
    )
    def get(self, request: Request) -> Response:
        """Return the own file: everything said of oneself, who one is, and which offices looked, when and what for."""
        now = datetime.now(UTC)
        found, card = own_file(request.user, door=LookDoor.OWN_FILE, now=now)
        return Response(tables.document(found, card, now=now))


class OwnArchiveView(DoorView):
    """The own file as a ZIP."""

    @extend_schema(
        operation_id="own_file_archive",
        responses={
            (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, "file.json and one CSV for each section."),
            **schema.problems(400, 401, 403, 405),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the own file as a ZIP of JSON and CSV."""
        now = datetime.now(UTC)
        found, card = own_file(request.user, door=LookDoor.OWN_ARCHIVE, now=now)
        return HttpResponse(
            tables.archive(found, card, now=now),
            content_type="application/zip",
            headers={"Content-Disposition": 'attachment; filename="file.zip"', "X-Content-Type-Options": "nosniff"},
        )


def own_file(user: Account, *, door: LookDoor, now: datetime) -> tuple[Career, IdentityCard | None]:
    """Return the file of the person whose account this is, and who it is. Raises ProtocolRefused `no_own_file`."""
    person = own_person(user)
    if person is None:
        raise ProtocolRefused.because("no_own_file")
    record_look(user, person, door=door, purpose=OWN_PURPOSE, now=now, own=True)
    found = career(person, reader=OWN, on=today(now))
    return found, open_card(found.ids)
