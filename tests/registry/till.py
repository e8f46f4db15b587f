"""A till: an institution that asks a province's node whether to pay."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from django.http import HttpResponse
from django.test import Client, RequestFactory

from registry.doors.api.express import ExpressLane
from sync.models import Cursor

PATH = "/api/v1/payability"


class Answer(HttpResponse):
    """An answer that came the short way."""

    def json(self) -> Any:
        """Return the document."""
        return orjson.loads(self.content)


def _nowhere(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    raise AssertionError("not answered by the lane")


@dataclass(slots=True)
class Till:
    """Asks as one institution."""

    key: str
    institution: str
    client: Client

    def post(self, body: Any, **headers: str) -> Answer:
        """Post a body, or raw bytes, the short way and return the answer."""
        return self.call("POST", body if isinstance(body, bytes) else orjson.dumps(body), **headers)

    def call(self, method: str, raw: bytes = b"", *, secure: bool = False, **headers: str) -> Answer:
        """Send a request through the express lane, as the web server does."""
        given = {"Authorization": f"Api-Key {self.key}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        media = given.pop("Content-Type", "application/json")
        request = RequestFactory().generic(method, PATH, raw, media, secure=secure, headers=given)
        told: list[Any] = []
        parts = ExpressLane(_nowhere)(request.environ, lambda status, sent: told.extend((status, sent)))
        return Answer(b"".join(parts), status=int(told[0][:3]), headers=dict(told[1]))

    def the_long_way(self, raw: bytes, **headers: str) -> Any:
        """Post raw bytes through Django, as where the lane is not used."""
        given = {"Authorization": f"Api-Key {self.key}"} | headers
        return self.client.post(PATH, data=raw, content_type="application/json", headers=given)

    def ask(self, *lines: Any) -> list[dict[str, Any]]:
        """Return the answers to lines; what a line leaves out is filled in."""
        usual = {"institution": self.institution, "service_on": "2025-07-10"}
        answer = self.post({"lines": [{**usual, **line} if isinstance(line, dict) else line for line in lines]})
        assert answer.status_code == 200, answer.content
        found = orjson.loads(answer.content)
        assert found["answered"] + found["refused"] == len(lines) == len(found["lines"])
        assert found["refused"] == sum(each["outcome"] == "refused" for each in found["lines"])
        assert [each["line"] for each in found["lines"]] == list(range(1, len(lines) + 1))
        return found["lines"]

    def one(self, **line: Any) -> dict[str, Any]:
        """Return the answer to one line."""
        return self.ask(line)[0]


def verified(seconds_ago: int) -> None:
    """Let the node have verified position 77 so many seconds ago."""
    Cursor.objects.update_or_create(
        source="000000",
        defaults={
            "position": 77,
            "national_position": 77,
            "verified_at": datetime.now(UTC) - timedelta(seconds=seconds_ago),
        },
    )
