"""Directives whose lines are broken at any width, and words of any kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.directives import BY_SUBJECT, BY_UNIT, GROUPS, broken
from tracker.core.paths import static_folder
from tracker.reading.as_json import as_json
from tracker.reading.directives.letter import cut_letter
from tracker.reading.directives.paragraphs import PrintedLine, clean_lines, join_paragraphs
from tracker.reading.document import read_document, read_pasted
from tracker.reading.result import Anchor, ReadDocument, RowKind, UnreadableDocumentError

UNITS = ("Trạm Y tế", "Công an phường", "Phòng Kinh tế, Hạ tầng và Đô thị", "Tổ dân phố số 3")
WORK = (
    "Rà soát hồ sơ của người dân trên địa bàn, lập danh sách theo từng tổ dân phố để theo dõi.",
    "Phối hợp với Đoàn Thanh niên phường tuyên truyền bằng nhiều hình thức tới từng hộ gia đình.",
    "Bảo đảm tối thiểu 85% hồ sơ được nộp trực tuyến; 100% kết quả được trả đúng hạn.",
    "Kiểm tra bếp ăn; xử lý nghiêm vi phạm theo quy định của pháp luật.",
    "Tổ chức hội nghị",
)
SET = """
#set page(width: 210mm, height: 160mm, margin: 25mm, numbering: "1", number-align: top + center)
#set text(font: "Tinos", size: 13pt, lang: "vi")
#for line in sys.inputs.text.split("\\n") [#line #parbreak()]
"""
LISTED = re.compile(r"\s*(?:[-+•*–]|\(?(?:\d{1,2}|[a-zđA-ZĐ]|[IVX]+)[.)/]|\d+\.\d+|Điều)")


def rows(document: ReadDocument) -> list[dict[str, object]]:
    """Everything read but the line numbers, which differ with the width."""
    written = as_json(document)["rows"]
    return [{name: row[name] for name in row if name != "anchor"} for row in written]


@pytest.mark.parametrize("text", [BY_UNIT, BY_SUBJECT, GROUPS], ids=["unit", "subject", "groups"])
@pytest.mark.parametrize("spaced", [False, True], ids=["close", "spaced"])
def test_the_width_makes_no_difference(text: str, spaced: bool) -> None:
    whole = rows(read_pasted(text))

    for width in range(40, 220, 3):
        assert rows(read_pasted(broken(text, width, spaced=spaced))) == whole, width


@pytest.mark.parametrize("text", [BY_UNIT, BY_SUBJECT, GROUPS], ids=["unit", "subject", "groups"])
def test_a_pdf(text: str) -> None:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[static_folder() / "fonts" / "tinos"],
    )
    file = typst.compile(SET.encode(), font_paths=fonts, sys_inputs={"text": text})
    assert isinstance(file, bytes)
    whole = read_pasted(text)
    document = read_document(file, "cong-van.pdf")

    assert rows(document) == rows(whole)
    assert (document.title, document.number, document.signer) == (
        whole.title,
        whole.number,
        whole.signer,
    )


def test_page_numbers_between_lines_are_dropped() -> None:
    lines = broken(BY_UNIT, 70).splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("- Chủ trì"))
    paged = "\n".join([*lines[: at + 1], "", "2", "", *lines[at + 1 :]])

    assert rows(read_pasted(paged)) == rows(read_pasted(BY_UNIT))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("phối hợp với Phòng Văn hóa", "- Xã hội rà soát."),
        ("gửi Văn phòng HĐND", "- UBND phường tổng hợp."),
        ("thực hiện Kế hoạch giai đoạn 2026", "- 2030 của phường."),
        ("theo quy định tại khoản", "3. Điều 5 của quy chế."),
        ("báo cáo trước ngày 15 tháng", "12. Sau đó lưu hồ sơ."),
    ],
)
def test_a_mark_brought_to_the_front_by_the_line_break(above: str, below: str) -> None:
    lead = "- Tiếp tục rà soát hồ sơ của người dân trên địa bàn"
    text = f"Giao Trạm Y tế:\n- Lập danh sách.\n{lead} {above}\n{below}\n- Báo cáo kết quả.\n"
    document = read_pasted(text)

    assert [row.content for row in document.rows if row.kind is RowKind.TASK] == [
        "Lập danh sách.",
        f"{lead[2:]} {above} {below}",
        "Báo cáo kết quả.",
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(UNITS), st.lists(st.sampled_from(WORK), min_size=1, max_size=5)),
        min_size=1,
        max_size=4,
    ),
    st.integers(50, 180),
    st.sampled_from(["-", "+", "•"]),
)
@settings(max_examples=60, deadline=None)
def test_every_bullet_is_one_task_of_its_unit(
    lists: list[tuple[str, list[str]]], width: int, bullet: str
) -> None:
    lines = [
        line
        for number, (unit, works) in enumerate(lists, start=1)
        for line in (f"{number}. Giao {unit}:", *(f"{bullet} {work}" for work in works))
    ]
    document = read_pasted(broken("\n".join(lines), width))
    found = [row for row in document.rows if row.kind is RowKind.TASK]

    assert [row.content for row in found] == [work for _, works in lists for work in works]
    for row, unit in zip(found, [unit for unit, works in lists for _ in works], strict=True):
        assert (row.lead or row.cooperating) == (unit,)
        assert bool(row.lead) is not row.content.startswith("Phối hợp")


ATTRIBUTE_LABELS = set(
    re.findall(r"\w+", "đơn vị chủ trì phối hợp thời gian thực hiện hoàn thành sản phẩm")
)
PIECES = (
    "Kính gửi:",
    "Giao Trạm Y tế:",
    "Giao Công an phường rà soát.",
    "1. ",
    "1.1 ",
    "a) ",
    "- ",
    "+ ",
    "II. ",
    "Điều 2. ",
    "Đơn vị chủ trì: Phòng Kinh tế",
    "thời gian: Quý II/2026",
    "Báo cáo tháng, quý gửi trước ngày 20",
    "cụ thể:",
    "đạt từ 90% trở lên",
    "trong đó",
    "Nơi nhận:",
    "./.",
    "Yêu cầu các đơn vị nghiêm túc thực hiện",
    "\n",
    "\n",
    "\n",
    " ",
    ";",
)


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_words_fail_and_no_task_is_made_up(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        document = read_pasted(text)
    except UnreadableDocumentError:
        return
    found = sum(row.kind is RowKind.TASK for row in document.rows)
    lines = [line for line in text.splitlines() if line.strip()]
    clauses = text.count(";") + text.count(". ") + text.count(":")

    assert found <= len(lines) + clauses
    assert document.rows_in_file == len(document.rows) + len(document.unread)


@given(st.lists(st.tuples(st.sampled_from(("- ", "1. ", "a) ", "", "+ ")), st.sampled_from(WORK))))
@settings(max_examples=100, deadline=None)
def test_a_list_gives_no_more_tasks_than_lines(lines: list[tuple[str, str]]) -> None:
    text = "Giao Trạm Y tế:\n- Rà soát.\n" + "\n".join(mark + work for mark, work in lines)
    document = read_pasted(text)
    listed = sum(LISTED.match(line) is not None for line in text.splitlines())
    found = sum(row.kind is RowKind.TASK for row in document.rows)
    unmarked = sum(not mark for mark, _ in lines)

    assert 1 <= found <= listed + unmarked


@given(
    st.sampled_from([BY_UNIT, BY_SUBJECT, GROUPS]),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(PIECES[:-5])), max_size=6),
)
@settings(max_examples=150, deadline=None)
def test_no_words_of_the_operative_part_are_dropped(
    text: str, inserted: list[tuple[int, str]]
) -> None:
    lines = text.splitlines()
    for at, (place, piece) in enumerate(inserted):
        lines[place % len(lines)] += f"{piece} riêng{at}"
    try:
        document = read_pasted("\n".join(lines))
    except UnreadableDocumentError:
        return
    printed = [PrintedLine(line, Anchor(line=at)) for at, line in enumerate(lines, start=1)]
    letter = cut_letter(join_paragraphs(clean_lines(printed)))
    assert letter is not None
    kept = _words(" ".join(_everything(document)))

    for paragraph in letter.body:
        assert _words(paragraph.text) - kept <= ATTRIBUTE_LABELS, paragraph.printed


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _everything(document: ReadDocument) -> Iterator[str]:
    for row in document.rows:
        yield from (row.label, row.content, row.product or "", *row.extra.values())
        yield from (row.lead_text or "", row.cooperating_text or "", row.deadline_text or "")
    yield from (row.text for row in document.unread)
