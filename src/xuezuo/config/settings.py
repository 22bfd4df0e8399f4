"""Django's settings. What an installation may change is in `options`; the rest is the same everywhere."""

import os
from datetime import date
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from xuezuo import keys
from xuezuo.config import clock, options, sign_in

PACKAGE = Path(__file__).resolve().parents[1]
DATA = options.data_folder()
KEYS = keys.load(DATA)

SECRET_KEY = KEYS["session_key"]
FIELD_KEY = KEYS["field_key"]
INDEX_KEY = KEYS["index_key"]
SUITE = options.read("XUEZUO_SUITE")
if SUITE not in ("aes", "sm"):  # a slip of the pen must not choose for somebody
    raise ImproperlyConfigured(f"XUEZUO_SUITE is {SUITE!r}; it can be aes or sm")
DEBUG = options.switched_on("XUEZUO_DEBUG")
ALLOWED_HOSTS = options.read("XUEZUO_HOSTS").split(",")
PROXIES = options.number("XUEZUO_PROXIES")
ID_REGION_CHECK = options.read("XUEZUO_ID_REGION_CHECK")
TODAY = options.read("XUEZUO_TODAY")
if TODAY:
    clock.stand_on(date.fromisoformat(TODAY))
DIGEST_MAIL = options.read("XUEZUO_DIGEST_MAIL")
SPARK_MASTER = options.read("XUEZUO_SPARK_MASTER")
SPARK_MEMORY = options.read("XUEZUO_SPARK_MEMORY")
WORKERS = options.number("XUEZUO_WORKERS") or 1
SNAPSHOTS = DATA / "snapshots"

INSTALLED_APPS = [
    "xuezuo.audit",
    "xuezuo.row_policies",
    "xuezuo.function_uses",
    "xuezuo.organizations",
    "xuezuo.reorganizations",
    "xuezuo.people",
    "xuezuo.local_rules",
    "xuezuo.accounts",
    "xuezuo.notices",
    "xuezuo.campaigns",
    "xuezuo.burdens",
    "xuezuo.records",
    "xuezuo.cases",
    "xuezuo.commitments",
    "xuezuo.practices",
    "xuezuo.own_questions",
    "xuezuo.publicity",
    "xuezuo.feedback",
    "xuezuo.privacy",
    "xuezuo.digests",
    "xuezuo.self_checks",
    "xuezuo.indicators",
    "xuezuo.briefings",
    "xuezuo.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
]
SSO = sign_in.single_sign_on()
if SSO:
    INSTALLED_APPS += sign_in.SSO_APPS

MIDDLEWARE = [
    "xuezuo.web.proxies.ProxyMiddleware",
    "xuezuo.web.middleware.RequestNumberMiddleware",
    "xuezuo.web.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xuezuo.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xuezuo.web.account.sessions.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xuezuo.web.middleware.ScopeMiddleware",
    "xuezuo.web.account.sign_in_factors.DemandMiddleware",
    "axes.middleware.AxesMiddleware",
    "xuezuo.web.relief.counting.FunctionCountMiddleware",
]

ROOT_URLCONF = "xuezuo.config.urls"
WSGI_APPLICATION = "xuezuo.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web"],  # a template lies beside the view that uses it
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "xuezuo.web.shared.desk.page_context",
            ],
        },
    }
]

_sqlite = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # an acknowledged record must survive power loss, so FULL and not NORMAL
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
}
DATABASES = {
    "default": dj_database_url.parse(
        options.read("XUEZUO_DATABASE_URL") or f"sqlite:///{DATA / 'xuezuo.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _sqlite
    DATABASES["default"]["ENGINE"] = "xuezuo.config.sqlite3"  # Django's own, with a line for its writers
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # as Django takes it where it knows the engine by name
else:  # lets `statements` keep plans; Django's own cursors never ask for it
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 5

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if options.switched_on("XUEZUO_FAST_PASSWORDS"):
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "xuezuo.accounts.passwords.GuessedWordsValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
vars().update(options.mail("XUEZUO_DIGEST_MAIL"))
DEFAULT_FROM_EMAIL = options.read("XUEZUO_DIGEST_FROM")
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_SESSION_REMEMBER = False
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "xuezuo.web.account.sign_in.counted_name"
AXES_LOCKOUT_CALLABLE = "xuezuo.web.account.sign_in.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says until when; that must stay true
ACCOUNT_RATE_LIMITS = {
    # in the database, not here: wrong passwords by axes, wrong codes by accounts.actions.sign_ins
    "login_failed": "120/m/ip",
    "feedback": "30/h/ip",  # of people who have not signed in
}
ACCOUNT_ADAPTER = "xuezuo.web.account.sign_in_doors.AccountAdapter"
MFA_ADAPTER = "xuezuo.web.account.sign_in_doors.FactorAdapter"
MFA_TOTP_ISSUER = "xuezuo"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "xuezuo.web.account.sign_in_doors.CodeForm",
    "reauthenticate": "xuezuo.web.account.sign_in_doors.CodeAgainForm",
}
ACCOUNT_FORMS = {"change_password": "xuezuo.web.account.sign_in_doors.NewPasswordForm"}
FACTOR_DEMANDED = sign_in.factor_is_demanded()
FACTOR_KINDS = sign_in.words("XUEZUO_SECOND_FACTOR_KINDS")
ACTIVATION_DAYS = max(options.number("XUEZUO_ACTIVATION_DAYS"), 1)
DISK_FLOOR = options.number("XUEZUO_DISK_FLOOR")
OFFLINE_DAYS = options.number("XUEZUO_OFFLINE_DAYS")
SESSION_IDLE = sign_in.minutes("XUEZUO_SESSION_IDLE")
SESSION_LONGEST = sign_in.minutes("XUEZUO_SESSION_LONGEST")
SSO_CLAIM = options.read("XUEZUO_SSO_CLAIM")
SSO_FACTOR = sign_in.words("XUEZUO_SSO_FACTOR")
SSO_NAME = options.read("XUEZUO_SSO_NAME")
SSO_PROVIDER = sign_in.PROVIDER
if SSO:
    SOCIALACCOUNT_PROVIDERS = sign_in.sso_providers()
    SOCIALACCOUNT_ADAPTER = "xuezuo.web.account.sso.Adapter"
CSRF_FAILURE_VIEW = "xuezuo.web.shared.faults.stale_form"

LANGUAGE_CODE = options.read("XUEZUO_LANGUAGE")
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = sorted(PACKAGE.glob("**/locale"))
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# `xuezuo serve` gathers the files in STATIC_ROOT, packed and under names that change with what is in them, so that a
# phone asks for each once; without them (tests, a shell) they are found where they are written.
GATHERED = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
AS_WRITTEN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": GATHERED if os.environ.get("XUEZUO_GATHERED") else AS_WRITTEN,
    "gathered": GATHERED,
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# In memory, each process its own: counts of how often an address tried within the minute or the hour. With several
# processes (XUEZUO_WORKERS) an address may try as many times more, and a code of an app is good once in each. Wrong
# passwords and wrong codes are counted in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
SESSION_ENGINE = "xuezuo.accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = options.switched_on("XUEZUO_HTTPS")
CSRF_COOKIE_HTTPONLY = True  # pages carry the form's protection themselves
MESSAGE_STORAGE = "xuezuo.web.shared.notes.Notes"
MESSAGES_COOKIE_NAME = "messages"
if options.switched_on("XUEZUO_HTTPS"):
    # browsers take a cookie of such a name from this host by HTTPS only, never from a neighbour below the same domain
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME, MESSAGES_COOKIE_NAME = "__Host-language", "__Host-messages"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    if PROXIES:  # the proxy ends HTTPS and says so; without this every form is refused as coming from elsewhere
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
