"""The sheet as it is looked at and printed from the page itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser

# 1366 pixels at Windows' 125 %, less what the browser itself takes.
OLD_PC = {"width": 1093, "height": 520}
# How many days the cells show, and how many of them are broken over two lines.
DAYS = r"""(cells) => {
  const found = { days: 0, broken: 0 };
  const range = document.createRange();
  for (const cell of cells) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (const day of text.data.matchAll(/\d{2}\/\d{2}\/\d{4}/g)) {
        range.setStart(text, day.index);
        range.setEnd(text, day.index + day[0].length);
        found.days += 1;
        found.broken += new Set([...range.getClientRects()].map((box) => box.top)).size > 1;
      }
    }
  }
  return found;
}"""


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_day_stands_on_one_line_and_no_column_is_cut_off(
    sign_in: SignIn, rows: list[int], media: str
) -> None:
    page = sign_in("vanphong", width=OLD_PC)
    page.goto("/plans")
    page.locator("main table a").first.click()
    page.get_by_role("link", name="In và tải bảng khác").click()
    page.emulate_media(media=media)
    cells = page.locator(".sheet__table td")
    expect(cells.first).to_be_visible()
    found = cells.evaluate_all(DAYS)
    assert found["days"] >= len(rows)
    assert found["broken"] == 0
    room = page.locator(".sheet__room")
    assert room.evaluate("(room) => room.scrollWidth - room.clientWidth") <= 0
