"""Talking to national: signed requests, answers believed only when national signed them for this very request."""

import secrets
import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import orjson
import requests
from django.conf import settings

from sync import keys, pages, receipts
from sync.keys import OwnKey
from sync.pages import Page
from sync.receipts import ReceiptValue
from sync.refusals import UNREACHABLE, saying
from sync.sockets import Adapter, Sockets
from sync.wire import http_signature as wire
from sync.wire import keys as wire_keys
from sync.wire import strict_json, suites
from sync.wire.http_message import Message, RequestSignature, as_lines
from sync.wire.http_signature_headers import request_signature
from sync.wire.refusals import FormatRefused, ProtocolRefused, Reason
from sync.wire.strict_json import Json

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
"""How long an answer may take to begin, on top of the wait that was asked for."""

SEND_SECONDS = 60.0
"""The same for a batch: national checks up to a thousand statements before it answers."""

MAX_ANSWER = 64 * 1024 * 1024
JSON = "application/json"


class NationalClient:
    """One connection to national. For one thread at a time; `interrupt` may be called from any."""

    def __init__(self, url: str = "", *, key: OwnKey | None = None, national_key: bytes | None = None) -> None:
        """Asks nobody anything yet.

        url:           where national answers; `PAYQUAL_NATIONAL_URL` when empty
        key:           what signs; the node's own when None
        national_key:  national's public key; the pinned one when None
        """
        self._url = (url or settings.NATIONAL_URL).rstrip("/")
        self._key = key
        self._pinned = national_key
        self._sockets = Sockets()
        self._session = requests.Session()
        # Neither proxies nor passwords come from the environment: what goes out is what is written here.
        self._session.trust_env = False
        adapter = Adapter(self._sockets)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    # --- what can be asked

    def post_statements(self, raws: Sequence[bytes], *, dry_run: bool = False) -> list[ReceiptValue]:
        """Send a batch of statements; return one receipt each, in order. Raises ProtocolRefused."""
        body = orjson.dumps({"statements": [raw.decode() for raw in raws]})
        query = {"dry_run": "1"} if dry_run else {}
        answer = self._ask("POST", "/sync/v1/statements", query=query, body=body, seconds=SEND_SECONDS)
        found = answer.get("receipts")
        if type(found) is not list or len(found) != len(raws):
            raise _unreadable("receipts")
        return [receipts.read(document) for document in found]

    def get_log(self, after: int, *, limit: int = 1_000, wait: int = 0) -> Page:
        """Return the page after a cursor, waiting up to so many seconds for one. Raises ProtocolRefused."""
        query = {"after": str(after), "limit": str(limit), "wait": str(wait)}
        return pages.read(self._call("GET", "/sync/v1/log", query=query, seconds=READ_SECONDS + wait), after=after)

    def post_persons(self, body: Mapping[str, object]) -> Mapping[str, Json]:
        """Ask about identities, see the registry. Raises ProtocolRefused."""
        return self._ask("POST", "/sync/v1/persons", body=orjson.dumps(body), seconds=SEND_SECONDS)

    def get_checkpoint(self) -> str:
        """Return the current checkpoint; its signature is the caller's to check. Raises ProtocolRefused."""
        return _text(self._ask("GET", "/sync/v1/checkpoint"), "checkpoint")

    def cosign(self, size: int, line: str) -> None:
        """Hand in this node's signature line under the checkpoint of this size. Raises ProtocolRefused."""
        self._ask("POST", "/sync/v1/cosignatures", body=orjson.dumps({"size": size, "line": line}))

    def post_heartbeat(self, *, position: int, root: bytes, outbox: int) -> Mapping[str, Json]:
        """Say how far this node is; return national's memory of its chain. Raises ProtocolRefused."""
        body = {"position": position, "root": b64encode(root).decode(), "outbox": outbox}
        return self._ask("POST", "/sync/v1/heartbeats", body=orjson.dumps(body))

    def get_keys(self) -> Mapping[str, Json]:
        """Return the key set with positions. Raises ProtocolRefused."""
        return self._ask("GET", "/sync/v1/keys")

    def get_inclusion(self, position: int, size: int) -> Mapping[str, Json]:
        """Return the proof that an entry is in the log of this size. Raises ProtocolRefused."""
        return self._ask("GET", "/sync/v1/proofs/inclusion", query={"position": str(position), "size": str(size)})

    def get_consistency(self, old: int, new: int) -> Mapping[str, Json]:
        """Return the proof that the log of one size begins with that of another. Raises ProtocolRefused."""
        return self._ask("GET", "/sync/v1/proofs/consistency", query={"from": str(old), "to": str(new)})

    def interrupt(self) -> None:
        """End the request under way and all later ones, from another thread: they fail as though national hung up."""
        self._sockets.shut()

    @property
    def interrupted(self) -> bool:
        """Whether requests fail because somebody here ended them."""
        return self._sockets.closed

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    # --- how it is asked

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes = b"",
        seconds: float = READ_SECONDS,
    ) -> dict[str, Json]:
        try:
            found = strict_json.loads(
                self._call(method, path, query=query, body=body, seconds=seconds), max_bytes=MAX_ANSWER
            )
        except FormatRefused as error:
            raise _unreadable(error.code) from None
        if type(found) is not dict:
            raise _unreadable("answer")
        return found

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes = b"",
        seconds: float = READ_SECONDS,
    ) -> bytes:
        """Return the body of national's answer.

        Raises ProtocolRefused: national_url_missing, national_unreachable, answer_not_authentic (not national's answer
        to this request), or what national refuses.
        """
        if not self._url:
            raise ProtocolRefused.because("national_url_missing")
        url = f"{self._url}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = self._signed(method, url, body)
        try:
            with self._session.request(
                method,
                url,
                data=body,
                headers=headers | {"Accept": JSON, "Accept-Encoding": "identity"},
                timeout=(CONNECT_SECONDS, seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _bounded(response)
        except (requests.RequestException, OSError) as error:
            raise ProtocolRefused(saying(UNREACHABLE, type(error).__name__)) from None
        self._believe(response, content, request_signature(headers))
        if response.status_code != requests.codes.ok:
            raise _refusal(response.status_code, content)
        return content

    def _signed(self, method: str, url: str, body: bytes) -> dict[str, str]:
        key = self._key or keys.own()
        now = int(time.time())
        try:
            return wire.sign_request(
                method=method,
                url=url,
                body=body,
                content_type=JSON,
                created=now,
                expires=now + wire.WINDOW,
                nonce=secrets.token_urlsafe(24),
                keyid=key.kid,
                suite=key.suite,
                private_key=key.private,
            )
        except FormatRefused as error:
            raise ProtocolRefused(saying("national_url_missing", error.code)) from None

    def _believe(self, response: requests.Response, content: bytes, request: RequestSignature) -> None:
        message = Message(headers=as_lines(dict(response.headers)), status=response.status_code)
        public = self._national_key()

        def resolve(kid: str) -> tuple[suites.Suite, bytes] | None:
            return (suites.ED25519, public) if kid == wire_keys.key_id(suites.ED25519, public) else None

        try:
            wire.verify_response(message, content, request=request, now=int(time.time()), resolve_key=resolve)
        except FormatRefused as error:
            # A proxy in between, or national before it knew who asks: say what it says, believe nothing.
            heard = f"{error.code}; HTTP {response.status_code} {_code_of(content)}".strip()
            raise ProtocolRefused(saying("answer_not_authentic", heard)) from None

    def _national_key(self) -> bytes:
        if self._pinned is None:
            self._pinned = keys.pinned()
        return self._pinned


def _bounded(response: requests.Response) -> bytes:
    chunks, total = [], 0
    for chunk in response.iter_content(256 * 1024):
        total += len(chunk)
        if total > MAX_ANSWER:
            raise _unreadable("size")
        chunks.append(chunk)
    return b"".join(chunks)


def _unreadable(field: str) -> ProtocolRefused:
    return ProtocolRefused.because("answer_malformed", field)


def _text(answer: Mapping[str, Json], member: str) -> str:
    text = answer.get(member)
    if type(text) is not str:
        raise _unreadable(member)
    return text


def _problem(content: bytes) -> dict[str, Json]:
    try:
        found = strict_json.loads(content)
    except FormatRefused:
        return {}
    return found if type(found) is dict else {}


def _code_of(content: bytes) -> str:
    return str(_problem(content).get("code", ""))[:60]


def _refusal(status: int, content: bytes) -> ProtocolRefused:
    problem = {name: str(value) for name, value in _problem(content).items()}
    why = Reason(
        code=problem.get("code") or "national_refused",
        field=problem.get("field", ""),
        sentence=problem.get("detail", ""),
        sentence_zh=problem.get("detail_zh", ""),
    )
    return ProtocolRefused(why, status=status)
