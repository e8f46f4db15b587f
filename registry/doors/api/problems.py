"""What the doors refuse, as problem documents (RFC 9457), in English and Chinese.

One table says which code is answered with which HTTP status. A code is stable: it stands in answers, logs and tests;
the sentences may be reworded. Sentences of rules, code lists and wire are taken from where those codes live.
"""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import orjson
import psycopg
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.views.defaults import bad_request as page_bad_request
from django.views.defaults import page_not_found
from django.views.defaults import permission_denied as page_forbidden
from django.views.defaults import server_error as page_internal_error
from rest_framework import exceptions as drf
from rest_framework.views import set_rollback

from registry.statements import refusals
from registry.words.errors import CodeRefused
from registry.words.refusal import Refused
from registry.words.sentences import SENTENCES as RULES
from registry.words.wording import sentences
from sync.errors import Reason, SyncError
from sync.topics import Rejected
from sync.wire.errors import SENTENCES as WIRE
from sync.wire.errors import WireError

CONTENT_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)

_TABLE: Mapping[str, tuple[int, str, str]] = MappingProxyType(
    {
        # --- the request as a whole
        "https_required": (403, "This door answers over HTTPS only.", "本接口仅接受 HTTPS 访问。"),
        "bad_request": (400, "The request cannot be read.", "请求无法读取。"),
        "not_authenticated": (401, "The request carries no valid credentials.", "请求未携带有效凭证。"),
        "key_refused": (
            401,
            "The key is unknown, expired or revoked.",
            "密钥无效、已过期或已被吊销。",
        ),
        "forbidden": (403, "The account may not do this.", "该账户无此权限。"),
        "not_found": (404, "There is nothing at this address.", "该地址下没有内容。"),
        "method_not_allowed": (405, "This address does not answer this method.", "该地址不支持此方法。"),
        "not_acceptable": (406, "The answer is JSON; nothing else is offered.", "仅提供 JSON 格式的应答。"),
        "length_missing": (411, "The request does not say how long it is.", "请求未说明正文长度。"),
        "media_type_unsupported": (
            415,
            "The body must be application/json in UTF-8, not compressed.",
            "请求体须为未压缩的 UTF-8 编码 application/json。",
        ),
        "throttled": (429, "Too many requests; try again later.", "请求过于频繁，请稍后再试。"),
        "internal_error": (500, "Something went wrong here; it has been noted.", "服务器内部错误，已记录。"),
        "unavailable": (503, "The database cannot be reached; try again later.", "数据库暂不可用，请稍后再试。"),
        # --- the body
        "document_too_large": (413, *WIRE["document_too_large"]),
        "object_expected": (400, "The body must be a JSON object.", "请求体须为 JSON 对象。"),
        "unknown_field": (400, "{field} is not a field of this request.", "{field}不是该请求的字段。"),
        "field_missing": (400, "{field} is required.", "{field}为必填项。"),
        "list_expected": (400, "{field} must be a list.", "{field}应为列表。"),
        "text_expected": (400, "{field} must be text.", "{field}应为文本。"),
        "batch_too_large": (413, "At most {longest} entries are answered at once.", "一次最多处理{longest}项。"),
        "mode_unknown": (400, "mode must be issue or find.", "mode 须为 issue 或 find。"),
        # --- parameters of a question
        "date_unreadable": (400, *refusals.SENTENCES["date_unreadable"]),
        "parameter_repeated": (400, "{field} is given more than once.", "{field} 重复出现。"),
        "position_unreadable": (400, "{field} must be a log position.", "{field}应为日志位置。"),
        "position_unknown": (
            400,
            "{field} lies beyond what this node has read of the log.",
            "{field}超出本节点已读取的日志范围。",
        ),
        "cursor_unreadable": (400, "after must be a cursor that this door gave.", "after 须为本接口给出的游标。"),
        "limit_unreadable": (
            400,
            "limit must be a whole number from 1 to {longest}.",
            "limit 应为1至{longest}的整数。",
        ),
        "year_unreadable": (
            400,
            "{field} must be a year of four digits, from 2020 on and not to come.",
            "{field}应为2020年起、不晚于当年的四位年份。",
        ),
        "subscription_required": (
            400,
            "The account reads several subscriptions: name one.",
            "该账户可读取多项订阅，请指明其一。",
        ),
        "unknown_person": (404, "Nobody has this lifelong ID.", "没有使用该终身编号的人员。"),
        "unknown_institution": (404, "No institution is recorded under this code.", "该代码未登记任何机构。"),
        "purpose_required": (
            400,
            "Say what the file is looked at for: purpose is kept with the look.",
            "请注明查询目的（purpose），目的将随查询留痕。",
        ),
        "purpose_unknown": (400, "This purpose is not in the list.", "该查询目的不在代码表内。"),
        "no_own_file": (403, "The account is no person's own.", "该账户未与任何人员关联。"),
        # --- one line of a payment check
        "person_required": (400, "A line names a person or a code.", "每行须指明人员或人员代码。"),
        "person_twice": (400, "A line names a person or a code, not both.", "每行不得同时指明人员和人员代码。"),
        "persons_twice": (
            400,
            "A line names one person, or persons with their roles, not both.",
            "每行填写一名人员，或以 persons 列明多名人员及其作用，不得同时填写。",
        ),
        "persons_malformed": (
            400,
            "persons is a list of 1 to 20 objects, each with person or code, and role.",
            "persons 应为1至20个对象的列表，每个对象含 person 或 code，以及 role。",
        ),
        "ordering_missing": (
            400,
            "What was prescribed names who ordered it: one person with the role ordering, or prescription = none for a "
            "sale without prescription.",
            "凭处方的项目须列明开具人员（role 为 ordering，限一名）；无处方销售的，请填写 prescription 为 none。",
        ),
        "ordering_repeated": (
            400,
            "One person ordered it: give the role ordering once, and the others theirs.",
            "开具人员限一名，其他人员请填写各自的作用（role）。",
        ),
        "ordering_unexpected": (
            400,
            "Nobody ordered a sale without prescription: name the head of the pharmacy (heading) or who sold it "
            "(dispensing).",
            "无处方销售没有开具人员，请填写药店主要负责人（heading）或调配人员（dispensing）。",
        ),
        "only_at_a_pharmacy": (
            400,
            "Outside prescriptions, and sales without any, are answered to retail pharmacies only: leave prescription "
            "out, and name who ordered the service here.",
            "外配处方和无处方销售仅适用于定点零售药店；其他机构请勿填写 prescription，并列明本机构的开具人员。",
        ),
        "service_in_future": (
            400,
            "service_on lies after {latest}, today in China: ask on the day of the service, or later.",
            "服务日期（service_on）晚于今日（{latest}，北京时间），请于服务当日或之后查询。",
        ),
        "service_before_scheme": (
            400,
            "service_on lies before {earliest}: no payment qualification was managed then.",
            "服务日期（service_on）早于{earliest}，当时尚未实施支付资格管理。",
        ),
        "line_malformed": (400, "A line must be an object.", "每行须为对象。"),
        "flag_expected": (400, *refusals.SENTENCES["flag_expected"]),
        "code_unknown": (400, *refusals.SENTENCES["code_unknown"]),
        "code_malformed": (
            400,
            "A code has 1 to 64 visible characters, its system 1 to 40.",
            "代码为1至64个可见字符，代码系统为1至40个可见字符。",
        ),
        "admitted_after_service": (
            400,
            "admitted_on must not be after service_on.",
            "入院日期（admitted_on）不得晚于服务日期（service_on）。",
        ),
        "emergency_code_malformed": (
            400,
            "An emergency code has 1 to 40 visible characters, without blanks at its ends.",
            "急诊、抢救代码为1至40个可见字符，首尾不得有空格。",
        ),
        "institution_not_yours": (
            403,
            "The key speaks for another institution.",
            "该密钥属于另一机构。",
        ),
    }
)


class Problem(Exception):
    """A request is not answered; the code says why."""

    def __init__(self, code: str, field: str = "", *, headers: Mapping[str, str] | None = None, **params: Any) -> None:
        super().__init__(f"{code} ({field})")
        self.code, self.field, self.params, self.headers = code, field, params, dict(headers or {})


def status_of(code: str) -> int:
    """Return the HTTP status of a code: what is not in the table is about what was said, not how."""
    known = _TABLE.get(code)
    return known[0] if known else 400


def reason_of(code: str, field: str = "", **params: Any) -> Reason:
    """Return code, field and sentences as they stand in answers."""
    known = _TABLE.get(code)
    templates = known[1:] if known else RULES.get(code) or refusals.SENTENCES.get(code) or WIRE[code]
    english, chinese = sentences(templates, field, params)
    return Reason(code=code, field=field, sentence=english, sentence_zh=chinese)


def document(reason: Reason, status: int) -> dict[str, Any]:
    """Return a problem document; ``detail_zh`` is the detail in Chinese."""
    return {
        "type": f"urn:payqual:problem:{reason.code}",
        "title": reason.code.replace("_", " "),
        "status": status,
        "detail": reason.sentence,
        "detail_zh": reason.sentence_zh,
        "code": reason.code,
        "field": reason.field,
    }


def response(reason: Reason, status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a problem as an answer."""
    body = orjson.dumps(document(reason, status))
    return HttpResponse(
        body, status=status, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store", **(headers or {})}
    )


def answer(code: str, field: str = "", *, headers: Mapping[str, str] | None = None, **params: Any) -> HttpResponse:
    """Return the answer for a code."""
    return response(reason_of(code, field, **params), status_of(code), headers)


def answer_to(error: Exception) -> HttpResponse | None:
    """Return the answer to an exception that says what is wrong with the request; None for any other."""
    match error:
        case Problem():
            return answer(error.code, error.field, headers=error.headers, **error.params)
        case SyncError():
            return response(error.reason, error.status)
        case Rejected():
            return response(error.reason, 400)
        case Refused() | CodeRefused():
            return response(refusals.from_rules(error).reason, 400)
        case WireError():
            return response(reason_of(error.code, error.field), status_of(error.code))
        case OperationalError() | InterfaceError() | psycopg.OperationalError():
            logger.error("the database does not answer", exc_info=error)
            return answer("unavailable", headers={"Retry-After": "5"})
        case RequestDataTooBig():
            return answer("document_too_large")
        case SuspiciousOperation() | UnreadablePostError():
            return answer("bad_request")
        case Http404() | drf.NotFound():
            return answer("not_found")
        case drf.NotAuthenticated() | drf.AuthenticationFailed():
            return answer("not_authenticated", headers={"WWW-Authenticate": "Token"})
        case PermissionDenied() | drf.PermissionDenied():
            return answer("forbidden")
        case drf.MethodNotAllowed():
            return answer("method_not_allowed")
        case drf.NotAcceptable():
            return answer("not_acceptable")
        case drf.UnsupportedMediaType():
            return answer("media_type_unsupported")
        case drf.Throttled():
            return answer("throttled", headers={"Retry-After": str(int(getattr(error, "wait", None) or 1))})
        case drf.APIException():
            return answer("bad_request")
    return None


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer an exception raised in a DRF view."""
    found = answer_to(error)
    if found is None:
        return None
    set_rollback()
    if found.status_code == 405:
        found["Allow"] = ", ".join(context["view"].allowed_methods)
    return found


_MACHINES = ("/api/", "/sync/", "/healthz", "/metrics")


def for_machines(request: HttpRequest) -> bool:
    """Return whether an address is a door for programs, which read problems and not pages."""
    return request.path_info.startswith(_MACHINES)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    return answer("not_found") if for_machines(request) else page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    return answer("bad_request") if for_machines(request) else page_bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is not allowed."""
    return answer("forbidden") if for_machines(request) else page_forbidden(request, exception)


def internal_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours, which Django has logged."""
    return answer("internal_error") if for_machines(request) else page_internal_error(request)
