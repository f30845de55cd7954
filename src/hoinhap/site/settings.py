"""Settings of the site: one file; what differs between offices comes from the environment.

`HOINHAP_DATA` is the folder of everything that is kept (database, secret key, collected files), `DATABASE_URL` chooses
the database, `HOINHAP_HOSTS` the names under which the site is reached, `HOINHAP_HTTPS` says that it stands behind TLS.
"""

from __future__ import annotations

from pathlib import Path

import environ

from hoinhap.apps.accounts.identity import providers
from hoinhap.site.secret import secret_key

env = environ.Env()

SITE = Path(__file__).resolve().parent
ROOT = SITE.parents[2]
_home = ROOT if (ROOT / "pyproject.toml").exists() else Path.home() / ".local" / "share" / "hoinhap"
DATA = Path(env("HOINHAP_DATA", default=str(_home / "data"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env("HOINHAP_SECRET_KEY", default="") or secret_key(DATA / "secret-key")
DEBUG = env.bool("HOINHAP_DEBUG", default=False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("HOINHAP_HOSTS", default=[])]
HTTPS = env.bool("HOINHAP_HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "hoinhap.site",
    "hoinhap.apps.journal",
    "hoinhap.apps.accounts",
    "hoinhap.apps.agencies",
    "hoinhap.apps.library",
    "hoinhap.apps.search",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
AUTH_USER_MODEL = "accounts.Person"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hoinhap.site.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "hoinhap.site.language.ChosenLanguage",
    "hoinhap.site.plain.PlainText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hoinhap.apps.agencies.viewing.KnownViewer",
    "hoinhap.site.entrance.SignedInOnly",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hoinhap.site.refusals.Refusals",
]

ROOT_URLCONF = "hoinhap.site.urls"
WSGI_APPLICATION = "hoinhap.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "hoinhap.site.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# SQLite waits for the write lock instead of failing, and takes it at the start of a transaction: without both, one in
# some hundred writes of a busy office ends in "database is locked". ATOMIC_REQUESTS stays off, or every GET takes it.
_TUNED = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;",
}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'hoinhap.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {**_TUNED, **DATABASES["default"].get("OPTIONS", {})}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "library:shelf"
LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# One sign-in is good for a working day.
SESSION_COOKIE_AGE = 12 * 3600
ACCOUNT_ADAPTER = "hoinhap.apps.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A whole office may stand behind one address, so that the address alone locks nobody out before 30 failures a minute;
# five failures for one name do, for five minutes.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key"}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Hội Nhập"
# A browser offers passkeys without TLS on "localhost" only; elsewhere it refuses by itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "login_webauthn": "hoinhap.apps.accounts.forms.SignInWithKey",
    "authenticate_webauthn": "hoinhap.apps.accounts.forms.SecondStepWithKey",
    "reauthenticate_webauthn": "hoinhap.apps.accounts.forms.ConfirmWithKey",
    "add_webauthn": "hoinhap.apps.accounts.forms.AddKey",
}
MFA_ADAPTER = "hoinhap.apps.accounts.adapters.FactorAdapter"
USERSESSIONS_ADAPTER = "hoinhap.apps.accounts.adapters.SessionsAdapter"
SOCIALACCOUNT_ADAPTER = "hoinhap.apps.accounts.adapters.OfficeAdapter"
SOCIALACCOUNT_PROVIDERS = providers(
    issuer=env("HOINHAP_OIDC_ISSUER", default=""),
    client_id=env("HOINHAP_OIDC_CLIENT_ID", default=""),
    secret=env("HOINHAP_OIDC_SECRET", default=""),
    name=env("HOINHAP_OIDC_NAME", default=""),
)
# Whoever stands behind TLS stands behind a proxy, which says from where somebody comes.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("HOINHAP_PROXIES", default=1 if HTTPS else 0)
# Attempts to sign in are counted where every server process sees them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Jobs are rows of the database: they come with the data that asks for them, or not at all.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [SITE.parent / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
NUMBER_GROUPING = 3

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# One upload holds several documents; each is held to UPLOAD_LIMIT by the form, and nothing larger than 2.5 MB stays in
# memory while it arrives.
# The reader takes no more than 100 MB, whatever is asked for here.
UPLOAD_LIMIT = min(env.int("HOINHAP_UPLOAD_MB", default=50), 100) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100
# The page of a long document sends each of its items along.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "hoinhap.site.uploads.BoundedUpload",
]
FILE_UPLOAD_TEMP_DIR = str(DATA / "arriving")
(DATA / "arriving").mkdir(exist_ok=True)

CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hoinhap.site.views.stale_form"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
