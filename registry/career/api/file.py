"""`GET /api/v1/persons/{id}/file`: the whole career of a person, for an office that says what for."""

from datetime import UTC, datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.career.api import file_schema
from registry.career.selectors.careers import Reader, career
from registry.doors.api import schema
from registry.doors.api.door_view import DoorView
from registry.people.selectors.access import may_ask_standings, may_see_standing
from registry.people.services.identity_cards import open_card
from registry.statements.days import today
from registry.vault.codes.looks import LookDoor
from registry.vault.codes.purposes import Purpose
from registry.vault.services.looks import record_look
from registry.words import lifelong_id
from sync import merkle_store
from sync.scope import scope_of
from sync.wire.refusals import ProtocolRefused

OPEN_VAULT = "registry.open_vault"


class FileView(DoorView):
    """A person's file. Every look is recorded with its purpose."""

    parameters = frozenset({"purpose", "identity"})

    @extend_schema(
        operation_id="person_file",
        parameters=[file_schema.PURPOSE, file_schema.IDENTITY],
        responses={200: file_schema.File, **schema.problems(400, 401, 403, 404, 405)},
    )
    def get(self, request: Request, person: str) -> Response:
        """Return everything said of a person under any ID, and what follows from it today.

        Who sees a person's standing sees the file. Facts that are withheld from other provinces (filings,
        commendations, borne losses) are told to the author's officers and to national staff.
        """
        now = datetime.now(UTC)
        if not may_ask_standings(request.user):
            raise ProtocolRefused.because("forbidden")
        person = lifelong_id.normalise(person)
        purpose = stated(request.query_params.get("purpose"))
        with_identity = _flag(request.query_params.get("identity"))
        if with_identity and not request.user.has_perm(OPEN_VAULT):
            raise ProtocolRefused.because("forbidden", "identity")
        if not may_see_standing(request.user, person):
            raise ProtocolRefused.because("unknown_person", "person")
        door = LookDoor.FILE_IDENTITY if with_identity else LookDoor.FILE
        record_look(request.user, person, door=door, purpose=purpose, now=now)
        found = career(person, reader=Reader(scope=scope_of(request.user)), on=today(now))
        card = open_card(found.ids) if with_identity else None
        told: dict[str, object] = {"position": merkle_store.head().size, "identity": card.as_json() if card else None}
        return Response(found.as_json() | told)


def stated(purpose: str | None) -> str:
    """Return the purpose of a look. Raises ProtocolRefused `purpose_required` or `purpose_unknown`."""
    if not purpose:
        raise ProtocolRefused.because("purpose_required", "purpose")
    if purpose not in set(Purpose):
        raise ProtocolRefused.because("purpose_unknown", "purpose")
    return purpose


def _flag(text: str | None) -> bool:
    if text not in (None, "true", "false"):
        raise ProtocolRefused.because("flag_expected", "identity")
    return text == "true"
