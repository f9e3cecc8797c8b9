"""Settings of an installation, read once from the environment (and a `.env` file)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from dotenv import dotenv_values
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from tracker.core.errors import ConfigurationError

DEFAULT_BASE_URL = "http://127.0.0.1:8000"
SHORTEST_SECRET_KEY = 32
SHORTEST_PASSPHRASE = 12
MOST_PROXIES = 5
SHORTEST_TOKEN = 16
LOG_FORMATS = frozenset({"plain", "json"})
LOG_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MAIL_SECURITY = frozenset({"none", "starttls", "tls"})


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over. `security` is none, starttls or tls."""

    host: str
    port: int
    security: str
    username: str | None
    password: str | None
    sender: str


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """Where people may sign in instead of here (OpenID Connect)."""

    issuer: str
    client_id: str
    client_secret: str
    name: str = "Đăng nhập một lần"
    # Which of the provider's words names the person; the account holds the same.
    claim: str = "sub"
    # The provider itself asks for a second step: then ours is not asked for too.
    asks_second_step: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an installation decides outside the database."""

    data_dir: Path
    database_url: str
    evidence_url: str
    mail_server: MailServer | None
    base_url: str
    secret_key: str
    backup_dir: Path | None = None
    backup_copy_dir: Path | None = None
    backup_passphrase: str | None = None
    # How many servers in front of this one pass on the visitor's address.
    trusted_proxies: int = 0
    log_format: str = "plain"
    log_level: str = "WARNING"
    slow_query_milliseconds: int = 500
    # Lets a collector on another machine read the metrics; without it this machine alone may.
    metrics_token: str | None = None
    clamav_url: str | None = None
    oidc: OidcProvider | None = None


def load_config(environment: dict[str, str] | None = None) -> Config:
    """Read and check all settings; ConfigurationError names the first wrong one."""
    if environment is None:
        environment = {**_set_only(dotenv_values(".env")), **_set_only(os.environ)}
    values = _set_only(environment)
    data_dir = _data_dir(values.get("TRACKER_DATA_DIR", "var"))
    return Config(
        data_dir=data_dir,
        database_url=_database_url(values.get("TRACKER_DATABASE_URL"), data_dir),
        evidence_url=values.get("TRACKER_EVIDENCE_URL") or (data_dir / "evidence").as_uri(),
        mail_server=_mail_server(values.get("TRACKER_SMTP_URL")),
        base_url=_base_url(values.get("TRACKER_BASE_URL", DEFAULT_BASE_URL)),
        secret_key=_secret_key(values.get("TRACKER_SECRET_KEY"), data_dir),
        backup_dir=_folder(values.get("TRACKER_BACKUP_DIR")),
        backup_copy_dir=_folder(values.get("TRACKER_BACKUP_COPY_DIR")),
        backup_passphrase=_passphrase(values.get("TRACKER_BACKUP_PASSPHRASE")),
        trusted_proxies=_trusted_proxies(values.get("TRACKER_TRUSTED_PROXIES", "0")),
        log_format=_one_of(
            "TRACKER_LOG_FORMAT", values.get("TRACKER_LOG_FORMAT"), LOG_FORMATS, "plain"
        ),
        log_level=_one_of(
            "TRACKER_LOG_LEVEL", values.get("TRACKER_LOG_LEVEL"), LOG_LEVELS, "WARNING"
        ),
        slow_query_milliseconds=_milliseconds(values.get("TRACKER_SLOW_QUERY_MS", "500")),
        metrics_token=_metrics_token(values.get("TRACKER_METRICS_TOKEN")),
        clamav_url=_scanner(values.get("TRACKER_CLAMAV_URL")),
        oidc=_oidc_provider(values),
    )


def _one_of(name: str, value: str | None, known: frozenset[str], usual: str) -> str:
    if value is None:
        return usual
    if value not in known:
        raise ConfigurationError(f"{name} “{value}” không đúng: chọn {', '.join(sorted(known))}.")
    return value


def _milliseconds(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 1_000_000):
        raise ConfigurationError(
            f"TRACKER_SLOW_QUERY_MS “{value}” không đúng: viết số mili giây, ví dụ 500."
        )
    return int(value)


def _metrics_token(value: str | None) -> str | None:
    if value is not None and len(value) < SHORTEST_TOKEN:
        raise ConfigurationError(
            f"TRACKER_METRICS_TOKEN quá ngắn: cần ít nhất {SHORTEST_TOKEN} ký tự."
        )
    return value


def _set_only(values: Mapping[str, str | None]) -> dict[str, str]:
    """A variable without a value is one that is not set."""
    return {name: value for name, value in values.items() if value}


def _data_dir(value: str) -> Path:
    folder = Path(value).expanduser().resolve()
    try:
        # Not for other accounts of the machine: restricted files lie here, too.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"TRACKER_DATA_DIR “{folder}” không tạo được thư mục: hãy chọn nơi ghi được."
        ) from error
    return folder


def _database_url(value: str | None, data_dir: Path) -> str:
    if not value:
        return f"sqlite:///{(data_dir / 'tracker.sqlite3').as_posix()}"
    try:
        url = make_url(value)
    except (ArgumentError, ValueError) as error:
        # Not repeated in the message: the address may hold a password.
        raise ConfigurationError(
            "TRACKER_DATABASE_URL không phải địa chỉ cơ sở dữ liệu: "
            "viết dạng postgresql://… hoặc sqlite:///…."
        ) from error
    backend = url.get_backend_name()
    if backend not in {"sqlite", "postgresql"}:
        raise ConfigurationError(
            f"TRACKER_DATABASE_URL dùng “{backend}”: chỉ dùng được PostgreSQL hoặc SQLite."
        )
    if backend == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    elif not url.database or url.database == ":memory:":
        raise ConfigurationError(
            "TRACKER_DATABASE_URL cần tên tệp SQLite: viết dạng sqlite:////đường-dẫn/tracker.sqlite3."
        )
    else:
        url = url.set(database=Path(url.database).expanduser().resolve().as_posix())
    return url.render_as_string(hide_password=False)


def _mail_server(value: str | None) -> MailServer | None:
    if not value:
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise _wrong_mail_server() from error
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    tls = parts.scheme == "smtps"
    security = "tls" if tls else query.get("security", "none")
    known = parts.scheme in {"smtp", "smtps"} and security in MAIL_SECURITY
    if not known or not parts.hostname or "@" not in query.get("from", ""):
        raise _wrong_mail_server()
    return MailServer(
        host=parts.hostname,
        port=port or (465 if security == "tls" else 25),
        security=security,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        sender=query["from"],
    )


def _wrong_mail_server() -> ConfigurationError:
    """The address itself is not repeated: it may hold a password."""
    return ConfigurationError(
        "TRACKER_SMTP_URL không đúng: viết dạng "
        "smtp://tài-khoản:mật-khẩu@máy-chủ:587?from=địa-chỉ-gửi&security=starttls."
    )


def _base_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ConfigurationError(
            f"TRACKER_BASE_URL “{value}” không đúng: viết dạng https://nhiemvu.phuong.gov.vn."
        )
    return value.rstrip("/")


def _oidc_provider(values: Mapping[str, str]) -> OidcProvider | None:
    """Off unless set; then all that is needed must be there, and over https."""
    names = ("TRACKER_OIDC_ISSUER", "TRACKER_OIDC_CLIENT_ID", "TRACKER_OIDC_CLIENT_SECRET")
    given = [values.get(name) for name in names]
    if not any(given):
        return None
    missing = [name for name, value in zip(names, given, strict=True) if not value]
    if missing:
        raise ConfigurationError(f"Thiếu {', '.join(missing)}: đăng nhập một lần cần cả ba.")
    issuer, client_id, client_secret = (value or "" for value in given)
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ConfigurationError(f"TRACKER_OIDC_ISSUER “{issuer}” không đúng: cần https://….")
    step = values.get("TRACKER_OIDC_SECOND_STEP", "own")
    if step not in {"own", "provider"}:
        raise ConfigurationError("TRACKER_OIDC_SECOND_STEP không đúng: own hoặc provider.")
    return OidcProvider(
        issuer=issuer.rstrip("/"),
        client_id=client_id,
        client_secret=client_secret,
        name=values.get("TRACKER_OIDC_NAME", "Đăng nhập một lần"),
        claim=values.get("TRACKER_OIDC_CLAIM", "sub"),
        asks_second_step=step == "provider",
    )


def _folder(value: str | None) -> Path | None:
    """Made when it is first written to: a second disk may not be there at every start."""
    return Path(value).expanduser().resolve() if value else None


def _scanner(value: str | None) -> str | None:
    if not value:
        return None
    try:
        parts = urlsplit(value)
        known = (parts.scheme == "tcp" and parts.hostname and parts.port != 0) or (
            parts.scheme == "unix" and parts.path
        )
    except ValueError:
        known = False
    if not known:
        raise ConfigurationError(
            f"TRACKER_CLAMAV_URL “{value}” không đúng: viết dạng tcp://127.0.0.1:3310 "
            "hoặc unix:///var/run/clamav/clamd.ctl."
        )
    return value


def _passphrase(value: str | None) -> str | None:
    if value is not None and len(value) < SHORTEST_PASSPHRASE:
        raise ConfigurationError(
            f"TRACKER_BACKUP_PASSPHRASE quá ngắn: cần ít nhất {SHORTEST_PASSPHRASE} ký tự."
        )
    return value


def _trusted_proxies(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > MOST_PROXIES:
        raise ConfigurationError(
            f"TRACKER_TRUSTED_PROXIES “{value}” không đúng: số máy chủ đứng trước, thường là 1."
        )
    return int(value)


def _secret_key(value: str | None, data_dir: Path) -> str:
    """The key given, or one made once and kept in the data folder."""
    if value:
        if len(value) < SHORTEST_SECRET_KEY:
            raise ConfigurationError(
                f"TRACKER_SECRET_KEY quá ngắn: cần ít nhất {SHORTEST_SECRET_KEY} ký tự."
            )
        return value
    key_file = data_dir / "secret_key"
    try:
        _make_once(key_file)
        key = key_file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"Không đọc hoặc ghi được khóa ở “{key_file}”: "
            "hãy cho quyền ghi TRACKER_DATA_DIR, hoặc đặt TRACKER_SECRET_KEY."
        ) from error
    if len(key) < SHORTEST_SECRET_KEY:
        raise ConfigurationError(
            f"Khóa trong tệp “{key_file}” quá ngắn: hãy xóa tệp để tạo lại, "
            "hoặc đặt TRACKER_SECRET_KEY."
        )
    return key


def _make_once(key_file: Path) -> None:
    """Write a new key unless one is there; readable by the service's own account only."""
    if key_file.exists():
        return
    with suppress(FileExistsError), key_file.open("x", encoding="ascii") as new_file:
        key_file.chmod(0o600)
        new_file.write(secrets.token_urlsafe(48))
        # Lost with the power it would be missed by all that was sealed with it meanwhile.
        new_file.flush()
        os.fsync(new_file.fileno())
