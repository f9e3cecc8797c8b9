"""A real browser against the real server, on a real database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from waitress.server import create_server

from tests.browser.looking import DESKTOP, chromium
from tests.conftest import Templates, config_for
from tests.databases import copy_sqlite
from tests.personas import PASSWORD
from tracker import create_app
from tracker.core.db import db

# Signs a persona in and gives their page: `sign_in("vanphong", width=PHONE)`.
SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def served_app(sqlite_templates: Templates, tmp_path: Path) -> Flask:
    """The app with its people as an installation runs it: CSRF on, the real clock."""
    return create_app(config_for(copy_sqlite(Path(sqlite_templates.peopled), tmp_path), tmp_path))


@pytest.fixture
def site(served_app: Flask) -> Iterator[str]:
    """The address of the pages, served as `tracker run` serves them."""
    server = create_server(served_app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)
    with served_app.app_context():
        db.engine.dispose()


@pytest.fixture
def sign_in(chromium_browser: Browser, site: str) -> Iterator[SignIn]:
    """Each person in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_page(username: str, *, width: dict[str, int] = DESKTOP) -> Page:
        context = chromium_browser.new_context(
            viewport=width, base_url=site, locale="vi-VN", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/login")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/")
        return page

    yield open_page
    for context in contexts:
        context.close()
