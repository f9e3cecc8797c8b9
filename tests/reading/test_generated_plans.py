"""A random plan, written to a file of any format and read back, gives the same rows.

The plans are the same in every run. To look for more, draw many at random:
READING_EXAMPLES=5000 pytest tests/reading/test_generated_plans.py
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.reading.generated_accuracy import (
    FIELDS,
    doubted,
    measure_form,
    read,
    values,
    wanted,
)
from tests.reading.generated_files import as_csv, as_docx, as_html, as_text, as_xlsx
from tests.reading.generated_plans import Generated, Row, plans
from tests.reading.generated_words import on_one_line
from tracker.reading.result import ReadDocument, ReadRow, RowKind, UnreadableDocumentError

MORE = os.environ.get("READING_EXAMPLES")
SETTINGS = settings(
    max_examples=int(MORE or 24),
    derandomize=MORE is None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WRITERS: dict[str, Callable[[Generated], bytes]] = {
    "docx": as_docx,
    "xlsx": as_xlsx,
    "html": as_html,
    "csv-semicolon": lambda plan: as_csv(plan, ";"),
    "csv-comma": lambda plan: as_csv(plan, ","),
}


@pytest.mark.parametrize("name", WRITERS)
def test_files_with_cells_give_the_same_rows(name: str) -> None:
    @SETTINGS
    @given(plans())
    def same_rows(plan: Generated) -> None:
        if not plan.rows:
            with pytest.raises(UnreadableDocumentError):
                read(WRITERS[name](plan))
            return
        document = read(WRITERS[name](plan))

        assert [values(row) for row in document.rows] == [wanted(row) for row in plan.rows]
        assert document.unread == []
        assert document.rows_in_file == len(plan.rows)
        for got, row in zip(document.rows, plan.rows, strict=True):
            inherited = set() if name.startswith("csv") else row.inherited
            _check_marks(got, row, set(inherited), may_be_merged=name.startswith("csv"))
            extra = on_one_line(row.cell("extra"))
            assert got.extra == ({on_one_line(plan.titles["extra"]): extra} if extra else {})

    same_rows()


def _check_marks(got: ReadRow, row: Row, inherited: set[str], *, may_be_merged: bool) -> None:
    """Every inherited cell says so, and no cell that is certain is called doubtful.

    Of a file without merged cells an empty cell below a filled one may have been merged with it.
    """
    marked = {found.field for found in got.findings if "Ô trộn dọc" in found.message}
    assert marked == inherited
    empty = {name for name in ("lead", "deadline") if not row.cell(name)}
    helping = {name for name in ("cooperating", "product") if not row.cell(name)}
    if row.kind is RowKind.TASK:
        found = doubted(got) - {"label"}
        assert found - (helping if may_be_merged else set()) == inherited | empty
    else:
        assert doubted(got) <= ({"label", "kind"} if may_be_merged else {"label"})


@pytest.mark.parametrize("form", ["columns of blanks", "pasted tabs"])
def test_text_in_columns_is_hardly_ever_silently_wrong(form: str) -> None:
    """`make report-reading` shows the same over more plans."""
    told = measure_form(form, 10, first_seed=100)

    assert told["rows"] > 90
    assert told["silently wrong"] < 0.01 * told["cells"]
    assert told["right but doubted"] < 0.4 * told["right"]


def test_text_is_hardly_ever_silently_wrong() -> None:
    """Text has lost its cells, so guesses remain: wrong cells without a mark stay under 1 %."""
    told: Counter[str] = Counter()

    @settings(SETTINGS, max_examples=int(MORE or 80), phases=[Phase.generate])
    @given(plans(as_text=True), st.booleans())
    def compare(plan: Generated, spaced: bool) -> None:
        if plan.rows:
            _compare_text(plan, read(as_text(plan, spaced=spaced)), told)

    compare()

    assert told["rows"] > 300
    assert told["silently wrong cells"] < 0.01 * len(FIELDS) * told["rows"]


def _compare_text(plan: Generated, document: ReadDocument, told: Counter[str]) -> None:
    """Every printed row is there; a row read where there is none carries a mark on its label."""
    certain = [row for row in document.rows if row.label or "label" not in doubted(row)]
    assert [row.label for row in certain] == [row.cell("label") for row in plan.rows]
    for got, row in zip(certain, plan.rows, strict=True):
        differing = {name for name in FIELDS if values(got)[name] != wanted(row)[name]}
        unmarked = differing - doubted(got)
        told["rows"] += 1
        told["silently wrong cells"] += len(unmarked)
