"""The door of the payment check: bodies, keys, methods and hosts, the short way and the long one."""

import re
from typing import Any

import orjson
import psycopg
import pytest

from registry.doors.api.express import ExpressLane
from registry.institutions.models import Institution, InstitutionKey
from tests.registry.ledger import GUIZHOU, NOW, SHANGHAI, Ledger, hospital, person
from tests.registry.payment.api.conftest import NORMAL
from tests.registry.till import Till

pytestmark = pytest.mark.django_db

GOOD = b'{"lines":[]}'
LINE = f'{{"person":"{person(1)}","institution":"{hospital(SHANGHAI)}","service_on":"2025-07-10"'
BODIES = [
    pytest.param(b" ", 400, "json_malformed", id="blank"),
    pytest.param(b"{", 400, "json_malformed", id="cut"),
    pytest.param(b"[]", 400, "object_expected", id="list"),
    pytest.param(b"null", 400, "object_expected", id="null"),
    pytest.param(b"{}", 400, "field_missing", id="no lines"),
    pytest.param(b'{"lines":{}}', 400, "list_expected", id="object for lines"),
    pytest.param(b'{"lines":[],"purpose":"x"}', 400, "unknown_field", id="unknown field"),
    pytest.param(b'{"lines":[],"lines":[]}', 400, "duplicate_key", id="lines twice"),
    pytest.param(f'{{"lines":[{LINE},"person":"x"}}]}}'.encode(), 400, "duplicate_key", id="person twice"),
    pytest.param(f'{{"lines":[{LINE},"person" :"x"}}]}}'.encode(), 400, "duplicate_key", id="person twice, blank"),
    pytest.param(
        f'{{"lines":[{LINE},"pers\\u006fn":"x"}}]}}'.encode(), 400, "duplicate_key", id="person twice, escaped"
    ),
    pytest.param(b'{"lines":[NaN]}', 400, "number_not_finite", id="NaN"),
    pytest.param(b'{"lines":["\\ud800"]}', 400, "surrogate_forbidden", id="half a surrogate pair"),
    pytest.param(b'{"lines":["\xff"]}', 400, "encoding_invalid", id="not UTF-8"),
    pytest.param("{}".encode("utf-16"), 400, "encoding_invalid", id="UTF-16"),
    pytest.param(b"\xef\xbb\xbf" + GOOD, 400, "encoding_invalid", id="byte order mark"),
    pytest.param(b'{"lines":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400, "json_too_deep", id="nested deeply"),
    pytest.param(b'{"lines":[' + b"9" * 5000 + b"]}", 400, None, id="number of 5,000 digits"),
    pytest.param(b" " * (8 * 1024 * 1024) + GOOD, 413, "document_too_large", id="8 MiB"),
    pytest.param(b" " * (64 * 1024 * 1024), 413, "document_too_large", id="64 MiB"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES)
def test_a_body_that_cannot_be_read_is_a_problem(till: Till, body: bytes, status: int, code: str | None) -> None:
    answer = till.post(body)
    if code is None:  # whatever the reader makes of it, it is no fault of ours
        assert answer.status_code in (200, 400)
        return
    problem = orjson.loads(answer.content)
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"urn:payqual:problem:{code}"
    assert problem["detail"]
    assert problem["detail_zh"]


MEDIA = [
    pytest.param("application/json", 200, id="plain"),
    pytest.param("application/json; charset=UTF-8", 200, id="charset"),
    pytest.param('Application/JSON;charset="utf-8"', 200, id="quoted charset"),
    pytest.param("application/json; charset=gb18030", 415, id="other charset"),
    pytest.param("text/plain", 415, id="text"),
    pytest.param("application/x-www-form-urlencoded", 415, id="form"),
    pytest.param("", 415, id="none"),
]


@pytest.mark.parametrize(("media", "status"), MEDIA)
def test_the_body_must_be_json_in_utf8(till: Till, media: str, status: int) -> None:
    assert till.post(GOOD, Content_Type=media).status_code == status


def test_a_body_of_untold_length_is_refused(till: Till) -> None:
    answer = till.call("POST")
    assert (answer.status_code, answer.json()["code"]) == (411, "length_missing")


def test_compressed_bodies_are_refused(till: Till) -> None:
    assert till.post(GOOD, Content_Encoding="gzip").json()["code"] == "media_type_unsupported"


HEADERS = [
    pytest.param("", "not_authenticated", id="none"),
    pytest.param("Token abc", "not_authenticated", id="another scheme"),
    pytest.param("Api-Key", "not_authenticated", id="no key"),
    pytest.param("Api-Key abc", "not_authenticated", id="no dot"),
    pytest.param("Api-Key \xe9.x", "not_authenticated", id="not plain"),
    pytest.param("Api-Key " + "x." * 101, "not_authenticated", id="long"),
    pytest.param("Api-Key abcdefgh.0123456789", "key_refused", id="unknown"),
    pytest.param("Api-Key ' OR 1=1 --.x", "key_refused", id="injection"),
]


@pytest.mark.parametrize(("header", "code"), HEADERS)
@pytest.mark.parametrize("size", [0, 40_000])
def test_without_a_good_key_nothing_is_answered(till: Till, header: str, code: str, size: int) -> None:
    answer = till.post(GOOD + b" " * size, Authorization=header)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer["WWW-Authenticate"] == "Api-Key"


@pytest.mark.parametrize("size", [0, 40_000])
def test_a_revoked_or_expired_key_is_refused_at_once(till: Till, size: int) -> None:
    body = GOOD + b" " * size
    key = InstitutionKey.objects.get()
    assert till.post(body).status_code == 200
    key.expiry_date = NOW
    key.save()
    assert till.post(body).status_code == 401
    key.expiry_date = None
    key.save()
    assert till.post(body).status_code == 200
    key.revoked = True
    key.save()
    assert till.post(body).status_code == 401
    assert till.key.partition(".")[2] not in key.hashed_key


def test_a_wrong_secret_with_a_known_prefix_is_refused(till: Till) -> None:
    till.key = till.key[:-1] + ("a" if till.key[-1] != "a" else "b")
    assert till.post(GOOD).status_code == 401


@pytest.mark.usefixtures("filed")
def test_another_institution_sees_its_own_filings_only(till: Till, ledger: Ledger) -> None:
    _, till.key = InstitutionKey.objects.create_key(
        name="guizhou", institution=Institution.objects.get(pk=hospital(GUIZHOU))
    )
    till.institution = hospital(GUIZHOU)
    assert till.one(person=person(NORMAL))["reason"] == "not_filed"
    ledger.say("filing.opened", GUIZHOU, {"person": person(NORMAL)})
    assert till.one(person=person(NORMAL))["verdict"] == "payable"


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "odd"])
def test_other_methods_are_refused(till: Till, method: str) -> None:
    answer = till.call(method)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_the_answer_says_how_long_it_is_and_is_not_kept(till: Till) -> None:
    answer = till.post(GOOD)
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_over_plain_http_nothing_is_answered_where_https_is_required(till: Till, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert (till.post(GOOD).status_code, till.post(GOOD).json()["code"]) == (403, "https_required")
    for answer in (till.call("POST", GOOD, secure=True), till.post(GOOD, X_Forwarded_Proto="https")):
        assert (answer.status_code, answer["Strict-Transport-Security"]) == (200, "max-age=60")
    assert till.call("POST", GOOD, secure=True, X_Forwarded_Proto="http").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "", "a b", "testserver:99999x", "testserver@evil.example"])
def test_a_host_that_is_not_ours_is_refused(till: Till, host: str) -> None:
    answer = till.post(GOOD, Host=host)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


WAYS = [
    pytest.param(GOOD, {}, id="empty batch"),
    pytest.param(f'{{"lines":[{LINE}}}]}}'.encode(), {}, id="a line"),
    pytest.param(b'{"lines":[7]}', {}, id="a line that cannot be read"),
    pytest.param(b"{", {}, id="a body that cannot be read"),
    pytest.param(GOOD, {"Authorization": "Api-Key a.b"}, id="a wrong key"),
    pytest.param(GOOD, {"Content-Encoding": "gzip"}, id="compressed"),
]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(("raw", "headers"), WAYS)
def test_the_short_way_and_the_long_way_lead_to_the_same(till: Till, raw: bytes, headers: dict[str, str]) -> None:
    short, long = (
        till.post(raw, **{k.replace("-", "_"): v for k, v in headers.items()}),
        till.the_long_way(raw, **headers),
    )
    assert (short.status_code, short["Content-Type"]) == (long.status_code, long["Content-Type"])
    first, second = (re.sub(rb'"age_seconds":\d+', b"", each.content) for each in (short, long))
    assert first == second
    assert short["Content-Length"] == long["Content-Length"]


def test_a_fault_is_answered_without_telling(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise ValueError("a secret")

    monkeypatch.setattr("registry.payment.api.payability.answer", fail)
    answer = till.post(GOOD)
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert b"secret" not in answer.content


def test_without_a_database_it_asks_to_come_again(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("gone")

    monkeypatch.setattr("registry.payment.selectors.payability.read", gone)
    for answer in (till.post(GOOD), till.the_long_way(GOOD)):
        assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "5")


def test_other_addresses_are_handed_on() -> None:
    lane = ExpressLane(lambda environ, start_response: [environ["PATH_INFO"].encode()])
    assert list(lane({"PATH_INFO": "/admin/"}, lambda *_: None)) == [b"/admin/"]
