"""Under which heading a row stands, told from the printed labels alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reading.truths import SAMPLE, truths
from tracker.imports.nesting import headings_above
from tracker.imports.rules import DraftRowKind

SECTION, GROUP, TASK = DraftRowKind.SECTION, DraftRowKind.GROUP, DraftRowKind.TASK
NUMBERED = (SAMPLE.stem, "chi-linh-2025", "dinh-ke-2024")


def test_tasks_stand_in_their_group_and_groups_in_their_section() -> None:
    rows = [
        (SECTION, "I"),
        (GROUP, "1"),
        (TASK, "1.1"),
        (TASK, "1.2"),
        (SECTION, "II"),
        (TASK, "1"),
    ]
    assert headings_above(rows) == [None, 0, 1, 1, None, 4]


def test_a_task_numbered_after_a_group_is_its_neighbour() -> None:
    rows = [(SECTION, "II"), (GROUP, "2"), (TASK, "2.1"), (TASK, "3"), (GROUP, "4"), (TASK, "-")]
    assert headings_above(rows) == [None, 0, 1, 0, 0, 4]


def test_tasks_may_be_numbered_anew_inside_a_group() -> None:
    rows = [(GROUP, "1"), (TASK, "1"), (TASK, "2"), (TASK, "3"), (GROUP, "2"), (TASK, "1")]
    assert headings_above(rows) == [None, 0, 0, 0, None, 4]


def test_a_task_with_a_roman_number_leaves_the_section_before() -> None:
    rows = [(SECTION, "IV"), (TASK, "1"), (TASK, "V"), (SECTION, "VI")]
    assert headings_above(rows) == [None, 0, None, None]


def test_letters_hold_roman_sections() -> None:
    rows = [(SECTION, "A"), (SECTION, "I"), (TASK, "1"), (SECTION, "B"), (SECTION, "I")]
    assert headings_above(rows) == [None, 0, 1, None, 3]


def test_rows_without_labels_stay_where_they_are_printed() -> None:
    rows = [(SECTION, "I"), (GROUP, ""), (TASK, ""), (GROUP, ""), (TASK, ""), (TASK, "-")]
    assert headings_above(rows) == [None, 0, 1, 0, 3, 3]


@pytest.mark.parametrize(
    "path", [path for path in truths() if path.stem in NUMBERED], ids=lambda path: path.stem
)
def test_the_section_path_of_whole_plans(path: Path) -> None:
    rows = json.loads(path.read_text("utf-8"))["rows"]
    headings = {row["tt"] for row in rows if row["kind"] != "task"}
    above = headings_above([(DraftRowKind(row["kind"]), row["label"]) for row in rows])

    def wanted(tt: str) -> str | None:
        parts = tt.split(".")
        paths = (".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
        return next((path for path in paths if path in headings), None)

    found = [rows[at]["tt"] if at is not None else None for at in above]
    assert found == [wanted(row["tt"]) for row in rows]
