"""Help shows pictures of the pages as they are, few enough bytes for an old line."""

from __future__ import annotations

import re

from flask import Flask

from tests.browser.help_pictures import FOLDER, PICTURES
from tracker.core import paths

SHOWN = re.compile(r'page\.picture\("([\w-]+)", "([^"]+)"')
MOST_BYTES = 400_000


def shown_pictures() -> dict[str, str]:
    """What the help pages show, with the words for those who do not see it."""
    pages = sorted((paths.templates_folder() / "help").glob("*.html"))
    return dict(found for page in pages for found in SHOWN.findall(page.read_text("utf-8")))


def test_every_picture_is_made_shown_and_told() -> None:
    shown = shown_pictures()
    assert set(shown) == {picture.name for picture in PICTURES}
    assert set(shown) == {file.stem for file in FOLDER.iterdir()}
    assert all(len(words) > 40 for words in shown.values())
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= MOST_BYTES


def test_the_page_of_every_picture_is_still_there(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    for picture in PICTURES:
        assert addresses.match(picture.address.partition("?")[0], method="GET"), picture.name
