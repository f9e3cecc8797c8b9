"""A document to be read as a plan is shown to ClamAV first, where the installation names one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.evidence.clamd import EICAR, daemon_on_port, nobody_listening, scanner_at
from tests.imports.documents import plan_docx
from tests.imports.reviewing import only_draft, upload, words_of
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.storage import file_store
from tracker.imports.models import ImportDraft
from tracker.imports.service import read_file
from tracker.settings.service import change_setting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# Read as a plan, it would be a table of one row.
INFECTED = b"STT;N\xe1\xbb\x99i dung;Ch\xe1\xbb\xa7 tr\xc3\xac\n1;" + EICAR + b";VP\n"


def test_an_infected_document_is_neither_read_nor_kept(app: Flask, office: FlaskClient) -> None:
    with daemon_on_port() as url, scanner_at(app, url):
        refused = upload(office, INFECTED, "ke-hoach.csv")
        assert refused.status_code == 422
        assert "Tệp “ke-hoach.csv” có mã độc (Eicar-Test-Signature)" in words_of(refused)
        assert db.session.query(ImportDraft).count() == 0
        assert list(file_store().digests()) == []
        with pytest.raises(RuleError, match="có mã độc"):
            read_file("ke-hoach.csv", INFECTED)
        assert upload(office, plan_docx()).status_code == 303
    assert only_draft().file_name == "ke-hoach.docx"


@pytest.mark.parametrize("setting", ["refuse", "keep"])
def test_no_document_waits_for_a_scanner_that_is_down(
    app: Flask, office: FlaskClient, setting: str
) -> None:
    change_setting("when_scanner_is_down", setting, actor=None)
    db.session.commit()
    with nobody_listening() as url, scanner_at(app, url):
        refused = upload(office, plan_docx())
        assert refused.status_code == 422
        assert "máy quét mã độc không trả lời: hãy gửi lại sau vài phút" in words_of(refused)
        assert db.session.query(ImportDraft).count() == 0
        pasted = {"pasted": INFECTED.decode().replace(";", "\t"), "request_key": "dan"}
        assert office.post("/imports", data=pasted).status_code == 303
