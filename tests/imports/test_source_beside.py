"""Each row of a draft shows the lines of the document it came from, a PDF's page too."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.imports.reviewing import HTMX, row_with, save, words_of
from tests.personas import Browser, Ward
from tests.reading.pdf_documents import plan_as_pdf
from tracker.core.db import db
from tracker.evidence.page_pictures import NoPictureError, page_picture
from tracker.imports.cells import mark_of
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import CellField
from tracker.imports.service import import_file

pytestmark = pytest.mark.usefixtures("reads_here")

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def pdf_draft(ward: Ward) -> ImportDraft:
    """A plan of several pages as read from PDF."""
    draft = import_file("ke-hoach.pdf", plan_as_pdf(height=120), actor=ward.office)
    db.session.commit()
    return draft


def source_url(row: DraftRow) -> str:
    return f"/imports/{row.draft_id}/rows/{row.id}/source"


def test_a_row_is_shown_with_its_neighbours_as_printed(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Lập danh mục")
    save(office, row, CellField.CONTENT, text="Nội dung đã sửa")

    answer = office.get(source_url(row), headers=HTMX)

    words = words_of(answer)
    assert "<html" not in answer.text
    assert words.startswith(f"Bản gốc: bảng 1, hàng {row.anchor['row']} ")
    assert "1.1 Lập danh mục cần sửa" in words
    assert "Nội dung đã sửa" not in words
    assert "Thời gian hoàn thành Trong tháng 3/2026" in words
    assert "II NHIỆM VỤ CỤ THỂ" in words
    assert "2 Tuyên truyền trên loa truyền thanh" in words
    assert "Ban hành kế hoạch" not in words
    here = answer.text.partition('aria-current="true"')[2].partition("</li>")[0]
    assert "Lập danh mục cần sửa" in here


def test_without_scripts_it_is_a_page_that_leads_back(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Lập danh mục")
    shown = office.get(f"/imports/{draft.id}").text
    assert f'href="{source_url(row)}"' in shown
    page = office.get(source_url(row))
    assert "<h1>Dòng 1.1 trong bản gốc</h1>" in page.text
    assert f'href="/imports/{draft.id}#row-{row.id}"' in page.text


def test_merged_and_split_rows_show_what_the_file_has(
    office: FlaskClient, draft: ImportDraft
) -> None:
    upper, lower = row_with(draft, "Lập danh mục"), row_with(draft, "Trả lời kiến nghị")
    office.post(
        f"/imports/{draft.id}/rows/{lower.id}/merge",
        data={"seen": mark_of(lower, CellField.CONTENT)},
    )
    assert "1.2 Trả lời kiến nghị của người dân" in words_of(office.get(source_url(upper)))

    at = upper.content.index("Trả lời")
    office.post(
        f"/imports/{draft.id}/rows/{upper.id}/split",
        data={"at": at, "seen": mark_of(upper, CellField.CONTENT)},
    )
    new = next(row for row in draft.rows if row.is_split_off)
    page = office.get(source_url(new)).text
    here = page.partition('aria-current="true"')[2].partition("</li>")[0]
    assert "Lập danh mục cần sửa" in here


def test_a_row_of_a_pdf_comes_with_the_picture_of_its_page(
    office: FlaskClient, pdf_draft: ImportDraft
) -> None:
    row = next(row for row in pdf_draft.rows if row.anchor.get("page") == 2)
    page = office.get(source_url(row), headers=HTMX).text
    url = f"/imports/{pdf_draft.id}/pages/2.png"
    assert f'src="{url}"' in page

    answer = office.get(url)
    assert answer.data.startswith(PNG)
    assert answer.mimetype == "image/png"
    again = office.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_rows_place_is_marked_on_the_picture(
    office: FlaskClient, pdf_draft: ImportDraft
) -> None:
    first, second = [row for row in pdf_draft.rows if len(row.anchor["areas"]) == 1][:2]
    (upper,), (lower,) = first.anchor["areas"], second.anchor["areas"]
    page, left, top, right, bottom, ratio = upper
    assert page == first.anchor["page"]
    assert 0 < left < right < 1
    assert 0 < top < bottom < 1
    assert ratio > 0
    assert lower[0] > page or lower[2] >= bottom
    shown = office.get(source_url(first), headers=HTMX).text
    assert f'<rect x="{1000 * left}"' in shown
    assert "dòng đang xem được đánh dấu" in shown


def test_a_row_cut_by_a_page_is_marked_on_both(office: FlaskClient, pdf_draft: ImportDraft) -> None:
    row = pdf_draft.rows[0]
    row.anchor = {
        "page": 1,
        "areas": [[1, 0.1, 0.8, 0.9, 1.0, 0.7], [2, 0.1, 0.0, 0.9, 0.1, 0.7]],
    }
    db.session.commit()
    shown = office.get(source_url(row), headers=HTMX).text
    assert shown.count("<rect ") == 2
    assert f'src="/imports/{pdf_draft.id}/pages/2.png"' in shown


def test_a_page_is_drawn_once(
    office: FlaskClient, pdf_draft: ImportDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/imports/{pdf_draft.id}/pages/1.png"
    drawn = office.get(url).data
    monkeypatch.setattr("tracker.evidence.page_pictures.SECONDS", 0.001)
    assert office.get(url).data == drawn


def test_there_is_no_picture_of_a_page_that_is_not_there(
    office: FlaskClient, pdf_draft: ImportDraft, draft: ImportDraft
) -> None:
    for url in (
        f"/imports/{pdf_draft.id}/pages/99.png",
        f"/imports/{pdf_draft.id}/pages/0.png",
        f"/imports/{draft.id}/pages/1.png",
        "/imports/999/pages/1.png",
    ):
        assert office.get(url).status_code == 404


def test_only_the_office_sees_source_and_pictures(
    office: FlaskClient, browser: Browser, ward: Ward, pdf_draft: ImportDraft
) -> None:
    head, url = browser.as_(ward.culture_head), f"/imports/{pdf_draft.id}/pages/1.png"
    assert head.get(url).status_code == 404
    # Also where the Office used the browser before: it asks each time.
    kept = office.get(url)
    assert kept.headers["Cache-Control"] == "private, no-cache"
    assert head.get(url, headers={"If-None-Match": kept.headers["ETag"]}).status_code == 404
    assert head.get(source_url(pdf_draft.rows[0])).status_code == 404


def test_a_damaged_file_gives_no_picture() -> None:
    with pytest.raises(NoPictureError):
        page_picture(b"%PDF-1.7\nnichts", 1)


def test_a_page_too_slow_to_draw_gives_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.evidence.page_pictures.SECONDS", 0.001)
    with pytest.raises(NoPictureError):
        page_picture(plan_as_pdf(), 1)
