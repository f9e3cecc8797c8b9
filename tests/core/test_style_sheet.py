"""The style sheet of all pages, joined from small files."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from flask import Flask, render_template_string

from tracker.core import paths
from tracker.core.style_sheet import SHEETS

STATIC = paths.static_folder()
FILES = sorted((STATIC / "css").glob("*.css"))
# A browser takes the rules of paper from a sheet of its own.
APART = {"print"}
LONGEST_SHEET = 300


def test_every_sheet_is_joined_or_asked_for_by_a_page() -> None:
    pages = "\n".join(page.read_text("utf-8") for page in paths.templates_folder().rglob("*.html"))
    asked = set(re.findall(r"'css/([\w-]+)\.css'", pages))
    assert len(SHEETS) == len(set(SHEETS))
    assert set(SHEETS) | asked == {file.stem for file in FILES}
    assert set(SHEETS) & asked == set()
    assert asked >= APART


def test_sheets_stay_small_and_whole() -> None:
    """Sheets are joined: a bracket left open would swallow the next one."""
    for file in FILES:
        text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
        assert text.count("{") == text.count("}"), file.name
        assert len(file.read_text("utf-8").splitlines()) <= LONGEST_SHEET, file.name


def test_browsers_keep_it_and_find_the_files_it_names(app: Flask) -> None:
    with app.test_request_context():
        address = render_template_string("{{ style_sheet_url() }}")
    client = app.test_client()
    answer = client.get(address)
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    named = set(re.findall(r'url\("([^"]+)"\)', answer.text))
    assert named
    for name in named:
        with client.get(urljoin(urlsplit(address).path, name)) as file:
            assert file.status_code == 200, name
