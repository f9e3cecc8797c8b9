"""While a document is being read nobody else has to wait; only then is anything written."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, event, select, text

from tests.imports.documents import plan_docx
from tests.imports.reviewing import only_draft, upload
from tests.load.client import hidden_fields
from tests.personas import Ward
from tracker.core.db import db
from tracker.core.storage import file_store
from tracker.imports.models import ImportDraft
from tracker.imports.service import read_ahead, start_draft
from tracker.imports.taking_in import UploadedDocument
from tracker.reading import document as reading_document

During = Callable[[Callable[[], Any]], None]


@pytest.fixture
def elsewhere(database_url: str) -> Engine:
    """Another process's way into the same database, with no patience at all."""
    engine = create_engine(database_url)

    @event.listens_for(engine, "connect")
    def _at_once(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        is_sqlite = engine.dialect.name == "sqlite"
        cursor.execute("PRAGMA busy_timeout = 0" if is_sqlite else "SET lock_timeout = '1ms'")
        cursor.close()

    return engine


@pytest.fixture
def during_reading(monkeypatch: pytest.MonkeyPatch) -> During:
    """Do something at the moment when the document is being read."""
    read = reading_document.read_document

    def at_that_moment(act: Callable[[], Any]) -> None:
        def read_meanwhile(*given: Any, **named: Any) -> Any:
            act()
            return read(*given, **named)

        monkeypatch.setattr(reading_document, "read_document", read_meanwhile)

    return at_that_moment


def test_another_writes_while_a_document_is_being_read(
    office: FlaskClient, during_reading: During, elsewhere: Engine
) -> None:
    written: list[int] = []

    def write() -> None:
        with elsewhere.begin() as connection:
            answer = connection.execute(text("UPDATE unit SET position = position + 1"))
            written.append(answer.rowcount)

    during_reading(write)
    content = plan_docx()
    assert upload(office, content).status_code == 303
    assert len(written) == 1
    assert written[0] > 0
    assert only_draft().rows_in_file == len(only_draft().rows) > 0

    asked = upload(office, content)
    assert office.post("/imports/again", data=hidden_fields(asked.text)).status_code == 303
    assert len(written) == 2
    elsewhere.dispose()


def test_the_file_is_kept_only_when_it_was_understood(office: FlaskClient) -> None:
    from hashlib import sha256

    content = b"Kh\xc3\xb4ng c\xc3\xb3 b\xe1\xba\xa3ng n\xc3\xa0o."
    answer = office.post("/imports", data={"file": (io.BytesIO(content), "thu.pdf")})
    assert answer.status_code == 422
    assert not file_store().has(sha256(content).hexdigest())


def test_two_copies_of_one_form_make_one_draft_however_fast(ward: Ward) -> None:
    """The second was already reading when the first was kept."""
    document = UploadedDocument("ke-hoach.docx", plan_docx())
    readings = [read_ahead(document), read_ahead(document)]
    drafts = {
        start_draft(document, reading, actor=ward.office, request_key="one-form").id
        for reading in readings
    }
    db.session.commit()
    assert len(drafts) == 1
    assert len(db.session.scalars(select(ImportDraft)).all()) == 1


def test_nothing_written_is_lost_to_long_work(ward: Ward) -> None:
    ward.office.full_name = "Tên vừa sửa"
    with pytest.raises(RuntimeError):
        read_ahead(UploadedDocument("ke-hoach.docx", plan_docx()))
