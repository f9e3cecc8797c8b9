"""What browser tests look at: accessibility, width, the console, pictures to keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser import contrast
from tests.browser.install import ADVICE, find_browser

ARTEFACTS = Path(__file__).parent.parent.parent / "test-artifacts"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1400, "height": 900}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the machine; no other one is downloaded."""
    program = find_browser()
    assert program, ADVICE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def console_errors(page: Page) -> list[str]:
    """A list that fills with what the page complains of, refused content by the CSP among it."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def expect_said(page: Page, words: str) -> None:
    """What was sent is done, and the page that says so is here: no answer is waited for any more.

    A page that is left before is not told what became of it, and may be left with its request.
    """
    message = page.locator("#messages .message--success").filter(has_text=words)
    expect(message).to_be_visible()
    page.wait_for_load_state()


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA or of good practice that axe can see, target sizes among it."""
    # A page that a press has led to may be there in part.
    page.wait_for_load_state()
    rules = {"target-size": {"enabled": True}, contrast.RULE: {"enabled": False}}
    # What a bar covers now can be scrolled from under it: it is no smaller for that.
    bars = page.locator(".bulk-bar, .bottom-bar")
    bars.evaluate_all("bars => bars.forEach((bar) => (bar.style.position = 'static'))")
    _assert_no_violation(page, {"rules": rules})
    _assert_contrast(page)
    bars.evaluate_all("bars => bars.forEach((bar) => bar.style.removeProperty('position'))")


def assert_readable_in_the_dark(page: Page) -> None:
    """The colours of the dark scheme have the contrast too; nothing else of the page changes."""
    page.emulate_media(color_scheme="dark")
    _assert_no_violation(page, {"runOnly": {"type": "rule", "values": ["link-in-text-block"]}})
    _assert_contrast(page)
    page.emulate_media(color_scheme="light")


def _assert_no_violation(page: Page, options: dict[str, object]) -> None:
    _put_axe_into(page)
    violations = page.evaluate(
        "async (options) => (await axe.run(options)).violations",
        {"resultTypes": ["violations"], **options},
    )
    assert not violations, [
        (page.url, rule["id"], [node["target"] for node in rule["nodes"]]) for rule in violations
    ]


def _assert_contrast(page: Page) -> None:
    _put_axe_into(page)
    weak = contrast.weak_contrasts(page)
    assert not weak, (page.url, contrast.RULE, weak)


def _put_axe_into(page: Page) -> None:
    """Once a page: it is half a megabyte to be read."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)


def assert_fits_its_width(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"


def assert_no_label_without_words(page: Page) -> None:
    """On cards each cell says what it is; where it holds nothing, nothing is said."""
    bare = page.locator("td[data-label]").evaluate_all(
        """cells => cells.filter((cell) => cell.offsetParent && !cell.textContent.trim()
             && !cell.querySelector("img, svg, input, select, textarea"))
           .map((cell) => cell.dataset.label)"""
    )
    assert not bare, (page.url, bare)


def assert_prints_as_a_table(page: Page) -> None:
    """On paper a table has its headings over its columns, as on a desk."""
    page.emulate_media(media="print")
    wrong = page.locator("table").evaluate_all(
        """tables => tables.filter((table) => table.offsetParent && table.tHead
             && getComputedStyle(table.tHead).display !== "none"
             && [...table.tBodies].some((body) => getComputedStyle(body).display === "block"))
           .map((table) => table.className)"""
    )
    page.emulate_media(media="screen")
    assert not wrong, (page.url, wrong)


def keep_picture(page: Page, name: str) -> Path:
    """The whole page as a picture in test-artifacts/, for a person to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    path = ARTEFACTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
