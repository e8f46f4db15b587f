"""Settings of every node. The role settings beside it choose URLs and the beat schedule, and nothing else."""

from registry.conf import env
from registry.conf.content_security import SECURE_CSP  # noqa: F401 - a setting
from registry.conf.unfold import UNFOLD  # noqa: F401 - a setting
from registry.words.divisions import PROVINCES

DIVISIONS = tuple(PROVINCES)
"""Who may be enrolled as a node, beside national."""
DIVISION = env.DIVISION
BASE_URL = env.BASE_URL
NATIONAL_URL = env.text("PAYQUAL_NATIONAL_URL")
NATIONAL_KEY = env.text("PAYQUAL_NATIONAL_KEY")
NODE_KEY = env.text("PAYQUAL_NODE_KEY") or str(env.DIRECTORY / "node.key")
NODE_DIR = str(env.DIRECTORY)
VAULT_KEY = env.secret("PAYQUAL_VAULT_KEY", "vault.key")
HANDLES_CASES = False
"""Whether an office works on this node: only a province's does."""
STALE_AFTER = env.number("PAYQUAL_STALE_AFTER", 900, least=60, most=86_400)
"""Seconds after the last verified checkpoint from which the till hears `indeterminate`.

A suspension decided elsewhere is unknown here for as long. The province sets the figure, within these bounds.
"""

SECRET_KEY = env.secret("PAYQUAL_SECRET_KEY", "secret.key")
DEBUG = env.flag("PAYQUAL_DEBUG")
ALLOWED_HOSTS = env.allowed_hosts()

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.guardian",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "rest_framework_api_key",
    "knox",
    "guardian",
    "django_filters",
    "drf_spectacular",
    "pgtrigger",
    "sync",
    "registry",
    "provinces",
]

EXPRESS_DOORS: dict[str, str] = {}
"""Paths that are answered before Django begins with a request; see `registry.doors.api.express`."""

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "registry.accounts.admin.guard.AccountGuard",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "guardian.backends.ObjectPermissionBackend"]
ANONYMOUS_USER_NAME = None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # what was kept before: kept anew when its owner comes in
]
LOGIN_REDIRECT_URL = "/admin/"
LOGIN_URL = "/admin/login/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [env.ROOT / "registry" / "conf" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # nothing to collect: what the packages bring is served from where it lies
WSGI_APPLICATION = "registry.conf.wsgi.application"

# The API reads only JSON it can vouch for; bodies are bounded before they are parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "registry.doors.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
REST_KNOX = {"TOKEN_TTL": None, "AUTH_HEADER_PREFIX": "Token"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Payment qualification registry",
    "DESCRIPTION": "One ID for life, one file for the whole career, one standing in every province.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # Two members called `state`: what a statement is worth, and how far an objection has come.
    "ENUM_NAME_OVERRIDES": {"StatementStatus": "sync.models.StatementStatus"},
}

if not env.flag("PAYQUAL_INSECURE_HTTP"):
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# Who comes in, and for how long; see registry/accounts/README.md.
SECOND_FACTOR_FOR = env.text("PAYQUAL_SECOND_FACTOR", "binding")
SESSION_IDLE_MINUTES = env.number("PAYQUAL_SESSION_IDLE_MINUTES", 30)
SESSION_HOURS = env.number("PAYQUAL_SESSION_HOURS", 8)
FRESH_MINUTES = env.number("PAYQUAL_FRESH_MINUTES", 10)
TRUSTED_PROXIES = env.number("PAYQUAL_TRUSTED_PROXIES", 0 if env.flag("PAYQUAL_INSECURE_HTTP") else 1, least=0)
SESSION_ENGINE = "registry.accounts.services.session_store"
SESSION_COOKIE_AGE = (SESSION_HOURS + 1) * 3600  # a browser that comes too late brings it along, and the end is kept
SESSION_COOKIE_HTTPONLY = True
# Browsers keep cookies by host, whatever the port: nodes on one machine would throw each other's out. Over HTTPS the
# prefix has browsers refuse a cookie of this name that another host of the domain, or plain HTTP, would plant.
_COOKIE = ("" if env.flag("PAYQUAL_INSECURE_HTTP") else "__Host-") + "payqual_" + DIVISION
SESSION_COOKIE_NAME = f"{_COOKIE}_session"
CSRF_COOKIE_NAME = f"{_COOKIE}_csrf"
BROWSER_COOKIE_NAME = f"{_COOKIE}_browser"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

CELERY = {
    "broker_url": env.text("BROKER_URL") or env.text("DATABASE_URL"),
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "task_default_queue": "payqual",
    "worker_prefetch_multiplier": 1,
    "worker_enable_remote_control": False,
    "accept_content": ["json"],
    "timezone": TIME_ZONE,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {name: {"level": "INFO"} for name in ("sync", "registry", "provinces")},
}
