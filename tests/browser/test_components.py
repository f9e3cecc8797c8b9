"""Every component, at both widths and in both themes, under the strict content security policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask, url_for
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.browser.looking import (
    DESKTOP,
    PHONE,
    assert_accessible,
    assert_fits_its_width,
    console_errors,
    keep_picture,
)
from tracker.core import compression, paths, style_sheet, styleguide, templating, web

pytestmark = pytest.mark.browser

# 1,400 px at a zoom of 200 %; 1,280 px at 400 % (WCAG 1.4.10, reflow).
ZOOMED = {"width": 700, "height": 450}
REFLOWED = {"width": 320, "height": 256}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The style guide served alone: templates, static files and headers of the app, no database."""
    app = Flask(
        __name__,
        template_folder=str(paths.templates_folder()),
        static_folder=str(paths.static_folder()),
    )
    app.config["SECRET_KEY"] = "a key that is only used by the tests, long enough"
    compression.init_app(app)
    web.init_app(app)
    templating.register_macros(app)
    templating.version_static_files(app)
    style_sheet.init_app(app)
    app.register_blueprint(styleguide.blueprint)
    with app.test_request_context():
        path = url_for("styleguide.show")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{path}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium_browser: Browser) -> Iterator[Page]:
    context = chromium_browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "size"),
    [("phone", PHONE), ("reflowed", REFLOWED), ("zoomed", ZOOMED), ("desktop", DESKTOP)],
)
def test_every_component_is_accessible_and_fits(
    page: Page, address: str, name: str, size: dict[str, int], theme: str
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    complaints = console_errors(page)
    page.goto(address, wait_until="networkidle")
    keep_picture(page, f"styleguide-{name}-{theme}")
    assert_accessible(page)
    assert_fits_its_width(page)
    assert not complaints


def test_figures_of_dates_stand_under_each_other(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.load('14px \"Be Vietnam Tabular Figures\"', '0123456789')")
    widths = page.evaluate(
        """() => [...'0123456789'].map((digit) => {
            const time = document.querySelector('.due time');
            time.textContent = digit.repeat(10);
            return time.getBoundingClientRect().width;
        })"""
    )
    assert len(set(widths)) == 1


def test_first_stop_of_the_keyboard_leads_to_the_content(page: Page, address: str) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.locator(".skip-link").focus()
    assert page.locator(".skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_command_in_a_message_stays_on_one_line(page: Page, address: str) -> None:
    """Whatever stands before it: on a phone "tracker check" would else be read as two commands."""
    page.set_viewport_size(PHONE)
    page.goto(address)
    lines = page.evaluate(
        """() => {
          const text = document.querySelector(".message .message__text");
          text.innerHTML = "<p><span></span> <code>tracker check</code> để biết vì sao</p>";
          return Array.from({length: 40}, (_, letters) => {
            text.querySelector("span").textContent = "x".repeat(letters);
            return text.querySelector("code").getClientRects().length;
          });
        }"""
    )
    assert lines == [1] * 40
    assert_fits_its_width(page)
