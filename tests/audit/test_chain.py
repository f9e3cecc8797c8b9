"""The journal's chain: whatever is changed, removed, inserted or cut off is found."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from tests.personas import Browser, Ward
from tracker.audit.chain import FIRST_SEAL
from tracker.audit.exporting import export_journal
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.audit.sealing import journal_head, journal_problems
from tracker.audit.service import record
from tracker.core.db import db, write
from tracker.units.models import Unit


@pytest.fixture
def journal(ward: Ward) -> Ward:
    """A sealed journal with a few entries of odd content."""
    changes = {
        "name": ("Phòng “A”\n", "Phòng Đ\u0301"),
        "weight": (None, 3),
        "words": (True, [1, 2.5]),
    }
    record(AuditAction.UNIT_CHANGED, ward.culture, name="x", actor=ward.office, changes=changes)
    db.session.commit()
    return ward


@pytest.fixture
def middle(journal: Ward) -> AuditEntry:
    """An entry with others before and after it."""
    assert journal.culture
    number = db.session.scalar(select(db.func.count()).select_from(AuditEntry)) or 0
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.number == number // 2))
    assert entry is not None
    return entry


def tamper(statement: object) -> list[str]:
    db.session.execute(statement)  # type: ignore[call-overload]
    db.session.commit()
    return list(journal_problems())


def test_every_entry_is_sealed_when_its_transaction_commits(journal: Ward) -> None:
    assert journal.office
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert sorted(entry.number or 0 for entry in entries) == list(range(1, len(entries) + 1))
    assert len({entry.seal for entry in entries}) == len(entries)
    assert list(journal_problems()) == []
    assert journal_head() == f"{entries[-1].number}:{entries[-1].seal}"


def test_an_empty_journal_is_whole(app: Flask) -> None:
    assert app
    assert list(journal_problems()) == []
    assert journal_head() == f"0:{FIRST_SEAL}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("user_name", "Người khác"),
        ("changes", {"status": ["overdue", "accepted"]}),
        ("at", None),
        ("plan_id", 99),
        ("remote_address", "10.0.0.1"),
    ],
)
def test_a_changed_entry_is_named(middle: AuditEntry, field: str, value: object) -> None:
    number, at = middle.number, middle.at
    new = at.replace(microsecond=1) if field == "at" else value
    found = tamper(update(AuditEntry).where(AuditEntry.number == number).values({field: new}))
    assert found == [f"Mục số {number} không khớp dấu niêm: nội dung đã bị sửa."]


def test_a_removed_entry_is_named(middle: AuditEntry) -> None:
    number = middle.number
    found = tamper(delete(AuditEntry).where(AuditEntry.number == number))
    assert found == [f"Thiếu mục số {number}."]


def test_an_entry_put_in_from_outside_is_found(middle: AuditEntry) -> None:
    row = {
        "at": middle.at,
        "action": "unit:changed",
        "user_name": "ai đó",
        "subject_type": "unit",
        "subject_name": "x",
        "changes": {},
    }
    assert "1 mục chưa có dấu niêm" in tamper(insert(AuditEntry).values(row))[0]


def test_a_journal_cut_at_its_end_is_found_by_a_seal_kept_elsewhere(middle: AuditEntry) -> None:
    kept, number = journal_head(), middle.number or 0
    assert tamper(delete(AuditEntry).where(AuditEntry.number > number)) == []
    (sentence,) = journal_problems(heads=[kept])
    assert "nhật ký bị cắt hoặc viết lại" in sentence


def test_a_rolled_back_change_leaves_no_gap(journal: Ward) -> None:
    before = journal_head()
    record(AuditAction.UNIT_CHANGED, journal.culture, name="bỏ", actor=None)
    db.session.flush()
    db.session.rollback()
    record(AuditAction.UNIT_CHANGED, journal.culture, name="giữ", actor=None)
    db.session.commit()
    number = int(journal_head().partition(":")[0])
    assert number == int(before.partition(":")[0]) + 1
    assert list(journal_problems(heads=[before])) == []


def test_many_writers_at_once_make_one_chain(app: Flask, journal: Ward) -> None:
    unit_id, start = journal.culture.id, int(journal_head().partition(":")[0])
    db.session.remove()

    def work(name: str) -> None:
        for turn in range(10):
            with app.app_context(), write():
                unit = db.session.get(Unit, unit_id)
                assert unit is not None
                record(AuditAction.UNIT_CHANGED, unit, name=f"{name}-{turn}", actor=None)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(journal_problems()) == []
    assert journal_head().startswith(f"{start + 40}:")


def exported(folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(export_journal())) as archive:
        archive.extractall(folder)
    return folder / "nhat-ky.jsonl"


def check_offline(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Runs the exported checker alone: no tracker, no packages."""
    checker = file.parent / "kiem_tra_nhat_ky.py"
    return subprocess.run(
        [sys.executable, "-I", "-S", str(checker), str(file), *more],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.usefixtures("journal")
def test_an_inspector_checks_the_export_with_one_file(tmp_path: Path) -> None:
    file = exported(tmp_path)
    assert journal_head() in (tmp_path / "DOC-TRUOC.txt").read_text("utf-8")
    done = check_offline(file, journal_head())
    assert (done.returncode, done.stderr) == (0, "")
    assert "nguyên vẹn" in done.stdout


@pytest.mark.usefixtures("journal")
def test_an_altered_export_is_found(tmp_path: Path) -> None:
    file = exported(tmp_path)
    lines = file.read_text("utf-8").splitlines()
    entry = json.loads(lines[1])
    lines[1] = json.dumps({**entry, "subject_name": "khác"}, ensure_ascii=False)
    file.write_text("\n".join(lines[:2] + lines[3:]), "utf-8")
    done = check_offline(file)
    assert done.returncode == 1
    assert "Mục số 2 không khớp dấu niêm" in done.stdout
    assert "Thiếu mục số 3." in done.stdout


def test_a_file_that_is_no_journal_is_said(tmp_path: Path) -> None:
    (tmp_path / "kiem_tra_nhat_ky.py").write_text(
        Path("tracker/audit/chain.py").read_text("utf-8"), "utf-8"
    )
    wrong = tmp_path / "sai.jsonl"
    wrong.write_text("không phải JSON", "utf-8")
    done = check_offline(wrong)
    assert done.returncode == 2
    assert "Không đọc được" in done.stderr


def test_the_page_gives_the_export_and_notes_it(ward: Ward, browser: Browser) -> None:
    db.session.commit()
    answer = browser.as_(ward.administrator).post("/audit/export")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert names == ["nhat-ky.jsonl", "kiem_tra_nhat_ky.py", "DOC-TRUOC.txt"]
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert last.action == AuditAction.JOURNAL_EXPORTED


@pytest.mark.parametrize("is_flushed", [False, True])
def test_what_was_undone_in_a_part_of_a_transaction_is_not_in_the_chain(
    journal: Ward, is_flushed: bool
) -> None:
    start = int(journal_head().partition(":")[0])
    record(AuditAction.UNIT_CHANGED, journal.culture, name="trước", actor=None)
    part = db.session.begin_nested()
    record(AuditAction.UNIT_CHANGED, journal.culture, name="bỏ", actor=None)
    if is_flushed:
        db.session.flush()
    part.rollback()
    record(AuditAction.UNIT_CHANGED, journal.culture, name="sau", actor=None)
    db.session.commit()
    statement = select(AuditEntry.subject_name).where(AuditEntry.number > start)
    assert db.session.scalars(statement.order_by(AuditEntry.number)).all() == ["trước", "sau"]
    assert list(journal_problems()) == []


def test_entries_written_early_and_late_are_sealed_in_the_order_they_were_made(
    journal: Ward,
) -> None:
    start = int(journal_head().partition(":")[0])
    for turn in range(3):
        record(AuditAction.UNIT_CHANGED, journal.culture, name=f"lần {turn}", actor=None)
        if turn == 1:
            db.session.flush()
    db.session.commit()
    statement = select(AuditEntry.subject_name).where(AuditEntry.number > start)
    assert db.session.scalars(statement.order_by(AuditEntry.number)).all() == [
        "lần 0",
        "lần 1",
        "lần 2",
    ]
    assert list(journal_problems()) == []
