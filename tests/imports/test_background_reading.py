"""Long PDFs are read after the upload's answer; a reading that stops is said and taken up again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import MORNING
from tests.imports.reviewing import HTMX, only_draft, upload, words_of
from tests.personas import Ward
from tests.reading.pdf_documents import plan_as_pdf
from tracker.core import clock
from tracker.core.db import db, write
from tracker.core.leases import MOST_ATTEMPTS
from tracker.imports import background
from tracker.imports.background import FAILED, read_claimed, read_waiting_documents, start_reading
from tracker.imports.models import ImportDraft, ImportReading
from tracker.imports.rules import DraftState
from tracker.imports.service import import_file
from tracker.settings.service import change_setting

LATER = MORNING + timedelta(minutes=11)
# These read in a process of its own, as the ward does; it is the same for the others.
IN_A_PROCESS = {
    "test_a_long_pdf_is_answered_at_once_and_read_afterwards",
    "test_the_thread_reads_and_the_draft_is_there",
}


@pytest.fixture(autouse=True)
def others_read_here(request: pytest.FixtureRequest) -> None:
    """Before any draft is made."""
    if request.node.originalname not in IN_A_PROCESS:
        request.getfixturevalue("reads_here")


@pytest.fixture
def long_pdf() -> bytes:
    """A plan of more pages than the ward reads at once."""
    change_setting("reading_background_pages", 2, actor=None)
    db.session.commit()
    return plan_as_pdf(height=90)


@pytest.fixture
def waiting(office: FlaskClient, long_pdf: bytes) -> int:
    """Its draft, uploaded and not yet read (the thread starts when the answer is closed)."""
    answer = upload(office, long_pdf, "ke-hoach.pdf")
    assert answer.status_code == 303
    return only_draft().id


def page_of(office: FlaskClient, draft_id: int) -> str:
    return words_of(office.get(f"/imports/{draft_id}"))


def poll(office: FlaskClient, draft_id: int) -> TestResponse:
    return office.get(f"/imports/{draft_id}/reading", headers=HTMX)


def now() -> ImportDraft:
    """The draft as another process has left it."""
    db.session.expire_all()
    return only_draft()


def set_claim(*, done: int = 0, attempts: int = 1) -> None:
    """As if another process were reading it."""
    reading = now().reading
    assert reading is not None
    reading.claim, reading.done, reading.attempts = "of another", done, attempts
    db.session.commit()


def test_a_long_pdf_is_answered_at_once_and_read_afterwards(
    office: FlaskClient, waiting: int
) -> None:
    assert now().state is DraftState.READING
    reading = now().reading
    assert reading is not None
    pages = reading.total
    assert pages > 2
    shown = office.get(f"/imports/{waiting}").text
    assert f'<progress class="reading__bar" id="reading-bar" value="0" max="{pages}">' in shown
    assert 'hx-trigger="every 2s"' in shown
    assert f"Đang đọc: 0 trong {pages} trang" in words_of(office.get("/imports"))

    assert read_claimed(waiting)

    draft = now()
    assert draft.state is DraftState.REVIEWING
    assert draft.reading is None
    assert draft.rows_in_file == len(draft.rows) > 0
    assert draft.title
    assert poll(office, draft.id).headers["HX-Redirect"] == f"/imports/{draft.id}"
    assert "Rà soát:" in page_of(office, draft.id)


def test_short_documents_are_read_at_once(office: FlaskClient, ward: Ward) -> None:
    upload(office, plan_as_pdf(), "ke-hoach.pdf")
    assert only_draft().state is DraftState.REVIEWING
    assert only_draft().uploaded_by == ward.office


def test_the_bar_moves_with_the_pages(office: FlaskClient, waiting: int) -> None:
    set_claim(done=2)
    answer = poll(office, waiting)
    assert "<html" not in answer.text
    assert "Đã đọc 2 trong" in words_of(answer)


def test_of_several_that_want_to_read_one_does(waiting: int) -> None:
    set_claim()
    assert not read_claimed(waiting)
    assert now().state is DraftState.READING


def test_the_thread_reads_and_the_draft_is_there(app: Flask, waiting: int) -> None:
    db.session.rollback()
    start_reading(app, waiting).join()
    assert now().state is DraftState.REVIEWING


@pytest.mark.usefixtures("waiting")
def test_the_scheduler_takes_up_what_a_restart_left() -> None:
    set_claim(done=1)
    assert read_waiting_documents() == 0
    with clock.at(LATER):
        assert read_waiting_documents() == 1
    assert now().state is DraftState.REVIEWING


@pytest.mark.usefixtures("waiting")
def test_a_file_that_ends_the_process_each_time_is_left_to_a_person() -> None:
    set_claim(attempts=MOST_ATTEMPTS)
    with clock.at(LATER):
        assert read_waiting_documents() == 0


def test_a_reading_that_stopped_is_said_and_offered_again(
    office: FlaskClient, waiting: int
) -> None:
    set_claim(done=1, attempts=MOST_ATTEMPTS)
    assert "Đọc lại" not in page_of(office, waiting)
    with clock.at(LATER):
        page = page_of(office, waiting)
        assert "Việc đọc đã dừng ở trang 1 trong" in page
        assert "Đọc lại" in page
        assert "every 2s" not in office.get(f"/imports/{waiting}").text
        assert office.post(f"/imports/{waiting}/reading").status_code == 303
        assert read_claimed(waiting)
    assert now().state is DraftState.REVIEWING


def test_reading_again_does_not_disturb_a_reading_that_goes_on(
    office: FlaskClient, waiting: int
) -> None:
    set_claim(done=1)
    office.post(f"/imports/{waiting}/reading")
    reading = now().reading
    assert reading is not None
    assert reading.claim == "of another"


def test_a_document_that_cannot_be_used_says_why(
    office: FlaskClient, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_setting("reading_max_pages", 1, actor=None)
    db.session.commit()
    monkeypatch.setattr(background, "read_upload", _fail)
    assert read_claimed(waiting)
    page = page_of(office, waiting)
    assert FAILED in page
    assert "Đọc lại" in page
    assert "Chưa đọc được, xem lý do" in words_of(office.get("/imports"))


def _fail(*_: object, **__: object) -> None:
    raise ZeroDivisionError


def test_a_draft_put_aside_meanwhile_stays_aside(office: FlaskClient, waiting: int) -> None:
    set_claim()
    assert office.post(f"/imports/{waiting}/discard").status_code == 303
    with write():
        assert db.session.get(ImportReading, waiting) is None
    assert now().state is DraftState.DISCARDED
    assert not read_claimed(waiting)


def test_nothing_is_corrected_or_applied_before_it_has_been_read(
    office: FlaskClient, waiting: int
) -> None:
    for action in ("apply", "accept", "undo"):
        answer = office.post(f"/imports/{waiting}/{action}")
        assert answer.status_code in {303, 409, 422}, action
    assert now().state is DraftState.READING


def test_the_command_line_reads_whatever_the_length(ward: Ward, long_pdf: bytes) -> None:
    draft = import_file("ke-hoach.pdf", long_pdf, actor=ward.office)
    assert draft.state is DraftState.REVIEWING
