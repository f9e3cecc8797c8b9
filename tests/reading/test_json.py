"""The JSON that the command line prints has the agreed shape and nothing else."""

from __future__ import annotations

import json

from tests.reading.documents import PLAN, plan_as_docx, plan_as_text
from tests.reading.helpers import read_rows, task_row
from tracker.reading.as_json import as_json
from tracker.reading.document import read_document, read_pasted

TOP = [
    *("title", "number", "issued_on", "issuer", "signer", "year"),
    *("columns", "rows", "findings", "unread", "balance"),
]
ROW = [
    *("label", "kind", "content", "lead", "cooperating", "lead_text", "cooperating_text"),
    *("deadline_text", "deadline", "product", "anchor", "findings"),
]


def test_a_task_and_a_heading() -> None:
    written = as_json(read_document(plan_as_docx(), "x.docx"))
    heading, task = written["rows"][:2]

    assert list(written) == TOP
    assert list(task) == ROW
    assert written["issued_on"] == "2026-01-05"
    assert task == {
        "label": "1",
        "kind": "task",
        "content": PLAN.rows[1].content,
        "lead": ["Văn phòng HĐND và UBND"],
        "cooperating": ["Các phòng chuyên môn"],
        "lead_text": "Văn phòng HĐND và UBND",
        "cooperating_text": "Các phòng chuyên môn",
        "deadline_text": "Trước 20/02/2026",
        "deadline": {"kind": "fixed", "dates": ["2026-02-20"], "recurrence": None},
        "product": "Quy chế được ban hành",
        "anchor": {"table": 2, "row": 3},
        "findings": [],
    }
    assert heading["kind"] == "section"
    assert heading["deadline"] is heading["lead_text"] is heading["product"] is None
    assert heading["lead"] == []


def test_the_balance_adds_up() -> None:
    written = as_json(read_rows(task_row("1"), ("2", "", "", "", "Quý I/2026", "")))

    assert written["balance"] == {"rows_in_file": 2, "tasks": 1, "headings": 0, "unread": 1}
    assert written["unread"][0]["anchor"] == {"table": 1, "row": 3}


def test_it_can_be_written_and_read_back() -> None:
    written = as_json(read_pasted(plan_as_text(cut={5: 1})))

    assert json.loads(json.dumps(written)) == written
    assert any(
        finding["field"] == "content" for row in written["rows"] for finding in row["findings"]
    )
