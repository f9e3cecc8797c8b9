"""When the database does not answer, people get a sentence and an error code, not a bare 500."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import config_for
from tracker import create_app


def test_a_page_without_its_database_says_so(tmp_path: Path) -> None:
    app = create_app(config_for("sqlite:////no/such/folder/tracker.sqlite3", tmp_path))
    answer = app.test_client().get("/login")
    assert answer.status_code == 500
    assert "Máy chủ dữ liệu không trả lời" in answer.text
    assert "kèm mã" in answer.text
