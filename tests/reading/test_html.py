"""Tables of web pages, saved or pasted."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.documents import CENTRE, OFFICE, PLAN, ROWS
from tests.reading.effort import growth
from tests.reading.helpers import expected, messages, printed
from tests.reading.markup_documents import page, plan_as_html
from tracker.reading.document import read_document, read_pasted
from tracker.reading.result import ReadRow, UnreadableDocumentError

HEADER = "<tr><td>TT</td><td>Nội dung</td><td>Chủ trì</td><td>Phối hợp</td><td>Thời hạn</td></tr>"
ROW = f"<tr><td>1</td><td>Rà soát</td><td>{OFFICE}</td><td>{CENTRE}</td><td>Quý II/2026</td></tr>"


def rows(body: str) -> list[ReadRow]:
    return read_document(page(body).encode(), "ke-hoach.html", year=2026).rows


def test_letterhead() -> None:
    document = read_document(plan_as_html().encode(), "ke-hoach.html")

    assert document.title == "Kế hoạch chuyển đổi số phường Mẫu năm 2026"
    assert document.number == "12/KH-UBND"
    assert document.issued_on == date(2026, 1, 5)
    assert document.issuer == "Ủy ban nhân dân phường Mẫu"
    assert document.signer == "Nguyễn Văn Mẫu"


def test_spans_across_and_down() -> None:
    second = f'<tr><td>2</td><td>Lưu</td><td colspan="2">{CENTRE}</td></tr>'
    first = ROW.replace("<td>Quý", '<td rowspan="0">Quý')
    found = rows(f"<table>{HEADER}{first}{second}</table>")

    assert found[1].lead_text == CENTRE
    assert found[1].deadline_text == "Quý II/2026"
    assert "Ô trộn dọc" in messages(found[1], "deadline")[0]


def test_line_feeds_are_blanks_and_breaks_are_line_breaks() -> None:
    row = ROW.replace("Rà soát", "Rà\n   soát&nbsp;hồ <i>s</i>ơ").replace(
        CENTRE, "Công an<br/>Trạm\nY tế"
    )
    found = rows(f"<table>{HEADER}{row}</table>")[0]

    assert found.content == "Rà soát hồ sơ"
    assert found.cooperating == ("Công an", "Trạm Y tế")


def test_lists_inside_a_cell() -> None:
    listed = "<ul><li>Công an</li><li>Trạm Y tế</li></ul>"
    found = rows(f"<table>{HEADER}{ROW.replace(CENTRE, listed)}</table>")[0]

    assert found.cooperating == ("Công an", "Trạm Y tế")


def test_the_foot_is_read_last_wherever_it_is_written() -> None:
    foot = f"<tfoot>{ROW.replace('<td>1', '<td>2')}</tfoot>"
    found = rows(f"<table><thead>{HEADER}</thead>{foot}<tbody>{ROW}</tbody></table>")

    assert [row.label for row in found] == ["1", "2"]


def test_a_table_that_lays_the_page_out() -> None:
    inner = f"<table>{HEADER}{ROW}</table>"
    found = rows(f"<table><tr><td><p>Trang chủ</p></td><td>{inner}</td></tr></table>")

    assert [row.content for row in found] == ["Rà soát"]


def test_a_table_inside_a_cell_stays_in_the_cell() -> None:
    inner = "<table><tr><td>Biểu 1</td><td>Biểu 2</td></tr></table>"
    found = rows(f"<table>{HEADER}{ROW.replace('Rà soát', f'Rà soát: {inner}')}</table>")

    assert found[0].content == "Rà soát: Biểu 1 Biểu 2"


def test_what_is_not_shown_is_not_read() -> None:
    hidden = '<span style="DISPLAY: none">ẩn</span><script>var x = "<td>";</script><!-- <td>x -->'
    row = ROW.replace("Rà soát", f"Rà soát{hidden}") + ROW.replace("<tr>", "<tr hidden>")
    found = rows(f"<style>td {{}}</style><table>{HEADER}{row}</table>")

    assert [cell.content for cell in found] == ["Rà soát"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="iso-8859-1">'),
        ("utf-16", '<meta charset="utf-16">'),
        ("cp1258", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'),
    ],
)
def test_any_declared_encoding(encoding: str, declared: str) -> None:
    body = f"<table>{HEADER}{ROW}</table>"
    written = page(body, head=declared)
    if encoding == "cp1258":  # has its tones as letters of their own
        written = _with_single_tones(written)
    document = read_document(written.encode(encoding), "ke-hoach.html", year=2026)

    assert document.rows[0].lead_text == OFFICE
    assert document.rows[0].content == "Rà soát"


def _with_single_tones(text: str) -> str:
    """Tones after their vowel, as windows-1258 writes them."""
    import unicodedata

    kept = {"\u0302", "\u0306", "\u031b"}
    written = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c == parts[0] or c in kept))
        written += base + "".join(c for c in parts[1:] if c not in kept)
    return written


@pytest.mark.parametrize("opening", ["<table>", "<!--StartFragment--><table>", "<div><table>"])
def test_pasted_markup(opening: str) -> None:
    found = read_pasted(f"{opening}{HEADER}{ROW}</table>", year=2026).rows

    assert [row.content for row in found] == ["Rà soát"]


def test_an_excel_file_that_is_a_page() -> None:
    """Portals write "xls" files that are web pages."""
    data = f'<html xmlns:x="urn:excel"><body><table>{HEADER}{ROW}</table></body></html>'

    assert len(read_document(data.encode(), "bao-cao.xls", year=2026).rows) == 1


def test_words_that_only_begin_like_markup() -> None:
    with pytest.raises(UnreadableDocumentError, match="Không tìm thấy bảng nhiệm vụ"):
        read_pasted("<các đơn vị> báo cáo trước ngày 15 hàng tháng.")


@pytest.mark.parametrize(
    "body",
    [
        "<table>" + HEADER + "<tr>" + '<td colspan="9999" rowspan="9999">x</td>' * 9000,
        "<table>" + HEADER + "<tr><td>x<td>y</tr>" * 76_000,
        "<p>" + "x" * 7_000_000,
    ],
    ids=["spans", "rows", "words"],
)
def test_a_page_too_large_is_refused(body: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="quá lớn"):
        read_document(page(body).encode(), "a.html")


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "ul><li"])
def test_deep_nesting_ends(tag: str) -> None:
    body = f"<{tag}>" * 5000 + "x"

    with pytest.raises(UnreadableDocumentError):
        read_document(page(body).encode(), "a.html")


@pytest.mark.parametrize("repeated", ["<script", "<!-- ", "<!---->", "<svg ", "data:a;base64,"])
def test_unfinished_markup_takes_time_in_proportion(repeated: str) -> None:
    def refuse(times: int) -> None:
        with pytest.raises(UnreadableDocumentError):
            read_document(page(repeated * times).encode(), "a.html")
        with pytest.raises(UnreadableDocumentError):
            read_pasted(repeated * times)

    assert growth(refuse, small=4_000, factor=10) < 5


def test_every_row_knows_its_table_and_row() -> None:
    anchors = [row.anchor for row in read_document(plan_as_html().encode(), "a.html").rows]

    assert {anchor.table for anchor in anchors} == {2}
    assert [anchor.row for anchor in anchors] == list(range(2, len(ROWS) + 2))


def test_pictures_in_the_page_take_no_room() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 9_000_000}">'
    text = plan_as_html().replace("<body>", f"<body>{picture}")
    document = read_document(text.encode(), "a.html")

    assert [printed(row) for row in document.rows] == [expected(row) for row in PLAN.rows]
