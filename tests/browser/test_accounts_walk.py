"""An account by hand: the square of the second step, passwords that must be typed again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.looking import DESKTOP, PHONE

pytestmark = pytest.mark.browser

# How far the drawing reaches over the edges of what is shown of it, in pixels.
CUT_OFF = """(square) => {
  const shown = square.getBoundingClientRect();
  const drawn = square.querySelector("path").getBoundingClientRect();
  return Math.max(shown.left - drawn.left, shown.top - drawn.top,
                  drawn.right - shown.right, drawn.bottom - shown.bottom);
}"""


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_square_to_scan_is_whole(sign_in: SignIn, width: dict[str, int]) -> None:
    page = sign_in("vanphong", width=width)
    page.goto("/account/second-step/set-up")
    square = page.locator(".scan svg")
    expect(square).to_be_visible()
    assert square.evaluate(CUT_OFF) < 1
    box = square.bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=1)
