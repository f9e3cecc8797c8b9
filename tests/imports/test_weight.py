"""A long draft is no heavier for the database than a short one, and light for an old line."""

from __future__ import annotations

import gzip

from flask.testing import FlaskClient

from tests.counted_statements import counted_statements
from tests.imports.documents import CULTURE, HEADER, OFFICE
from tests.imports.reviewing import row_with, save
from tests.personas import Ward
from tracker.core.db import db
from tracker.imports.applying import apply_draft
from tracker.imports.models import ImportDraft
from tracker.imports.rules import CellField
from tracker.imports.service import import_file
from tracker.plans.models import Plan

ROWS_A_PAGE, KILOBYTES = 50, 60
_PERIODS = ("Hằng quý", "Trước 30/9/2026", "Khi có phát sinh", "Hằng tháng")


def appendix(tasks: int, *, month: int = 9) -> bytes:
    """So many tasks with words as long as real ones, in groups of twenty."""
    lines = [";".join(HEADER)]
    for number in range(1, tasks + 1):
        if number % 20 == 1:
            lines.append(f"{'I' * (number // 20 + 1)};NHÓM NHIỆM VỤ SỐ {number};;;;")
        period = _PERIODS[number % 4].replace("/9/", f"/{month}/")
        content = f"Tổ chức thực hiện nhiệm vụ thứ {number} về chuyển đổi số, cải cách hành chính"
        content += " và nâng cao chất lượng phục vụ người dân, doanh nghiệp trên địa bàn phường"
        lines.append(f"{number};{content};{CULTURE};{OFFICE};{period};Báo cáo kết quả")
    return "\n".join(lines).encode()


def draft_of(tasks: int, ward: Ward, *, amends: Plan | None = None) -> ImportDraft:
    draft = import_file(
        f"{tasks}.csv", appendix(tasks, month=10 if amends else 9), actor=ward.office
    )
    draft.title, draft.year = f"Kế hoạch {tasks} nhiệm vụ", 2026
    draft.amends_plan = amends
    db.session.commit()
    return draft


def statements_of(office: FlaskClient, draft_id: int) -> int:
    """Asked again: what is kept until anything is written has been found by then."""
    for _ in range(2):
        office.get(f"/imports/{draft_id}")
    with counted_statements() as sent:
        assert office.get(f"/imports/{draft_id}").status_code == 200
    return len(questions_among(sent))


def questions_among(statements: list[str]) -> list[str]:
    return [statement for statement in statements if statement.startswith("SELECT")]


def test_the_review_of_many_rows_sends_as_many_statements_as_that_of_few(
    office: FlaskClient, ward: Ward
) -> None:
    few, many = draft_of(10, ward), draft_of(140, ward)
    short, long = few.id, many.id
    assert statements_of(office, long) == statements_of(office, short) < 30


def test_a_page_of_the_review_weighs_no_more_than_the_line_can_bear(
    office: FlaskClient, ward: Ward
) -> None:
    """50 rows under 60 kB compressed: here all 140 at once; a saved cell comes alone."""
    draft = draft_of(140, ward)
    answer = office.get(f"/imports/{draft.id}")
    assert len(draft.rows) > 2 * ROWS_A_PAGE
    assert len(gzip.compress(answer.data)) < KILOBYTES * 1000

    saved = save(office, row_with(draft, "nhiệm vụ thứ 140 "), CellField.PRODUCT, text="Báo cáo")
    assert saved.status_code == 200
    assert len(saved.data) < 10_000


def test_an_amendment_of_many_rows_sends_as_many_statements_as_one_of_few(
    office: FlaskClient, ward: Ward
) -> None:
    found = []
    for tasks in (10, 50):
        plan = apply_draft(draft_of(tasks, ward), actor=ward.office, doubts_seen=True)
        db.session.commit()
        draft = draft_of(tasks, ward, amends=plan)
        found.append(statements_of(office, draft.id))
    assert found[0] == found[1] < 40


def test_a_long_draft_becomes_a_plan_with_few_questions(ward: Ward) -> None:
    """Nobody else can write meanwhile on SQLite: questions for each task took seconds."""
    (few, _), (many, _) = (applied(draft_of(tasks, ward), ward) for tasks in (20, 140))
    # Instances are made for fifty tasks at a time.
    assert many - few < 140 / 4


def test_a_long_amendment_is_applied_with_few_questions(ward: Ward) -> None:
    found = []
    for tasks in (20, 140):
        _, plan = applied(draft_of(tasks, ward), ward)
        found.append(applied(draft_of(tasks, ward, amends=plan), ward)[0])
    few, many = found
    assert many - few < 140 / 4


def applied(draft: ImportDraft, ward: Ward) -> tuple[int, Plan]:
    """How many questions the database was asked for it, and the plan."""
    with counted_statements() as sent:
        plan = apply_draft(draft, actor=ward.office, doubts_seen=True)
    db.session.commit()
    return len(questions_among(sent)), plan
