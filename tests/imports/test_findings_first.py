"""What wants a look can be put first, or shown alone, and is counted."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.imports.reviewing import row_with, words_of
from tracker.imports.models import ImportDraft


def places(page: str, *words: str) -> list[int]:
    """Where the words stand on the page."""
    return [page.index(part) for part in words]


def test_rows_in_doubt_come_first_on_demand(office: FlaskClient, draft: ImportDraft) -> None:
    printed = words_of(office.get(f"/imports/{draft.id}")).partition("Các dòng của phụ lục")[2]
    first, second = places(printed, "Ban hành kế hoạch", "Lập danh mục cần sửa")
    assert first < second

    page = words_of(office.get(f"/imports/{draft.id}?show=first"))
    rows = page.partition("Các dòng của phụ lục")[2]
    first, second = places(rows, "Ban hành kế hoạch", "Lập danh mục cần sửa")
    assert second < first
    assert "9 dòng" in rows


def test_a_doubtful_cell_says_which_it_is(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Lập danh mục")
    page = office.get(f"/imports/{draft.id}").text
    cell = page.partition(f'id="cell-{row.id}-cooperating"')[2].partition(">")[0]
    assert 'data-doubt="Phối hợp, dòng 1.1"' in cell
    calm = page.partition(f'id="cell-{row.id}-lead"')[2].partition(">")[0]
    assert "data-doubt" not in calm


def test_the_script_of_the_page_is_loaded_nowhere_else(
    office: FlaskClient, draft: ImportDraft
) -> None:
    assert "js/imports.js" in office.get(f"/imports/{draft.id}").text
    assert "js/imports.js" not in office.get("/imports").text
