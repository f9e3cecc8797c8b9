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
    ended = threading.Event()
    thread = threading.Thread(target=_answer, args=(server, ended), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        ended.set()
        server.trigger.pull_trigger()
        thread.join()
        _close(server)
        with app.app_context():
            db.engine.dispose()


def _answer(server: BaseWSGIServer, ended: threading.Event) -> None:
    """Answer whoever comes until told to end; closing is left to who waits for this thread.

    Closing here would shut the very pipe by which the other thread is just telling it.
    """
    while not ended.is_set():
        server.asyncore.loop(timeout=1, map=server._map, count=1)


def _close(server: BaseWSGIServer) -> None:
    """Close every line; nobody reads or writes on them any more."""
    server.task_dispatcher.shutdown()
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


def lose_session(page: Page) -> None:
    """As when it has expired; an answer that is still on its way would bring the cookie back."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()


def _send_password(page: Page, username: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
