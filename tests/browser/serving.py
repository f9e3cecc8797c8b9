"""The app served to a browser as `tracker run` serves it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page
from pyotp import TOTP
from waitress.server import BaseWSGIServer, create_server

from tracker.core.db import db


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the app's pages, on a free port of this machine only."""
    server = create_server(
        app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=False
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(lambda: _close(server))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()
        with app.app_context():
            db.engine.dispose()


def _close(server: BaseWSGIServer) -> None:
    """Close every line; run by the serving thread, which would else wait on a file already shut."""
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.close()


def sign_in_on(page: Page, username: str, password: str) -> None:
    """Sign in by the form."""
    _send_password(page, username, password)
    page.wait_for_url("**/")


def sign_in_with_a_new_phone_on(page: Page, username: str, password: str) -> None:
    """Sign in by the form as somebody who must set up the second step first."""
    _send_password(page, username, password)
    page.wait_for_url("**/second-step/set-up**")
    secret = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("Mã xác thực").fill(TOTP(secret).now())
    page.get_by_role("button", name="Bật xác thực hai bước").click()
    page.get_by_role("link", name="Đã cất mã, tiếp tục").click()
    page.wait_for_url("**/")


def _send_password(page: Page, username: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
