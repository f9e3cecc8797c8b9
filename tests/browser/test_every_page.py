"""Every page of the demo ward, in every role, on a telephone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import (
    DESKTOP,
    PHONE,
    assert_accessible,
    assert_fits_its_width,
    assert_readable_in_the_dark,
    console_errors,
)
from tests.browser.screenshots import PAGES, demo_app, open_signed_in
from tests.browser.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Phường Mẫu, filled once and served."""
    with served(demo_app(tmp_path_factory.mktemp("demo"))) as address:
        yield address


@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["360", "1400"])
@pytest.mark.parametrize("username", PAGES)
def test_each_page_is_accessible_and_fits(
    chromium_browser: Browser, demo_site: str, username: str, width: dict[str, int]
) -> None:
    page = open_signed_in(chromium_browser, demo_site, username, width)
    complaints = console_errors(page)
    for path in PAGES[username]:
        page.goto(path)
        expect(page.locator("h1")).to_have_count(1)
        assert_accessible(page)
        assert_fits_its_width(page)
        if width is DESKTOP:
            assert_readable_in_the_dark(page)
    # A page that does not exist answers 404, which the console notes by itself.
    assert [text for text in complaints if "404" not in text] == []
    page.context.close()
