"""Settings. What differs between installations is an environment variable (README: Settings)."""

from pathlib import Path

from csp.constants import NONE, SELF

from newsdesk import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_folder("NEWSDESK_DATA_DIR", BASE_DIR / "var")

# These two are chosen at the setup unless they are given here: articles.site.choices.
SITE_NAME = env.text("NEWSDESK_SITE_NAME")
QUALITY_THRESHOLD = env.number("NEWSDESK_QUALITY_THRESHOLD", None, most=10_000)
SITE_TAGLINE = env.text("NEWSDESK_SITE_TAGLINE", "The day's stories, chosen by people.")
WAITING_DAYS = env.number("NEWSDESK_WAITING_DAYS", 3, most=36_500)
MEDIA_DIR = DATA_DIR / "media"
# Folders of this machine that admins may import from the desk.
IMPORT_DIRS = env.paths("NEWSDESK_IMPORT_DIRS")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(DATA_DIR)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
HTTPS = env.flag("NEWSDESK_HTTPS")
BEHIND_PROXY = env.flag("NEWSDESK_BEHIND_PROXY")
HOST = env.host("NEWSDESK_HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65_535)
# Below this /readyz says so: an import and what the database writes beside itself need room.
DISK_MIN = env.number("NEWSDESK_DISK_MIN", 300) * 1_000_000
# Whether requests that people have the site make may go to inner networks, and to any port.
OUTGOING_INNER = env.flag("NEWSDESK_OUTGOING_INNER")
WATCH = env.text("NEWSDESK_WATCH")  # a folder whose seeds `make run` imports as they change

INSTALLED_APPS = [
    "articles.apps.ArticlesConfig",
    "articles.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "newsdesk.apps.NewsdeskConfig",  # last: its admin replaces what others registered
]

MIDDLEWARE = [
    "newsdesk.middleware.DefaultHeaders",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsdesk.middleware.GZipPages",
    "newsdesk.middleware.Guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsdesk.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "newsdesk.urls"
WSGI_APPLICATION = "newsdesk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {
            "environment": "newsdesk.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "newsdesk.context.site",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsdesk.context.site",
            ],
        },
    },
]

# As measured: DEFERRED transactions fail under concurrent writes, IMMEDIATE ones wait their turn.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
}
DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "newsdesk.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.cache("CACHE_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
    }
    if CACHE_URL
    else {
        # Shared by all processes of one machine, so that sign-in limits hold over all of them.
        "BACKEND": "newsdesk.database.cache.Cache",
        "LOCATION": "cache",
    }
}
# Without a mail server nothing is mailed, and the desk says so.
MAIL = env.mail("EMAIL_URL")
MAIL_FROM = env.sender("EMAIL_FROM", needed_by="EMAIL_URL")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL.get("HOST", ""), MAIL.get("PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.get("HOST_USER", ""), MAIL.get("HOST_PASSWORD", "")
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.get("USE_SSL", False), MAIL.get("USE_TLS", False)
EMAIL_TIMEOUT = 15  # seconds
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
FORMAT_MODULE_PATH = "newsdesk.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_CURRENT = DATA_DIR / "static" / "current"  # leads to the newest version's
# A process serves those of the version that it began with.
STATIC_ROOT = STATIC_CURRENT.resolve()
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Sign-in: a name and a password, and a second factor for those who switch it on.
AUTHENTICATION_BACKENDS = ["articles.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:queue"
ACCOUNT_ADAPTER = "newsdesk.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "newsdesk.forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
LOCKED_OUT_FOR = 300  # seconds
ACCOUNT_RATE_LIMITS = {
    # Five wrong passwords for an account lock it at that address. This limit comes first, so that
    # hammering one account does not use up what its neighbours may try.
    "login_failed": f"5/{LOCKED_OUT_FOR}s/key,100/{LOCKED_OUT_FOR}s/ip",
    # Of all addresses together from which nobody has signed in to it yet.
    "login_failed_elsewhere": f"8/{LOCKED_OUT_FOR}s/key",
    # Counting right passwords as well would lock a whole newsroom out behind one address.
    "login": None,
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_ADAPTER = "newsdesk.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "newsdesk.forms.AuthenticateForm",
    "reauthenticate": "newsdesk.forms.ReauthenticateForm",
    "add_webauthn": "newsdesk.forms.KeyAddForm",
    "authenticate_webauthn": "newsdesk.forms.KeyAuthenticateForm",
    "login_webauthn": "newsdesk.forms.KeyLoginForm",
    "reauthenticate_webauthn": "newsdesk.forms.KeyReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: typing takes time, and clocks differ (RFC 6238, 5.2)
# Browsers offer passkeys on plain HTTP for localhost only, so nothing else is let in by this.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SESSION_COOKIE_AGE = 7 * 24 * 3600
# How long sign-ins and changes of accounts can be looked at.
ACCOUNT_EVENTS_DAYS = env.number("NEWSDESK_ACCOUNT_EVENTS_DAYS", 365, most=36_500)

# Transport and headers. Without NEWSDESK_HTTPS, signing in works on plain http://localhost.
# With it, cookies carry the prefix that no other host below the same domain can set.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "newsdesk.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# W021 asks for browsers' preload lists: they bind a whole domain for years, so its owner decides.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
# Whoever may send a form of 3 MB (newsdesk.web.bodies) has it read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
BODY_MAX = 105_000_000  # bytes of a request: an import from the browser, and the form around it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mistakes": {"()": "newsdesk.logs.VisitorsMistakes"}},
    "formatters": {
        "line": {
            "()": "newsdesk.logs.Line",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["mistakes"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": env.level("LOG_LEVEL", "WARNING")},
    "loggers": {
        "waitress.queue": {"level": "ERROR"},  # requests that wait for a moment are no news
    },
}
