"""Filters and macros that every page uses, and the rules their files keep."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string
from jinja2 import UndefinedError

from tracker.core import paths, templating
from tracker.core.templating import count_vn, date_vn, datetime_vn, days_words, file_size

TEMPLATES = paths.templates_folder()
STATIC = paths.static_folder()
PAGES = sorted(TEMPLATES.rglob("*.html"))
# A mail has no style sheet to link to.
MAILS = {TEMPLATES / "reminders" / "digest.html"}


@pytest.fixture
def bare_app() -> Flask:
    """Templates alone: no database, no person signed in."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(STATIC))
    templating.register_macros(app)
    templating.version_static_files(app)
    return app


def test_dates_read_as_offices_write_them() -> None:
    assert date_vn(date(2026, 8, 5)) == "05/08/2026"
    assert date_vn(None) == ""


def test_moments_are_shown_on_a_clock_in_vietnam() -> None:
    late_evening_in_utc = datetime(2026, 8, 4, 22, 30, tzinfo=UTC)
    assert datetime_vn(late_evening_in_utc) == "05/08/2026\u00a005:30"
    assert date_vn(late_evening_in_utc) == "05/08/2026"
    assert datetime_vn(None) == ""


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        datetime_vn(datetime(2026, 8, 5, 7, 30))  # noqa: DTZ001 - the very thing refused


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (640, "640 B"),
        (18432, "18 KB"),
        (1023 * 1024, "1,0 MB"),
        (3565158, "3,4 MB"),
        (2 * 1024**3, "2,0 GB"),
    ],
)
def test_sizes_are_short(size: int, words: str) -> None:
    assert file_size(size) == words


@pytest.mark.parametrize(
    ("days_left", "words"), [(3, "Còn 3 ngày"), (0, "Hôm nay"), (-5, "Quá hạn 5 ngày")]
)
def test_distance_is_said_in_words(days_left: int, words: str) -> None:
    assert days_words(days_left) == words


def test_macros_are_at_hand_without_import(bare_app: Flask) -> None:
    with bare_app.test_request_context():
        badge = render_template_string("{{ status.badge('accepted') }}")
    assert "Hoàn thành" in badge
    assert "#state-done" in badge


def test_a_misspelt_name_fails_loudly(bare_app: Flask) -> None:
    with bare_app.test_request_context(), pytest.raises((AttributeError, UndefinedError)):
        render_template_string("{{ status.bagde('accepted') }}")
    with bare_app.test_request_context(), pytest.raises(UndefinedError):
        render_template_string("{{ nothing_given }}")


def test_the_address_of_a_static_file_changes_with_its_content(bare_app: Flask) -> None:
    content = (STATIC / "css" / "base.css").read_bytes()
    with bare_app.test_request_context():
        address = render_template_string("{{ url_for('static', filename='css/base.css') }}")
    assert address.endswith(hashlib.sha256(content).hexdigest()[:10])


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    sprite = (STATIC / "icons" / "sprite.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    asked = {
        name
        for page in PAGES
        for name in re.findall(r'icons\.icon\("([^"]+)"', page.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= known, asked - known


def test_no_page_needs_inline_style_or_script() -> None:
    """The content security policy would refuse it; a mail has no other way."""
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|\shx-on|javascript:")
    found = {
        str(page.relative_to(TEMPLATES)): match[0]
        for page in PAGES
        if page not in MAILS and (match := inline.search(page.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_style_guide_shows_every_component() -> None:
    """`field` draws the two kinds of the forms; a picture belongs to help alone."""
    shown = "".join(page.read_text("utf-8") for page in (TEMPLATES / "styleguide").glob("*.html"))
    missing = {
        f"{file}.{name}"
        for file in ("page", "forms", "status", "table")
        for name in re.findall(
            r"{% macro ([a-z]\w*)\(", (TEMPLATES / "macros" / f"{file}.html").read_text("utf-8")
        )
        if f"{file}.{name}(" not in shown
    }
    assert missing == {"forms.checkbox", "forms.file", "page.picture"}


def test_vendored_scripts_are_what_their_note_says() -> None:
    note = (STATIC / "vendor" / "README.md").read_text(encoding="utf-8")
    for script in (STATIC / "vendor").glob("*.js"):
        assert f"`{script.name}`" in note
        assert hashlib.sha256(script.read_bytes()).hexdigest() in note


def test_nobody_can_type_the_gap_that_a_token_is_put_into(bare_app: Flask) -> None:
    gaps = {templating.KeptFragments(bare_app)._gap for _ in range(2)}
    assert len(gaps) == 2
    assert all(len(gap) == 32 for gap in gaps)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (999, "999"), (1271, "1.271"), (12_345_678, "12.345.678")]
)
def test_numbers_of_rows_are_written_in_groups(count: int, words: str) -> None:
    assert count_vn(count) == words
    assert count_vn("45 %") == "45 %"
