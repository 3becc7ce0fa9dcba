"""One settings file for every place Nearer runs; what differs comes from the environment (docs/ARCHITECTURE.md lists
it).
"""

import os
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import environment as env
from config.templates import BUILTINS, LOADERS

# The zone files of the pinned tzdata package, not the system's older ones: a nudge must ring by today's rules (T2).
os.environ["PYTHONTZPATH"] = ""
zoneinfo.reset_tzpath(())

BASE_DIR = Path(__file__).resolve().parent.parent

LOCAL = env.flag("NEARER_LOCAL")
VAR_DIR = Path(env.text("NEARER_VAR", str(BASE_DIR / "var")))
#: Erasures that a restored backup must not undo; backed up apart from the database (couples/erasing/ledger.py).
NEARER_LEDGER = env.text("NEARER_LEDGER", str(VAR_DIR / "erasures.jsonl"))
PUBLIC_URL = env.public_address("NEARER_URL")
_public = urlsplit(PUBLIC_URL)
HTTPS = _public.scheme == "https"
TESTING, DEMO = _public.hostname == "testserver", LOCAL and not HTTPS  # journal/demo
if not (HTTPS or LOCAL or TESTING):
    raise ImproperlyConfigured("NEARER_URL must begin with https:// on a server: what people write here is private")

# Secrets. Refusing to start is kinder than a key someone can guess (S22).
SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured("SECRET_KEY is missing or too short: make one of at least 50 random characters")
NEARER_KEY = env.text("NEARER_KEY")  # tried before anything is served: config/start.py
VAPID_KEY = env.text("NEARER_VAPID_KEY")  # without one nothing is pushed to devices: couples/push
#: Push services inside our own network exist only where somebody tries Nearer out.
PUSH_INSIDE = LOCAL or TESTING

DEBUG = False
ALLOWED_HOSTS = [_public.hostname, *env.names("NEARER_EXTRA_HOSTS")]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
USE_X_FORWARDED_HOST = False
if HTTPS:
    # Caddy is in front and the only one who can reach the pages; it overwrites this header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "couples",
    "rituals",
    "journal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "couples.web.forwarded.ForwardedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "couples.web.headers.PrivacyHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "couples.web.wellformed.WellFormedMiddleware",
    "couples.web.language.LanguageMiddleware",
    "couples.web.headers.HeadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "couples.web.resting.RestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "couples.web.away.AwayMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "couples.accounts.middleware.ReaderMiddleware",
    "couples.erasing.middleware.ErasingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "couples.web.sent_by_script.SentByScriptMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": LOADERS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "journal.places.places",
            ],
            "builtins": BUILTINS,
        },
    },
]
FORM_RENDERER = "couples.forms.NearerRenderer"

# Data. A new line's first page takes 15 ms longer: kept for a minute, that was nearly every page in a house of two.
_kept = env.number("CONN_MAX_AGE", 3600, least=0, most=86_400)
DATABASES = {"default": env.database("DATABASE_URL", conn_max_age=_kept, conn_health_checks=True)}
# A database that is silent, or whose machine is gone, must hold nobody for minutes; how long a question may take is
# decided by the kind of process (config/timeouts.py).
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "tcp_user_timeout": 30_000,
    **DATABASES["default"].get("OPTIONS", {}),
}
REDIS_URL = env.valkey("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.valkey("CACHE_URL", REDIS_URL),
        "KEY_PREFIX": "nearer",
        # A cache that says nothing must not hold a page: asked twice at most, a second each time.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
    }
}

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # no word goes to a disk (K8)
FILE_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024  # config/whole.py says where so much may come
# Sessions live in the database and nowhere else (S8): whoever is signed in stays so without a cache, and a session that
# was ended is over at once.
SESSION_ENGINE = "couples.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # htmx reads the token from the page, not from the cookie
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "couples.web.headers.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What a browser may do with our pages (S16, S17)
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Browsers keep a list of such names for years, and taking one off takes months: only by who runs the whole domain.
SECURE_HSTS_PRELOAD = HTTPS and env.flag("NEARER_HSTS_PRELOAD")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz(/process)?$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# People
AUTH_USER_MODEL = "couples.Person"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today:home"
LOGOUT_REDIRECT_URL = "welcome"
AUTHENTICATION_BACKENDS = ["couples.accounts.backend.Backend"]
PASSWORD_HASHERS = [
    "couples.accounts.hashers.BoundedArgon2PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "couples.accounts.passwords.ContextWordValidator"},
]
ACCOUNT_ADAPTER = "couples.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "couples.accounts.adapter.display_name"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "couples.accounts.signing_up.form.PersonDetailsForm"
ACCOUNT_FORMS = {
    "signup": "couples.accounts.forms.SignUpForm",
    "login": "couples.accounts.forms.SignInForm",
    "request_login_code": "couples.accounts.forms.CodeRequestForm",
    "confirm_login_code": "couples.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "couples.accounts.forms.AddressCodeForm",
    "confirm_password_reset_code": "couples.accounts.forms.ResetCodeForm",
    "reset_password": "couples.accounts.forms.ResetForm",
    "reset_password_from_key": "couples.accounts.forms.NewPasswordForm",
    "change_password": "couples.accounts.forms.ChangePasswordForm",
    "set_password": "couples.accounts.forms.SetPasswordForm",
    "reauthenticate": "couples.accounts.forms.AgainForm",
    "change_email": "couples.accounts.forms.OtherAddressForm",
    "add_email": "couples.accounts.forms.NewAddressForm",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# No changing of a mistyped address on that page: allauth offers it for new addresses only, which tells which are
# known (S6).
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Our own question stands before allauth's pages (couples/accounts/urls.py): theirs asks nobody without a password.
ACCOUNT_REAUTHENTICATION_REQUIRED = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True
# By origin. What counts by address would let a stranger lock somebody out: couples/accounts/limits.py counts that.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",
    "confirm_email": "20/m/ip",
}
# Who may begin an account: open, invited (also by a link of manage.py invite) or closed. Whom their partner invited
# always may.
SIGNUP = env.text("NEARER_SIGNUP", "open")
if SIGNUP not in {"open", "invited", "closed"}:
    raise ImproperlyConfigured(f"NEARER_SIGNUP must be open, invited or closed, not {SIGNUP!r}")
# Everywhere else but here (couples/accounts/adapter.py).
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# How many proxies of ours are in front: a forged X-Forwarded-For must not buy another try (S10).
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("NEARER_PROXIES", 1 if HTTPS else 0, least=0, most=5)

# Words, times and places
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # each by its own name
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
EXIT_URL = env.address("NEARER_EXIT_URL", "https://en.wikipedia.org/wiki/Special:Random")
HELPLINES = env.helplines("NEARER_HELPLINES")

# Files the browser gets: ours, and the fonts subset from packages when static files are built (config/fonts.py).
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", VAR_DIR / "fonts"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "config.storage.ModuleManifestStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
# Looked for when it is asked for: every test client would list all files first.
WHITENOISE_AUTOREFRESH = TESTING

# Mail. Everything that leaves goes through the outbox (couples/outbox); this is only the last step.
_mail = env.mail("EMAIL_URL")
EMAIL_BACKEND = _mail.backend
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.tls, _mail.ssl
EMAIL_FILE_PATH = _mail.folder
EMAIL_USE_LOCALTIME = True  # a date that says whose clock it is by: ours is TIME_ZONE
EMAIL_TIMEOUT = 30  # for each answer; config/celery.py says how long a whole delivery may take
DEFAULT_FROM_EMAIL = env.sender("MAIL_FROM", "Nearer <nearer@localhost>" if (LOCAL or TESTING) else "")

# Bounces and complaints, as the mail provider reports them to /mail/reports/: off unless set up, and never unsigned.
# The secret is a signing key where the provider has one, else name:password, which the address given to it carries.
_PASSWORD = "WEBHOOK_SECRET"  # noqa: S105  the name of a setting
_WEBHOOK_SECRETS = {
    "postmark": _PASSWORD,
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "sendgrid": "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY",
    "ses": _PASSWORD,
    "brevo": _PASSWORD,
    "mailjet": _PASSWORD,
    "mailersend": "MAILERSEND_SIGNING_SECRET",
    "mailtrap": "MAILTRAP_TRACKING_SECRET",
}
MAIL_WEBHOOK = env.text("NEARER_MAIL_WEBHOOK")
ANYMAIL: dict[str, str] = {}
if MAIL_WEBHOOK:
    if MAIL_WEBHOOK not in _WEBHOOK_SECRETS:
        raise ImproperlyConfigured(f"NEARER_MAIL_WEBHOOK must be one of {', '.join(_WEBHOOK_SECRETS)}")
    ANYMAIL = {_WEBHOOK_SECRETS[MAIL_WEBHOOK]: env.text("NEARER_MAIL_WEBHOOK_SECRET")}
    if len(*ANYMAIL.values()) < 24:
        raise ImproperlyConfigured("NEARER_MAIL_WEBHOOK_SECRET is missing or too short: at least 24 characters")
    if ":" not in ANYMAIL.get(_PASSWORD, ":"):
        raise ImproperlyConfigured(f"NEARER_MAIL_WEBHOOK_SECRET must be name:password for {MAIL_WEBHOOK}")

# Numbers for Prometheus, for whoever has this (config/metrics.py). Without it there is no such page.
METRICS_TOKEN = env.text("NEARER_METRICS_TOKEN")
if METRICS_TOKEN and len(METRICS_TOKEN) < 24:
    raise ImproperlyConfigured("NEARER_METRICS_TOKEN is too short: make one of at least 24 random characters")

# Logs: what happened, never bodies, query strings or addresses (S21).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"routes": {"()": "couples.web.headers.RoutesOnly"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["routes"]}},
    "root": {"handlers": ["stderr"], "level": env.level("LOG_LEVEL")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "uvicorn.access": {"level": "WARNING"},
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "couples.web.headers.NothingToShow"
