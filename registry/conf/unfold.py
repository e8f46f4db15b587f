"""How the admin looks: names, colours and navigation. Everything that needs the database is a callback by name."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SITE = "医保支付资格管理 / Payment Qualification Registry"


def _stylesheet(request: HttpRequest) -> str:
    return static("registry/admin/admin.css")


def _favicon(request: HttpRequest) -> str:
    return static("registry/admin/favicon.svg")


def _account(request: HttpRequest) -> str:
    return reverse("account")


def _htmx_settings(request: HttpRequest) -> str:
    return static("registry/admin/htmx-settings.js")


UNFOLD: dict[str, object] = {
    "SITE_TITLE": SITE,
    "SITE_HEADER": _("Payment Qualification Registry"),
    "SITE_SUBHEADER": "registry.doors.admin.navigation.whose_node",
    "SITE_SYMBOL": "verified_user",
    "SITE_URL": None,
    "SHOW_LANGUAGES": True,
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "ENVIRONMENT": "registry.doors.admin.navigation.role_badge",
    "GLOBAL_CALLBACK": "registry.doors.admin.navigation.page_context",
    "DASHBOARD_CALLBACK": "registry.doors.admin.first_page.add_live_facts",
    "ACCOUNT": {"navigation": [{"title": _("My account"), "link": _account}]},
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _favicon}],
    "STYLES": [_stylesheet],
    "SCRIPTS": [_htmx_settings],
    # Suggestions would be kept in the cache for five minutes, whatever is done to permissions meanwhile.
    "COMMAND": {"search_models": False, "show_history": False},
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "registry.doors.admin.navigation.sidebar",
    },
}
