"""Settings from the environment: a wrong one names itself in one sentence at the start."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from tracker import create_app
from tracker.config import DEFAULT_BASE_URL, Config, load_config
from tracker.core.errors import ConfigurationError
from tracker.core.storage import FileStore

LONG_KEY = "k" * 32


def load(folder: Path, **changes: str) -> Config:
    return load_config({"TRACKER_DATA_DIR": str(folder), **changes})


def test_without_any_setting_everything_lies_in_the_data_folder(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert config.database_url == f"sqlite:///{tmp_path.as_posix()}/tracker.sqlite3"
    assert config.evidence_url == (tmp_path / "evidence").as_uri()
    assert config.mail_server is None
    assert config.base_url == DEFAULT_BASE_URL


def test_the_data_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "một" / "hai"
    assert load(folder).data_dir == folder
    assert folder.is_dir()


def test_a_variable_without_a_value_is_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config({"TRACKER_DATA_DIR": "", "TRACKER_BASE_URL": "", "TRACKER_SMTP_URL": ""})
    assert config.data_dir == tmp_path / "var"
    assert config.base_url == DEFAULT_BASE_URL


def test_the_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first, second = load(tmp_path), load(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
def test_the_data_folder_is_made_for_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "srv" / "tracker"
    load(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    # Whoever keeps the machine and opened it on purpose finds it so.
    folder.chmod(0o750)
    load(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    assert load(tmp_path / "a").secret_key != load(tmp_path / "b").secret_key


def test_postgresql_goes_through_the_driver_that_is_installed(tmp_path: Path) -> None:
    config = load(tmp_path, TRACKER_DATABASE_URL="postgresql://ward:p%40ss@db:5433/tracker")
    assert config.database_url == "postgresql+psycopg://ward:p%40ss@db:5433/tracker"


def test_a_relative_sqlite_file_lies_where_the_command_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = load(tmp_path, TRACKER_DATABASE_URL="sqlite:///ward.sqlite3")
    assert config.database_url == f"sqlite:///{tmp_path.as_posix()}/ward.sqlite3"


@pytest.mark.parametrize(
    ("url", "host", "port", "security"),
    [
        ("smtp://mail.example?from=a@b.vn", "mail.example", 25, "none"),
        ("smtp://mail.example:587?from=a@b.vn&security=starttls", "mail.example", 587, "starttls"),
        ("smtps://mail.example?from=a@b.vn", "mail.example", 465, "tls"),
    ],
)
def test_mail_servers(tmp_path: Path, url: str, host: str, port: int, security: str) -> None:
    server = load(tmp_path, TRACKER_SMTP_URL=url).mail_server
    assert server is not None
    assert (server.host, server.port, server.security) == (host, port, security)
    assert (server.sender, server.username) == ("a@b.vn", None)


def test_a_mail_password_may_hold_any_letter(tmp_path: Path) -> None:
    url = "smtp://nhac%40phuong.vn:m%E1%BA%ADt%3A%2F@mail.example?from=a@b.vn"
    server = load(tmp_path, TRACKER_SMTP_URL=url).mail_server
    assert server is not None
    assert (server.username, server.password) == ("nhac@phuong.vn", "mật:/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_DATA_DIR", "{file}/x"),
        ("TRACKER_DATABASE_URL", "tracker"),
        ("TRACKER_DATABASE_URL", "mysql://u:p@host/db"),
        ("TRACKER_DATABASE_URL", "postgresql://u:p@host:port/db"),
        ("TRACKER_DATABASE_URL", "sqlite://"),
        ("TRACKER_DATABASE_URL", "sqlite:///:memory:"),
        ("TRACKER_EVIDENCE_URL", "evidence"),
        ("TRACKER_EVIDENCE_URL", "ftp://host/evidence"),
        ("TRACKER_EVIDENCE_URL", "file://{file}/x"),
        ("TRACKER_EVIDENCE_URL", "file://host/evidence"),
        ("TRACKER_EVIDENCE_URL", "s3://"),
        ("TRACKER_SMTP_URL", "mail.example"),
        ("TRACKER_SMTP_URL", "smtp://mail.example"),
        ("TRACKER_SMTP_URL", "smtp://mail.example?from=nobody"),
        ("TRACKER_SMTP_URL", "smtp://mail.example:port?from=a@b.vn"),
        ("TRACKER_SMTP_URL", "smtp://mail.example:99999?from=a@b.vn"),
        ("TRACKER_SMTP_URL", "smtp://mail.example?from=a@b.vn&security=ssl"),
        ("TRACKER_SMTP_URL", "smtp://[mail?from=a@b.vn"),
        ("TRACKER_SMTP_URL", "http://mail.example?from=a@b.vn"),
        ("TRACKER_BASE_URL", "nhiemvu.phuong.vn"),
        ("TRACKER_BASE_URL", "ftp://nhiemvu.phuong.vn"),
        ("TRACKER_BASE_URL", "https://"),
        ("TRACKER_BASE_URL", "https://[x"),
        ("TRACKER_BASE_URL", "https://host:port"),
        ("TRACKER_SECRET_KEY", "ngắn"),
    ],
)
def test_a_wrong_setting_names_itself_in_one_sentence(
    tmp_path: Path, name: str, value: str
) -> None:
    file = tmp_path / "a-file"
    file.write_text("")
    environment = {"TRACKER_DATA_DIR": str(tmp_path), name: value.format(file=file.as_posix())}
    with pytest.raises(ConfigurationError) as refused:
        FileStore(load_config(environment).evidence_url)
    message = refused.value.message
    assert name in message
    assert "\n" not in message
    assert message.endswith(".")
    assert "://u:p@" not in message, "a password has no place in a message"


@pytest.mark.parametrize("content", ["", "short", "\u00e9" * 40])
def test_a_damaged_key_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret_key").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"secret_key.*TRACKER_SECRET_KEY"):
        load(tmp_path)


def test_a_key_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(ConfigurationError, match=r"secret_key.*TRACKER_SECRET_KEY"):
        load(tmp_path)


def test_settings_come_from_a_file_too_and_the_environment_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "TRACKER_DATA_DIR=dữ-liệu\n"
        "TRACKER_BASE_URL=https://tu-tep.example\n"
        f"TRACKER_SECRET_KEY={LONG_KEY}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    for name in ("TRACKER_DATA_DIR", "TRACKER_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRACKER_BASE_URL", "https://tu-moi-truong.example/")
    config = load_config()
    assert config.data_dir == tmp_path / "dữ-liệu"
    assert config.secret_key == LONG_KEY
    assert config.base_url == "https://tu-moi-truong.example"


def test_behind_https_the_session_never_travels_without_it(tmp_path: Path) -> None:
    for url, secure in (("https://nhiemvu.phuong.vn", True), ("http://127.0.0.1:8000", False)):
        app = create_app(load(tmp_path, TRACKER_BASE_URL=url))
        assert app.config["SESSION_COOKIE_SECURE"] is secure
        assert app.config["SESSION_COOKIE_HTTPONLY"] is True


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("TRACKER_LOG_LEVEL", "loud"),
        ("TRACKER_LOG_FORMAT", "xml"),
        ("TRACKER_SLOW_QUERY_MS", "soon"),
        ("TRACKER_METRICS_TOKEN", "short"),
    ],
)
def test_wrong_settings_of_watching_are_named(tmp_path: Path, name: str, wrong: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        load(tmp_path, **{name: wrong})


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "99"])
def test_a_wrong_number_of_proxies_is_named(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigurationError, match="TRACKER_TRUSTED_PROXIES"):
        load(tmp_path, TRACKER_TRUSTED_PROXIES=value)
    assert load(tmp_path, TRACKER_TRUSTED_PROXIES="1").trusted_proxies == 1
