"""What is sent compressed, to whom, and what never is."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
OLD_BROWSER = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def address_of(name: str, client: FlaskClient) -> str:
    found = re.search(f'(?:href|src)="([^"]*{name}[^"]*)"', client.get("/login").text)
    assert found
    return found[1]


def encoding_of(answer: TestResponse) -> str | None:
    assert answer.status_code == 200
    return answer.headers.get("Content-Encoding")


def test_a_page_is_sent_as_the_browser_can_read_it(client: FlaskClient) -> None:
    plain = client.get("/login")
    new, old = client.get("/login", headers=BROWSER), client.get("/login", headers=OLD_BROWSER)
    assert (encoding_of(plain), encoding_of(new), encoding_of(old)) == (None, "br", "gzip")
    assert "<h1" in brotli.decompress(new.data).decode()
    assert "<h1" in gzip.decompress(old.data).decode()
    assert {"accept-encoding", "hx-request"} <= {word.lower() for word in new.vary}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_that_another_site_asks_for_is_not(client: FlaskClient, site: str) -> None:
    """Its length would tell that site what it had guessed of the page's secrets (BREACH)."""
    assert encoding_of(client.get("/login", headers=BROWSER | {"Sec-Fetch-Site": site})) is None


@pytest.mark.parametrize("name", ["styles.css", "app.js"])
def test_a_file_is_compressed_and_kept_for_a_year(client: FlaskClient, name: str) -> None:
    address = address_of(name, client)
    plain = client.get(address, buffered=True)
    for _again in range(2):
        answer = client.get(address, headers=BROWSER, buffered=True)
        assert encoding_of(answer) == "br"
        assert brotli.decompress(answer.data) == plain.data
        assert answer.cache_control.max_age == 365 * 24 * 60 * 60
    old = client.get(address, headers=OLD_BROWSER, buffered=True)
    assert gzip.decompress(old.data) == plain.data
    assert len(answer.data) < len(plain.data) / 2


def test_a_file_that_is_there_already_is_not_sent_again(client: FlaskClient) -> None:
    address = address_of("app.js", client)
    first = client.get(address, headers=BROWSER, buffered=True)
    again = client.get(
        address, headers=BROWSER | {"If-None-Match": first.headers["ETag"]}, buffered=True
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_font_stays_as_it_is(client: FlaskClient) -> None:
    address = "/static/fonts/be-vietnam-pro/latin-400.woff2"
    answer = client.get(address, headers=BROWSER, buffered=True)
    assert encoding_of(answer) is None
    assert answer.data[:4] == b"wOF2"


def test_a_refusal_reads_well_too(client: FlaskClient) -> None:
    answer = client.get("/no-such-page", headers=BROWSER)
    assert answer.status_code == 404
    assert "<h1" in answer.text
