"""Every page of the demo ward, in every role, on a telephone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import (
    DESKTOP,
    PHONE,
    assert_accessible,
    assert_fits_its_width,
    assert_no_label_without_words,
    assert_prints_as_a_table,
    assert_readable_in_the_dark,
    console_errors,
)
from tests.browser.screenshots import NO_PAGE, PAGES, open_path, open_signed_in
from tests.browser.serving import sign_in_on
from tracker.demo.people import PASSWORD

pytestmark = pytest.mark.browser

MOST_BYTES = 150_000


@pytest.mark.parametrize("username", PAGES)
def test_each_page_is_accessible_and_fits(
    chromium_browser: Browser, demo_site: str, username: str
) -> None:
    """Each page is opened on a telephone and then drawn out to a desk's width."""
    page = open_signed_in(chromium_browser, demo_site, username, PHONE)
    complaints = console_errors(page)
    for path in PAGES[username]:
        page.set_viewport_size(PHONE)
        assert open_path(page, path) == (404 if path == NO_PAGE else 200), path
        expect(page.locator("h1")).to_have_count(1)
        for width in (PHONE, DESKTOP):
            page.set_viewport_size(width)
            assert_accessible(page)
            assert_fits_its_width(page)
            if width is PHONE:
                assert_no_label_without_words(page)
                assert_prints_as_a_table(page)
        assert_readable_in_the_dark(page)
    # A page that does not exist answers 404, which the console notes by itself.
    assert [text for text in complaints if "404" not in text] == []
    page.context.close()


def test_a_first_visit_weighs_less_than_150_kb_with_everything(
    chromium_browser: Browser, demo_site: str
) -> None:
    """What goes over the line from the sign-in page to one's own work, headers and fonts too."""
    context = chromium_browser.new_context(viewport=PHONE, base_url=demo_site, locale="vi-VN")
    page = context.new_page()
    sizes: list[float] = []
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    sign_in_on(page, "truong.vanhoa", PASSWORD)
    page.wait_for_load_state("networkidle")
    context.close()
    assert len(sizes) > 8
    assert sum(sizes) < MOST_BYTES, sum(sizes)
