"""The pictures of the help pages and of the README, photographed from the sample ward."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser.looking import chromium
from tests.browser.screenshots import demo_app
from tests.browser.serving import served, sign_in_on
from tracker.core import paths
from tracker.demo.people import PASSWORD

FOLDER = paths.static_folder() / "help"
# As templates/macros/page.html says of each picture.
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1100, "height": 660}
QUALITY = 72


def _as_it_opens(_page: Page) -> None:
    """Nothing to do first."""


def _open_the_first_row(page: Page) -> None:
    page.locator(".work-item .tick").first.click()
    page.get_by_text("Đã xong, gửi xác nhận").first.click()
    form = page.locator(".work-item--open .inline-form")
    form.evaluate("form => window.scrollBy(0, form.getBoundingClientRect().top + 90)")


def _tick_three_rows(page: Page) -> None:
    for box in page.locator("input[name=chosen]").all()[:3]:
        box.check()
    page.locator(".work-group").first.evaluate("group => group.scrollIntoView()")


def _show_the_doubts(page: Page) -> None:
    page.locator(".cell--doubt").first.evaluate("cell => cell.scrollIntoView({block: 'center'})")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of a person, photographed after `prepare`."""

    name: str
    username: str
    address: str
    size: dict[str, int]
    prepare: Callable[[Page], None] = _as_it_opens


PICTURES = (
    Picture("cap-nhat", "truong.vanhoa", "/?need=due_soon", PHONE, _open_the_first_row),
    Picture("nhieu-viec", "truong.vanhoa", "/?many=1", PHONE, _tick_three_rows),
    Picture("viec-cua-toi", "congchuc.kinhte", "/", PHONE),
    Picture("ra-soat", "vanphong", "/imports/2", DESK, _show_the_doubts),
    Picture("cho-xac-nhan", "vanphong", "/review", DESK),
    Picture("don-doc", "vanphong", "/follow-up", DESK),
    Picture("toan-canh", "chutich", "/overview", DESK),
    Picture("ke-hoach", "giamsat", "/plans/2", DESK),
    Picture("don-vi", "quantri", "/units", DESK),
)


def main() -> None:
    """Fill a throwaway ward and photograph it into static/help."""
    with tempfile.TemporaryDirectory() as folder:
        app = demo_app(Path(folder))
        with served(app) as address, chromium() as browser:
            for picture in PICTURES:
                page = browser.new_context(
                    viewport=picture.size,
                    base_url=address,
                    locale="vi-VN",
                    has_touch=picture.size is PHONE,
                ).new_page()
                sign_in_on(page, picture.username, PASSWORD)
                page.goto(picture.address)
                picture.prepare(page)
                shot = Image.open(io.BytesIO(page.screenshot()))
                shot.save(FOLDER / f"{picture.name}.webp", quality=QUALITY, method=6)
                page.context.close()


if __name__ == "__main__":
    main()
