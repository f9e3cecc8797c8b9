"""Behind another server: the visitor's address and https are believed only where that is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask, request

from tests.browser.serving import served
from tests.conftest import config_for
from tracker import create_app

FORWARDED = {"X-Forwarded-For": "198.51.100.9, 192.0.2.7", "X-Forwarded-Proto": "https"}


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Flask]:
    """An app whose /seen says what it believes of the visitor."""

    def build(**changes: object) -> Flask:
        config = config_for(f"sqlite:///{tmp_path.as_posix()}/none.sqlite3", tmp_path)
        app = create_app(replace(config, **changes))  # type: ignore[arg-type]
        app.before_request_funcs.clear()
        app.add_url_rule("/seen", "seen", lambda: f"{request.remote_addr} {request.scheme}")
        return app

    return build


def asked(app: Flask) -> str:
    with served(app) as address:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=120)
        connection.request("GET", "/seen", headers=FORWARDED)
        answer = connection.getresponse().read().decode()
        connection.close()
    return answer


def test_nobody_chooses_the_address_they_are_counted_under(built: Callable[..., Flask]) -> None:
    assert asked(built()) == "127.0.0.1 http"


@pytest.mark.parametrize(("proxies", "address"), [(1, "192.0.2.7"), (2, "198.51.100.9")])
def test_with_proxies_the_address_is_the_one_they_saw(
    built: Callable[..., Flask], proxies: int, address: str
) -> None:
    assert asked(built(trusted_proxies=proxies)) == f"{address} https"


def test_over_https_the_cookie_and_the_browser_stay_there(built: Callable[..., Flask]) -> None:
    plain, secure = built(), built(base_url="https://nhiemvu.phuongmau.example")
    assert "Strict-Transport-Security" not in plain.test_client().get("/seen").headers
    headers = secure.test_client().get("/seen").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        assert headers[name]
    assert secure.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert secure.config["SESSION_COOKIE_SECURE"]
    assert plain.config["SESSION_COOKIE_HTTPONLY"]
    assert plain.config["SESSION_COOKIE_SAMESITE"] == "Lax"
