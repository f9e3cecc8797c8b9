"""Pictures of the pages of each role at both widths, into test-artifacts/, for people to see."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page

from tests.browser.looking import DESKTOP, PHONE, chromium, keep_picture
from tests.browser.serving import served, sign_in_on
from tests.conftest import config_for
from tracker import create_app
from tracker.core.db import writing
from tracker.demo.fill import fill_demo
from tracker.demo.people import PASSWORD

NO_PAGE = "/no-such-page"
# Addresses; what follows a blank is a link of that page, which is opened then.
PAGES: dict[str, tuple[str, ...]] = {
    "truong.vanhoa": (
        "/",
        "/?many=1",
        "/reports/many?chosen=1&chosen=2&chosen=3",
        "/plans",
        "/plans/2",
        "/tasks/10",
        "/targets",
        "/targets/7",
        "/targets/8",
        "/account/password",
        "/account/sign-ins",
        "/account/second-step",
        "/account/second-step/set-up",
        "/notices",
        "/notices/choice",
        "/account/calendar",
        "/calendar",
        "/figures",
        "/search",
        "/search?words=khongcogi",
        "/help",
    ),
    "congchuc.vanhoa": ("/",),
    "vanphong": (
        "/",
        "/help",
        "/plans/2",
        "/follow-up?stage=both",
        "/urgings",
        "/urgings/1",
        "/urgings/2/withdraw",
        "/tasks/10/weight",
        "/exports/1",
        "/causes",
        "/causes?state=judged",
        "/causes a[href*='/causes/']",
        "/late-lists",
        "/late-lists/1",
        "/late-lists/2",
        "/late-lists/2 a[href*='/rows/']",
        "/tasks/10/directives/new",
        "/urgings/new?shown=1,2,3,4,5,6,7,8,9,30,31,32",
        "/settings/letters",
        "/review",
        "/figures",
        "/figures?kind=monthly&group=plan",
        "/figures/rows?measure=total",
        "/figures/rows?measure=returned",
        "/figures/changes?kind=monthly",
        "/reports",
        "/reports/new/chairman",
        "/reports/new/briefing",
        "/reports/1",
        "/extensions",
        "/extensions/1/revoke",
        "/extensions/3/decide",
        "/contributions/10/reminders",
        "/difficulties?state=all",
        "/calendar",
        "/imports",
        "/imports/1",
        "/imports/2",
        "/imports/2/rows/13/targets",
        "/reminders",
        "/reminders .cell--name a",
        "/reminders/leaders",
        "/settings",
        "/calendar/days",
        "/settings/files",
        "/downloads",
        "/tasks/10/amend",
        "/plans/2/amendments",
        "/plans/2/close",
        "/plans/1/reopen",
        "/plans/2/copy",
        "/plans/2/assign",
        "/units/2",
        "/units/2/merge",
        "/plans/2/edit",
        "/plans/2/print",
        "/plans/2/print?sheet=grid",
        "/plans/2/print?sheet=unit",
        "/plans/2/print?sheet=targets",
        "/plans/2/print?sheet=unit&unit=2&form=attached",
        "/targets",
        "/targets/1",
        "/targets/6",
        "/targets/1/edit",
        "/targets/1/drop",
        "/measurements/1/correct",
        "/plans/2/targets/new",
        "/search?words=bao+cao",
        "/search?words=bao+cao&kind=task",
    ),
    "chutich": (
        "/",
        "/overview",
        "/briefing",
        "/help",
        "/directives",
        "/directives/1",
        "/tasks/10",
        "/tasks/10/directives/new",
        "/follow-up",
        "/review",
    ),
    "giamsat": ("/", "/plans/2", "/follow-up"),
    "quantri": (
        "/",
        "/units",
        "/accounts",
        "/accounts/1",
        "/accounts/many",
        "/accounts/rights",
        "/settings/access",
        "/audit",
        NO_PAGE,
    ),
}


def main() -> None:
    """Fill a throwaway ward and photograph it."""
    with tempfile.TemporaryDirectory() as folder:
        app = demo_app(Path(folder))
        with served(app) as address, chromium() as browser:
            for width in (PHONE, DESKTOP):
                for username, pages in PAGES.items():
                    photograph(browser, address, username, pages, width)


def demo_app(folder: Path) -> Flask:
    """The app with Phường Mẫu in it."""
    app = create_app(config_for(f"sqlite:///{(folder / 'tracker.sqlite3').as_posix()}", folder))
    with app.app_context(), writing():
        upgrade()
    fill_demo(app)
    return app


def open_signed_in(browser: Browser, address: str, username: str, width: dict[str, int]) -> Page:
    """A page in a browser of the person's own."""
    page = browser.new_context(viewport=width, base_url=address, locale="vi-VN").new_page()
    sign_in_on(page, username, PASSWORD)
    return page


def open_path(page: Page, path: str) -> int:
    """Open the page of an address, or the first link there that is named after a blank."""
    address, _blank, link = path.partition(" ")
    answer = page.goto(address)
    if link:
        answer = page.goto(page.locator(link).first.get_attribute("href") or "")
    assert answer
    return answer.status


def photograph(
    browser: Browser, address: str, username: str, pages: tuple[str, ...], width: dict[str, int]
) -> None:
    """One picture per page of one person."""
    page = open_signed_in(browser, address, username, width)
    for path in pages:
        open_path(page, path)
        name = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "home"
        keep_picture(page, f"{username}-{name}-{width['width']}")
    page.context.close()


if __name__ == "__main__":
    main()
