"""The files of tests that take longest begin, lest one of them ends beside idle processors.

Each file runs in one process (`--dist loadfile`), and pytest-xdist would begin with those of the
most tests; but the longest are a few that fill a ward, crawl it or walk it in a browser.
"""

from __future__ import annotations

from pathlib import Path

import pytest

# The two browser files stand apart: both wait for the same ward to be filled.
LONGEST = (
    "demo/test_any_day.py",
    "demo/test_demo.py",
    "browser/test_every_page.py",
    "backup/test_drill.py",
    "robustness/test_two_saves.py",
    "browser/test_a_day_of_each_role.py",
    "reading/test_bad_pdfs.py",
    "reading/test_html.py",
    "test_migrations.py",
    "test_statements_per_page.py",
    "imports/test_background_reading.py",
    "robustness/test_kills.py",
    "robustness/test_fuzz.py",
    "browser/test_whole_way.py",
    "browser/test_feel.py",
    "browser/test_components.py",
    "load/test_large_ward.py",
    "reading/test_generated_plans.py",
    "reading/test_damaged_files.py",
)
FOLDER = Path(__file__).resolve().parent
_TURNS = {FOLDER / name: turn for turn, name in enumerate(LONGEST)}


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """The same tests, those of the longest files at the beginning."""
    return sorted(items, key=lambda item: _TURNS.get(item.path, len(_TURNS)))
