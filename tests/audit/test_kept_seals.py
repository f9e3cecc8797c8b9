"""Seals noted outside of the database: what the chain alone cannot tell is found by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from tests.personas import Ward
from tracker import health, scheduler
from tracker.audit.chain import FIRST_SEAL, seal
from tracker.audit.kept_seals import FILE_NAME, keep_seal, kept_seals
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.audit.sealing import content_of, journal_head, journal_problems
from tracker.audit.service import record
from tracker.core.db import db


@pytest.fixture
def folders(app: Flask, ward: Ward, tmp_path: Path) -> list[Path]:
    """Where seals are noted; the second place for backups is not plugged in."""
    data, near, far = app.config["TRACKER"].data_dir, tmp_path / "near", tmp_path / "far"
    near.mkdir()
    app.config["TRACKER"] = replace(app.config["TRACKER"], backup_dir=near, backup_copy_dir=far)
    note(ward)
    return [data, near, far]


def note(ward: Ward) -> None:
    record(AuditAction.UNIT_CHANGED, ward.culture, name="x", actor=ward.office)
    db.session.commit()


def said() -> list[str]:
    return list(journal_problems(heads=kept_seals()))


def test_each_seal_is_noted_once_in_every_folder_that_is_there(
    folders: list[Path], ward: Ward
) -> None:
    keep_seal()
    keep_seal()
    note(ward)
    scheduler.note_seal()
    data, near, far = folders
    assert (data / FILE_NAME).read_text("utf-8") == (near / FILE_NAME).read_text("utf-8")
    assert len((near / FILE_NAME).read_text("utf-8").splitlines()) == 2
    assert not far.exists()
    assert kept_seals()[-1] == journal_head()
    assert said() == []


@pytest.mark.parametrize("left", [0, 1])
def test_a_journal_that_is_cut_off_or_emptied_is_found(folders: list[Path], left: int) -> None:
    keep_seal()
    number = int(journal_head().partition(":")[0])
    db.session.execute(delete(AuditEntry).where(AuditEntry.number > left * (number - 1)))
    db.session.commit()
    assert list(journal_problems()) == []
    (sentence,) = said()
    assert sentence.startswith(f"Không còn mục số {number}")
    assert health._journal().is_problem
    (folders[0] / FILE_NAME).unlink()
    assert said(), "the other folder still tells"


def test_a_chain_written_anew_is_found(folders: list[Path]) -> None:
    assert folders
    keep_seal()
    previous = FIRST_SEAL
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)):
        entry.user_name = "Người khác"
        entry.seal = previous = seal(previous, content_of(entry))
    db.session.commit()
    assert list(journal_problems()) == []
    assert "nhật ký bị cắt hoặc viết lại" in said()[0]


def test_a_backup_put_back_is_no_alarm_but_what_it_held_must_be_there(
    folders: list[Path], ward: Ward
) -> None:
    assert folders
    keep_seal()
    kept = int(journal_head().partition(":")[0])
    note(ward)
    keep_seal()
    db.session.execute(delete(AuditEntry).where(AuditEntry.number > kept))
    db.session.commit()
    assert said()
    keep_seal(is_put_back=True)
    assert said() == []
    db.session.execute(delete(AuditEntry).where(AuditEntry.number == kept))
    db.session.commit()
    assert said()


def test_lines_that_say_nothing_are_passed_over(folders: list[Path]) -> None:
    keep_seal()
    with (folders[1] / FILE_NAME).open("a", encoding="utf-8") as file:
        file.write("\nghi chú của tôi\n5\n x:y\n")
    assert said() == []


def test_a_folder_that_cannot_be_written_stops_nothing(
    folders: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    data, near, _far = folders
    (data / FILE_NAME).mkdir()
    keep_seal()
    assert (near / FILE_NAME).exists()
    assert "was not noted" in caplog.text
