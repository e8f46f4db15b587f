"""Asks a node over HTTP what the demonstration wants to know: at the till, and as an officer."""

import json
from datetime import date
from typing import Any

import requests

from provinces.federation.demo.cases import Outcome
from provinces.federation.errors import NodeFailedError
from provinces.federation.state import Document, Node

_PATIENCE = 30.0  # seconds


class Door:
    """One node over HTTP, with kept-alive connections; for one thread."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy stands between processes of one machine

    def close(self) -> None:
        self._session.close()

    def _call(self, method: str, path: str, authorization: str, **more: Any) -> Document:
        try:
            answer = self._session.request(
                method, f"{self.node.base_url}{path}", headers={"Authorization": authorization},
                timeout=_PATIENCE, **more,
            )  # fmt: skip
        except requests.RequestException as error:
            raise NodeFailedError(f"{self.node.name} does not answer at {path}: {error}") from error
        if answer.status_code != 200:
            raise NodeFailedError(f"{self.node.name}: {path}: {answer.status_code} {answer.text[:300]}")
        return json.loads(answer.content)

    def till(self, institution: str, api_key: str, people: list[str], service_on: date) -> dict[str, str]:
        """Ask whether what these people do at an institution on a day is paid for: verdict per person."""
        lines = [
            {
                "person": person, "institution": institution, "service_on": service_on.isoformat(),
                "emergency": False, "role": "ordering",
            }
            for person in people
        ]  # fmt: skip
        answer = self._call("POST", "/api/v1/payability", f"Api-Key {api_key}", json={"lines": lines})
        return {
            person: line["reason"] if line["reason"] == "not_filed" else line["verdict"]
            for person, line in zip(people, answer["lines"], strict=True)
        }

    def standing(self, token: str, person: str, on: date) -> Document:
        """Ask for a person's standing on a day."""
        path = f"/api/v1/persons/{person}/standing?on={on.isoformat()}"
        return dict(self._call("GET", path, f"Token {token}"))


def status_of(standing: Document) -> str:
    """Return the status in an answer about a standing."""
    return str(standing["status"])


_MEASURES = {"suspended": "suspension", "terminated": "termination"}


def outcome_of(standing: Document, year: int) -> Outcome:
    """Return what followed for a person, read from the measures that an answer explains itself with."""
    status = status_of(standing)
    measures = [one for one in standing["measures"] if one["year"] == year and one["kind"] == _MEASURES.get(status)]
    last: Document = max(reversed(measures), key=lambda one: one["bar_ends_on"] or "", default={})
    return Outcome(
        points=int(standing["points"].get(str(year), 0)),
        status=status,
        months=last.get("months"),
        bar_years=last.get("bar_years"),
    )
