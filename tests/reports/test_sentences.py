"""The sentences of reports are right for none, one and many."""

from __future__ import annotations

import pytest

from tracker.figures.rules import Basis, FigureRow, Figures, figures_of
from tracker.progress.rules import TimingClass as T
from tracker.reports import prose
from tracker.reports.rules import counted, joined, paragraphs_of, split_words


def figures(*classes: T | None, **more: object) -> Figures:
    """One row of each class; None for a check-in nobody answered."""
    rows = [
        FigureRow(number, 1, 1, current=item, original=item, **more)  # type: ignore[arg-type]
        if item
        else FigureRow(number, 1, 1, was_updated=False)
        for number, item in enumerate(classes)
    ]
    return figures_of(rows, Basis.CURRENT)


DONE, LATE, FREE = T.DONE_ON_TIME, T.DONE_LATE, T.DONE_NO_DEADLINE
OPEN, OVERDUE, LOOSE = T.OPEN_IN_TIME, T.OPEN_OVERDUE, T.OPEN_NO_DEADLINE


@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        ((), "Trong kỳ không có phần việc nào phải thực hiện."),
        ((DONE,), "01 phần việc thuộc 02 kế hoạch, văn bản giao việc; phần việc này có thời hạn."),
        ((DONE, OPEN), "02 phần việc thuộc 02 kế hoạch, văn bản giao việc; tất cả có thời hạn."),
        ((DONE, FREE), "văn bản giao việc, trong đó 01 phần việc có thời hạn."),
        ((FREE, LOOSE), "văn bản giao việc; không phần việc nào ấn định thời hạn."),
    ],
)  # fmt: skip
def test_how_much_there_was(classes: tuple[T, ...], sentence: str) -> None:
    assert prose.total_sentence(figures(*classes), 2).endswith(sentence)


@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        ((), ""),
        ((OPEN,), "Chưa có phần việc nào hoàn thành."),
        ((LATE,), "Phần việc này đã hoàn thành quá hạn."),
        ((DONE, DONE), "Toàn bộ 02 phần việc đã hoàn thành (đều đúng hạn)."),
        ((DONE, OPEN, OPEN), "Đã hoàn thành 01 phần việc (đúng hạn), đạt 33,3\u00a0% tổng số."),
        (
            (DONE, LATE, FREE, OPEN),
            "Đã hoàn thành 03 phần việc (01 đúng hạn, 01 quá hạn, 01 không ấn định thời hạn), "
            "đạt 75\u00a0% tổng số.",
        ),
    ],
)
def test_what_was_done(classes: tuple[T, ...], sentence: str) -> None:
    assert prose.done_sentence(figures(*classes)) == sentence


@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        ((), ""),
        ((DONE,), "Không còn phần việc nào đang thực hiện."),
        ((OPEN,), "(trong hạn). Không có phần việc nào quá hạn chưa hoàn thành."),
        ((OVERDUE, DONE), "Số quá hạn chưa hoàn thành bằng 50\u00a0% tổng số."),
        ((OVERDUE, LOOSE), "bằng 50\u00a0% tổng số và 100\u00a0% số có thời hạn."),
    ],
)
def test_what_is_still_open(classes: tuple[T, ...], sentence: str) -> None:
    assert prose.open_sentence(figures(*classes)).endswith(sentence)


def test_what_stands_beside_the_figures() -> None:
    late = figures(OVERDUE, days_late=4)
    assert prose.lateness_sentence(late) == "Có 01 phần việc chậm, 4 ngày."
    many = figures(OVERDUE, LATE, DONE, days_late=5)
    assert prose.lateness_sentence(many).endswith("bình quân 5 ngày.")
    assert prose.lateness_sentence(figures(DONE)) == ""
    assert prose.side_sentence(figures(DONE)) == ""
    carried = figures(OVERDUE, is_carried_over=True, times_returned=2)
    assert prose.side_sentence(carried) == (
        "Trong kỳ có 01 phần việc chuyển từ năm trước sang (còn quá hạn 01) "
        "và 01 phần việc bị trả lại kết quả."
    )
    assert prose.original_sentence(late, late) == ""
    assert "01 phần việc hoàn thành quá hạn" in prose.original_sentence(
        figures(DONE), figures(LATE)
    )


def test_whether_regular_work_was_told() -> None:
    assert prose.check_in_sentence(figures(DONE)) == ""
    assert prose.check_in_sentence(figures(None)).endswith(
        "chưa cập nhật kỳ nào trong 01 kỳ phải cập nhật."
    )


def test_numbers_and_lists_in_words() -> None:
    assert [counted(number, "việc") for number in (0, 5, 12, 1234)] == [
        "00 việc",
        "05 việc",
        "12 việc",
        "1.234 việc",
    ]
    assert [joined(list(parts)) for parts in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a và b",
        "a, b và c",
    ]
    assert split_words([(0, "x"), (1, "đúng hạn")]) == "đúng hạn"
    assert paragraphs_of(" một \n\n  hai\n") == ("một", "hai")
    none = "Không có việc nào."
    assert prose.listed_sentence(0, "quá hạn", none) == none
    assert prose.overdue_units_sentence({"A": 1, "B": 3, "C": 0}).endswith("B (03); A (01).")
    assert prose.overdue_units_sentence({}) == (
        "Không có đơn vị nào còn việc quá hạn chưa hoàn thành."
    )
