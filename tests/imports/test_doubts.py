"""Which cells want a look, why, and which of them keep the draft from being confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.imports.rules import (
    CellField,
    Doubt,
    DraftRowKind,
    RowFacts,
    document_blockers,
    doubts_of,
)
from tracker.imports.values import (
    deadline_from_json,
    deadline_to_json,
    named_columns,
)
from tracker.reading.document import read_document
from tracker.reading.result import DeadlineKind, DeadlineReading, Finding, Rhythm
from tracker.tasks.deadline_words import deadline_words

REGULAR = DeadlineReading(DeadlineKind.REGULAR)
KNOWN = {"Văn phòng"}


def task(**changes: object) -> RowFacts:
    facts = {"content": "Việc", "lead": ("Văn phòng",), "deadline": REGULAR, **changes}
    return RowFacts(kind=DraftRowKind.TASK, **facts)  # type: ignore[arg-type]


def doubts(row: RowFacts) -> list[Doubt]:
    return doubts_of(row, KNOWN.__contains__)


def test_a_clear_task_leaves_no_doubt() -> None:
    assert doubts(task()) == []


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (task(content=" "), CellField.CONTENT),
        (task(deadline=None), CellField.DEADLINE),
        (task(deadline=DeadlineReading(None, certain=False)), CellField.DEADLINE),
        (task(deadline=DeadlineReading(DeadlineKind.FIXED)), CellField.DEADLINE),
        (task(lead=("Tổ lạ",)), CellField.LEAD),
        (task(cooperating=("Văn phòng", "Tổ lạ")), CellField.COOPERATING),
    ],
)
def test_what_cannot_be_used_blocks_even_after_a_look(row: RowFacts, field: CellField) -> None:
    (doubt,) = doubts(row)
    assert (doubt.field, doubt.blocks) == (field, True)
    seen = RowFacts(
        row.kind,
        row.content,
        row.lead,
        row.cooperating,
        row.deadline,
        row.findings,
        frozenset(CellField),
    )
    assert [doubt.blocks for doubt in doubts(seen)] == [True]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (task(lead=()), CellField.LEAD),
        (task(deadline=DeadlineReading(DeadlineKind.REGULAR, certain=False)), CellField.DEADLINE),
        (task(findings=(Finding("product", "Ô trộn dọc."),)), CellField.PRODUCT),
        (task(findings=(Finding(None, "Dòng bị cắt."),)), CellField.CONTENT),
        (task(findings=(Finding("kinh phí", "Số lạ."),)), CellField.CONTENT),
    ],
)
def test_what_may_be_right_is_settled_by_a_look(row: RowFacts, field: CellField) -> None:
    (doubt,) = doubts(row)
    assert (doubt.field, doubt.blocks) == (field, False)
    seen = RowFacts(
        row.kind,
        row.content,
        row.lead,
        row.cooperating,
        row.deadline,
        row.findings,
        frozenset({field}),
    )
    assert doubts(seen) == []


def test_the_readers_reason_is_told_where_a_deadline_was_not_understood() -> None:
    row = task(deadline=None, findings=(Finding("deadline", "Ô chỉ ghi “nt”."),))
    assert [(doubt.message, doubt.blocks) for doubt in doubts(row)] == [("Ô chỉ ghi “nt”.", True)]


def test_headings_have_no_units_or_deadlines_to_doubt() -> None:
    assert doubts(RowFacts(DraftRowKind.GROUP, "Nhóm việc", lead=("Tổ lạ",))) == []


def test_a_row_not_understood_blocks_until_somebody_says_what_it_is() -> None:
    unread = RowFacts(DraftRowKind.UNREAD, "Tổng cộng", findings=(Finding(None, "Dòng tổng."),))
    assert doubts(unread) == [Doubt(CellField.KIND, "Dòng tổng.", blocks=True)]
    assert doubts(RowFacts(DraftRowKind.NOT_A_TASK, "Tổng cộng")) == []


def test_a_plan_needs_a_title_a_year_and_a_task() -> None:
    assert document_blockers("Kế hoạch", 2026, tasks=1) == []
    assert len(document_blockers(" ", None, tasks=0)) == 3
    assert len(document_blockers("Kế hoạch", 206, tasks=1)) == 1


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (None, ""),
        (DeadlineReading(None), ""),
        (REGULAR, "Thường xuyên"),
        (DeadlineReading(DeadlineKind.FIXED, (date(2026, 8, 5),)), "05/08/2026"),
        (
            DeadlineReading(DeadlineKind.REGULAR, recurrence=(Rhythm.WEEKLY,), weekday=4),
            "Thường xuyên, hằng tuần, thứ 5",
        ),
        (
            DeadlineReading(DeadlineKind.ON_OCCURRENCE, days_after_event=10, working_days=True),
            "Khi phát sinh, trong 10 ngày làm việc",
        ),
    ],
)
def test_a_deadline_in_words(reading: DeadlineReading | None, words: str) -> None:
    assert deadline_words(reading) == words
    assert deadline_from_json(deadline_to_json(reading)) == reading


def test_columns_are_named_by_their_words_and_the_rest_is_extra() -> None:
    headings = ["TT", "Thời gian thực hiện", "Nội dung công việc", "Kinh phí", "Đơn vị chủ trì"]
    assert [column["field"] for column in named_columns(headings)] == [
        "label",
        "deadline",
        "content",
        "extra",
        "lead",
    ]


def test_columns_that_tie_are_named_as_the_reader_chose() -> None:
    """Of two content columns the reader takes the one printed anew in every row."""
    lines = (
        "TT;Nhiệm vụ;Hoạt động;Đơn vị chủ trì;Thời hạn",
        "1;Chuyển đổi số;Lập kế hoạch;Văn phòng;30/6/2026",
        "2;;Tập huấn công chức;Văn phòng;31/7/2026",
        "3;;Báo cáo kết quả;Văn phòng;31/12/2026",
    )
    document = read_document("\n".join(lines).encode(), "viec.csv")
    named = named_columns(document.columns, document.column_meanings)
    assert [row.content for row in document.rows][1] == "Tập huấn công chức"
    assert [column["field"] for column in named] == [
        "label",
        "extra",
        "content",
        "lead",
        "deadline",
    ]
