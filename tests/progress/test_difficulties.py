"""A difficulty is a question to the Office: asked with a report, answered, closed."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.personas import Browser, Ward
from tests.progress.reports import HTMX, send_report
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core.db import db
from tracker.progress.difficulty_queries import count_open_difficulties, difficulties_told
from tracker.progress.models import Contribution, Difficulty
from tracker.progress.rules import DifficultyState

TROUBLE = "Thiếu số liệu của phường cũ bàn giao."
ANSWER = "Bộ phận lưu trữ chuyển bản quét trong tuần này."


def tell(client: FlaskClient, owed: Contribution, words: str = TROUBLE) -> Difficulty:
    key = f"form-{len(owed.updates)}"
    answer = send_report(client, owed, status="in_progress", difficulty=words, request_key=key)
    assert answer.status_code == 303
    return owed.difficulties[0]


def answer_it(
    client: FlaskClient, asked: Difficulty, *, words: str = ANSWER, version: int | None = None
) -> int:
    data = {"answer": words, "version": str(version or asked.version)}
    return client.post(f"/difficulties/{asked.id}/answer", data=data).status_code


def test_a_difficulty_waits_until_the_office_answers(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    asked = tell(unit, owed)
    assert (asked.state, asked.raised_by) == (DifficultyState.OPEN, ward.culture_head)
    assert count_open_difficulties() == 1
    page = office.get("/difficulties").text
    assert TROUBLE in page
    assert "1 vướng mắc chờ trả lời" in page
    assert "(chờ trả lời)" in unit.get("/").text
    assert answer_it(office, asked) == 303
    assert (asked.state, asked.answered_by) == (DifficultyState.ANSWERED, ward.office)
    assert count_open_difficulties() == 0
    assert ANSWER in unit.get("/").text
    assert ANSWER in unit.get(f"/tasks/{owed.occurrence.task_id}").text
    assert TROUBLE not in office.get("/difficulties").text
    assert TROUBLE in office.get("/difficulties?state=answered").text


def test_the_same_words_again_ask_nothing_new(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    first = tell(unit, owed)
    assert tell(unit, owed) == first
    better = tell(unit, owed, "Thiếu số liệu của hai phường cũ.")
    assert (better, better.words) == (first, "Thiếu số liệu của hai phường cũ.")
    answer_it(browser.as_(ward.office), first)
    new = tell(unit, owed, "Bản quét không đọc được.")
    assert [item.state for item in owed.difficulties] == [
        DifficultyState.OPEN,
        DifficultyState.CLOSED,
    ]
    assert new.words == owed.difficulty == "Bản quét không đọc được."


def test_either_side_closes_it(ward: Ward, browser: Browser, owed: Contribution) -> None:
    unit = browser.as_(ward.culture_head)
    asked = tell(unit, owed)
    answer = unit.post(f"/difficulties/{asked.id}/close", headers=HTMX)
    assert "Đã khép" in answer.text
    assert (asked.state, owed.difficulty) == (DifficultyState.CLOSED, None)
    again = tell(unit, owed)
    browser.as_(ward.office).post(f"/difficulties/{again.id}/close")
    assert again.closed_by == ward.office
    third = tell(unit, owed)
    send_report(unit, owed, status="in_progress", difficulty="")
    assert (third.state, third.closed_by) == (DifficultyState.CLOSED, ward.culture_head)


def test_an_answer_to_other_words_is_refused(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    asked = tell(unit, owed)
    seen = asked.version
    tell(unit, owed, "Thiếu kinh phí.")
    assert answer_it(office, asked, version=seen) == 409
    assert answer_it(office, asked, words=" ") == 422
    assert asked.state is DifficultyState.OPEN
    assert answer_it(office, asked) == 303
    assert answer_it(office, asked) == 409
    assert asked.answer == ANSWER


def test_who_may_answer_and_read(ward: Ward, browser: Browser, owed: Contribution) -> None:
    asked = tell(browser.as_(ward.culture_head), owed)
    assert answer_it(browser.as_(ward.culture_head), asked) == 403
    assert answer_it(browser.as_(ward.economy_head), asked) == 404
    assert browser.as_(ward.culture_head).get("/difficulties").status_code == 403
    assert difficulties_told(coordinated_by=ward.centre.id) == []
    owed.occurrence.task.plan.coordinator_unit = ward.centre
    db.session.commit()
    assert list(difficulties_told(coordinated_by=ward.centre.id)) == [asked]
    assert answer_it(browser.as_(ward.centre_head), asked) == 303


def test_the_journal_tells_the_course(ward: Ward, browser: Browser, owed: Contribution) -> None:
    asked = tell(browser.as_(ward.culture_head), owed)
    answer_it(browser.as_(ward.office), asked)
    browser.as_(ward.culture_head).post(f"/difficulties/{asked.id}/close")
    told = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_type == "difficulty").order_by(AuditEntry.id)
    ).all()
    assert [(entry.action, entry.changes) for entry in told] == [
        (AuditAction.DIFFICULTY_TOLD, {"difficulty": [None, TROUBLE]}),
        (AuditAction.DIFFICULTY_ANSWERED, {"answer": [None, ANSWER]}),
        (AuditAction.DIFFICULTY_CLOSED, {"difficulty": [TROUBLE, None]}),
    ]
