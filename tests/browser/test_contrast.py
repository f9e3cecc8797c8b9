"""That each kind of text is measured only once hides no text that is hard to read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import PHONE, assert_accessible, assert_readable_in_the_dark

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="vi"><head><title>Màu</title><style>
body { background: #ffffff; color: #222222 } .row { background: #eeeeee }
.pale .word { color: #999999 } .faded { opacity: 0.3 } .dim { color: #bbbbbb }
@media (prefers-color-scheme: dark) {
  body { background: #111111; color: #eeeeee } .row { background: #222222 }
  .night { color: #333333 }
}</style></head><body><main><h1>Màu chữ</h1>%s</main></body></html>"""
ROWS = "".join(f'<p class="row"><span class="word">dòng {n}</span></p>' for n in range(9))


@pytest.fixture(scope="module")
def page(chromium_browser: Browser) -> Iterator[Page]:
    context = chromium_browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "weak",
    [
        ROWS.replace("dòng 7", '<b class="dim">dòng 7</b>'),
        f'<div class="pale">{ROWS}</div>',
        f'<div class="faded">{ROWS}</div>',
        '<input class="dim" aria-label="Số" value="15" disabled>'
        '<input class="dim" aria-label="Số" value="15">',
    ],
    ids=["one in a row", "by its place", "by what is around", "beside one that is off"],
)
def test_a_weak_text_is_found_beside_good_ones(page: Page, weak: str) -> None:
    page.set_content(PAGE % ROWS)
    assert_accessible(page)
    page.set_content(PAGE % (ROWS + weak))
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_accessible(page)


def test_what_is_good_by_day_is_measured_by_night(page: Page) -> None:
    page.set_content(PAGE % (ROWS + '<p class="night">Ghi chú</p>'))
    assert_accessible(page)
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_readable_in_the_dark(page)
