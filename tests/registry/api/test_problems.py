"""What goes wrong is told as a problem to programs and as a page to people; the description of the doors is whole."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.management import call_command
from django.http import Http404, UnreadablePostError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from rest_framework import exceptions as drf

from registry.doors.api import problems
from sync.wire.refusals import FormatRefused, ProtocolRefused, Reason, Refused
from tests.registry.serving import without_static_files

REASON = Reason(code="x", field="f", sentence="s", sentence_zh="zh")
EXCEPTIONS = [
    pytest.param(ProtocolRefused.because("unknown_field", "x"), 400, "unknown_field", id="our own"),
    pytest.param(
        ProtocolRefused.because("batch_too_large", "x", longest=5), 413, "batch_too_large", id="with parameters"
    ),
    pytest.param(ProtocolRefused(REASON, status=401), 401, "x", id="sync"),
    pytest.param(Refused(REASON), 400, "x", id="a topic"),
    pytest.param(Refused.because("term_not_over", "on", term_ends_on="2025-01-01"), 400, "term_not_over", id="rules"),
    pytest.param(Refused.because("unknown_person"), 400, "unknown_person", id="rules, not an address"),
    pytest.param(FormatRefused.because("malformed_id", "person"), 400, "malformed_id", id="a code list"),
    pytest.param(FormatRefused.because("duplicate_key", "x"), 400, "duplicate_key", id="the wire"),
    pytest.param(FormatRefused.because("document_too_large"), 413, "document_too_large", id="the wire, size"),
    pytest.param(RequestDataTooBig(), 413, "document_too_large", id="Django, size"),
    pytest.param(SuspiciousOperation(), 400, "bad_request", id="Django, suspicious"),
    pytest.param(UnreadablePostError(), 400, "bad_request", id="Django, cut off"),
    pytest.param(Http404(), 404, "not_found", id="Django, 404"),
    pytest.param(PermissionDenied(), 403, "forbidden", id="Django, 403"),
    pytest.param(drf.NotFound(), 404, "not_found", id="DRF, 404"),
    pytest.param(drf.PermissionDenied(), 403, "forbidden", id="DRF, 403"),
    pytest.param(drf.NotAuthenticated(), 401, "not_authenticated", id="DRF, 401"),
    pytest.param(drf.AuthenticationFailed(), 401, "not_authenticated", id="DRF, bad token"),
    pytest.param(drf.MethodNotAllowed("PUT"), 405, "method_not_allowed", id="DRF, 405"),
    pytest.param(drf.NotAcceptable(), 406, "not_acceptable", id="DRF, 406"),
    pytest.param(drf.UnsupportedMediaType("x"), 415, "media_type_unsupported", id="DRF, 415"),
    pytest.param(drf.Throttled(3), 429, "throttled", id="DRF, 429"),
    pytest.param(drf.ParseError(), 400, "bad_request", id="DRF, anything else"),
]


@pytest.mark.parametrize(("error", "status", "code"), EXCEPTIONS)
def test_one_table_maps_exceptions_to_answers(error: Exception, status: int, code: str) -> None:
    answer = problems.answer_to(error)
    assert answer is not None
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert f'"code":"{code}"'.encode() in answer.content


def test_what_is_a_fault_of_ours_is_no_problem_of_the_asker() -> None:
    assert problems.answer_to(ValueError("secret")) is None


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2/", "/sync/v1/nothing", "/api/v1/payability/"])
def test_programs_get_problems(settings: Any, path: str) -> None:
    without_static_files(settings)
    answer = Client().get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.django_db
def test_people_get_pages(settings: Any) -> None:
    without_static_files(settings)
    answer = Client().get("/nothing")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [
        ("400", "请求无法读取", "cannot be read"),
        ("403", "无权打开此页面", "may not open this page"),
        ("403_csrf", "页面已过期", "The page has expired"),
        ("404", "该地址下没有内容", "nothing at this address"),
        ("500", "服务器内部错误", "Something went wrong"),
    ],
)
def test_pages_say_it_in_both_languages(settings: Any, name: str, chinese: str, english: str) -> None:
    without_static_files(settings)
    page = render_to_string(f"{name}.html")
    assert chinese in page
    assert english in page
    assert 'href="/me/"' in page
    assert ("stylesheet" in page) is (name != "500"), "what failed once is not asked for again"


@pytest.mark.parametrize(
    ("handler", "status", "code"),
    [
        (problems.bad_request, 400, "bad_request"),
        (problems.forbidden, 403, "forbidden"),
        (problems.not_found, 404, "not_found"),
    ],
)
def test_djangos_handlers(handler: Any, status: int, code: str) -> None:
    answer = handler(RequestFactory().get("/api/v1/x"), Exception("secret"))
    assert (answer.status_code, f'"{code}"'.encode() in answer.content) == (status, True)
    assert b"secret" not in answer.content
    page = handler(RequestFactory().get("/admin/x"), Exception("secret"))
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (status, "text/html")


def test_a_fault_tells_nothing() -> None:
    assert b"internal_error" in problems.internal_error(RequestFactory().get("/api/v1/x")).content
    assert problems.internal_error(RequestFactory().get("/admin/")).status_code == 500


@pytest.mark.parametrize("role", ["national", "province"])
def test_the_openapi_document_is_whole(role: str, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", urlconf=f"registry.conf.urls_{role}", validate=True, fail_on_warn=True)
    text = capsys.readouterr().out
    doors = {
        "national": ["/api/v1/notifications", "/sync/v1/persons"],
        "province": ["/api/v1/payability", "/api/v1/measures"],
    }[role]
    for path in (*doors, "/api/v1/persons/{person}/standing"):
        assert f"  {path}:" in text
    assert ("institutionKey" in text) is (role == "province")
