"""ClamAV is asked about every file, where the installation names one."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.evidence.clamd import (
    EICAR,
    LARGEST,
    daemon_on_port,
    daemon_on_socket,
    nobody_listening,
    scanner_at,
)
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tracker.config import load_config
from tracker.core.db import db
from tracker.core.errors import ConfigurationError
from tracker.evidence import rescanning
from tracker.evidence.rescanning import scan_waiting_files
from tracker.evidence.rules import ScanState
from tracker.evidence.scanning import ScannerDownError, name_of_malware, scanner_answers
from tracker.health import check_installation
from tracker.progress.models import Contribution, Evidence
from tracker.settings.service import change_setting

INFECTED = PDF + b"% " + EICAR + b"\n%%EOF\n"


def test_the_protocol(tmp_path: Path) -> None:
    with daemon_on_port() as port, daemon_on_socket(tmp_path) as path:
        for url in (port, path):
            assert scanner_answers(url)
            assert name_of_malware(url, PDF * 5000) is None
            assert name_of_malware(url, INFECTED) == "Eicar-Test-Signature"
        with pytest.raises(ScannerDownError, match=r"size limit|pipe|reset"):
            name_of_malware(port, bytes(LARGEST + 1))
    with nobody_listening() as closed:
        for url in (closed, f"unix://{tmp_path}/none"):
            assert not scanner_answers(url)
            with pytest.raises(ScannerDownError):
                name_of_malware(url, PDF)


def test_an_infected_file_is_refused_and_a_clean_one_is_known_to_be(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    with daemon_on_port() as url, scanner_at(app, url):
        refused = send_report(unit, owed, ("a.pdf", INFECTED))
        assert refused.status_code == 422
        assert "có mã độc (Eicar-Test-Signature)" in refused.text
        assert db.session.query(Evidence).count() == 0
        send_report(unit, owed, ("b.pdf", PDF))
        assert [paper.scan_state for paper in owed.current_evidence] == [ScanState.CLEAN]
        subjects = {item.subject: item.problem for item in check_installation(app)}
        assert subjects["Quét mã độc"] is None


def test_while_it_is_down_files_are_refused(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution
) -> None:
    with nobody_listening() as url, scanner_at(app, url):
        refused = send_report(browser.as_(ward.culture_head), owed, ("a.pdf", PDF))
        subjects = {item.subject: item.problem for item in check_installation(app)}
    assert refused.status_code == 422
    assert "máy quét mã độc không trả lời" in refused.text
    assert "không trả lời" in (subjects["Quét mã độc"] or "")


def test_or_kept_unscanned_and_scanned_when_it_is_there_again(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution
) -> None:
    change_setting("when_scanner_is_down", "keep", actor=None)
    db.session.commit()
    unit, task = browser.as_(ward.culture_head), f"/tasks/{owed.occurrence.task_id}"
    with nobody_listening() as url, scanner_at(app, url):
        send_report(unit, owed, ("a.pdf", INFECTED), ("b.pdf", PDF))
        assert "Chưa quét mã độc" in unit.get(task).text
        number = owed.current_evidence[0].id
        assert scan_waiting_files() == 0
    with daemon_on_port() as url, scanner_at(app, url):
        assert scan_waiting_files() == 2
        assert scan_waiting_files() == 0
    states = {paper.file_name: paper.scan_state for paper in db.session.query(Evidence)}
    assert states == {"a.pdf": ScanState.INFECTED, "b.pdf": ScanState.CLEAN}
    locked = unit.get(f"/evidence/{number}")
    assert locked.status_code == 422
    assert "Tệp có mã độc nên đã khóa" in locked.text
    assert "Có mã độc, đã khóa" in unit.get(task).text
    told = latest_entries()[0]
    assert (told.action, told.changes) == (
        "evidence:infected",
        {"malware": [None, "Eicar-Test-Signature"]},
    )


def test_a_lost_file_keeps_no_other_waiting(
    app: Flask,
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    change_setting("when_scanner_is_down", "keep", actor=None)
    db.session.commit()
    monkeypatch.setattr(rescanning, "MOST_AT_ONCE", 1)
    with nobody_listening() as url, scanner_at(app, url):
        send_report(browser.as_(ward.culture_head), owed, ("a.pdf", INFECTED), ("b.pdf", PDF))
    lost = db.session.query(Evidence).filter_by(file_name="a.pdf").one()
    lost.sha256 = "0" * 64
    db.session.commit()
    with daemon_on_port() as url, scanner_at(app, url):
        assert scan_waiting_files() == 1
    states = {paper.file_name: paper.scan_state for paper in db.session.query(Evidence)}
    assert states == {"a.pdf": ScanState.WAITING, "b.pdf": ScanState.CLEAN}


@pytest.mark.parametrize("url", ["http://127.0.0.1", "tcp://", "unix://", "127.0.0.1:3310"])
def test_a_wrong_address_is_named(url: str, tmp_path: Path) -> None:
    given = {"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_CLAMAV_URL": url}
    with pytest.raises(ConfigurationError, match="TRACKER_CLAMAV_URL"):
        load_config(given)
