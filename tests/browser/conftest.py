"""A real browser against the real server, on a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.looking import DESKTOP, chromium
from tests.browser.serving import served, sign_in_on
from tests.conftest import Templates, config_for
from tests.databases import copy_sqlite
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import PASSWORD, present_ward
from tests.robustness.filled import copy_filled, filled_folder
from tracker import create_app
from tracker.core import clock
from tracker.core.db import db, writing

# Only how long what never comes is waited for: on a busy machine five seconds are too few.
expect.set_options(timeout=60_000)

# Signs a persona in and gives their page: `sign_in("vanphong", width=PHONE)`.
SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def demo_site(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Phường Mẫu as of today, a copy for each file of tests: what they do there stays."""
    folder = tmp_path_factory.mktemp("demo")
    url = copy_filled(filled_folder(shared_folder, clock.now()), folder)
    with served(create_app(config_for(url, folder))) as address:
        yield address


@pytest.fixture
def served_app(sqlite_templates: Templates, tmp_path: Path) -> Flask:
    """The app with its people as an installation runs it: CSRF on, the real clock."""
    return create_app(config_for(copy_sqlite(Path(sqlite_templates.peopled), tmp_path), tmp_path))


@pytest.fixture
def site(served_app: Flask) -> Iterator[str]:
    """The address of the pages, served as `tracker run` serves them."""
    with served(served_app) as address:
        yield address


@pytest.fixture
def sign_in(chromium_browser: Browser, site: str) -> Iterator[SignIn]:
    """Each person in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_page(username: str, *, width: dict[str, int] = DESKTOP, scripted: bool = True) -> Page:
        context = chromium_browser.new_context(
            viewport=width,
            base_url=site,
            locale="vi-VN",
            accept_downloads=True,
            java_script_enabled=scripted,
        )
        contexts.append(context)
        page = context.new_page()
        sign_in_on(page, username, PASSWORD)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def rows(served_app: Flask) -> list[int]:
    """Twelve parts of the culture division, due in ten days: more than a telephone shows."""
    with served_app.app_context(), writing():
        ward, today = present_ward(), clock.today()
        plan = make_plan(year=today.year, issued_on=today - timedelta(days=60))
        due = fixed(today + timedelta(days=10))
        tasks = [
            make_task(plan, due, lead=ward.culture, content=f"Nhiệm vụ số {n}", until=today)
            for n in range(1, 13)
        ]
        db.session.commit()
        return [contribution_of(task, ward.culture).id for task in tasks]
