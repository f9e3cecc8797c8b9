"""The drill: a backup made while people write, put back elsewhere, is whole."""

from __future__ import annotations

import threading
import unicodedata
from pathlib import Path
from typing import Any, Literal

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.backup.conftest import (
    FROM_SQLITE,
    PASSPHRASE,
    MakeApp,
    fill,
    make_tables,
    put_back,
)
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.backup.restoring import broken_seals, restore_backup
from tracker.backup.rows import tables_of
from tracker.backup.service import make_backup
from tracker.command_support import migrate_to
from tracker.core.db import db, write
from tracker.core.errors import ConfigurationError
from tracker.core.storage import file_store
from tracker.health import check_installation
from tracker.tasks.models import Task
from tracker.units.models import Unit
from tracker.units.service import create_unit


def contents(app: Flask) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table as the engine gives it, moments and numbers alike."""
    with app.app_context(), db.engine.connect() as connection:
        found = {}
        for table in tables_of(connection):
            statement = select(table).order_by(*table.primary_key.columns)
            found[table.name] = [dict(row) for row in connection.execute(statement).mappings()]
        return found


# An archive is sealed as a file: by which engine its rows were written makes no difference to that.
@pytest.mark.parametrize(
    ("database_url", "engine", "passphrase"),
    [
        pytest.param("sqlite", "sqlite", None, id="within SQLite"),
        pytest.param("sqlite", "postgresql", PASSPHRASE, id="sealed, to PostgreSQL"),
        pytest.param("postgresql", "sqlite", None, id="back to SQLite"),
        pytest.param("postgresql", "postgresql", None, id="within PostgreSQL"),
    ],
    indirect=["database_url"],
)
def test_every_row_and_file_comes_back_on_either_engine(
    migrated: Flask,
    ward: Ward,
    empty_place: MakeApp,
    tmp_path: Path,
    engine: str,
    passphrase: str | None,
) -> None:
    fill(ward)
    made = make_backup(tmp_path / "backups", passphrase=passphrase)
    place = empty_place(engine)
    manifest = put_back(place, made, passphrase, upgrade_to=migrate_to)
    before = contents(migrated)
    after = contents(place)
    assert {name: len(rows) for name, rows in after.items()} == {
        name: content.rows for name, content in manifest.tables.items()
    }
    assert len(after["task"]) == 1
    if engine == migrated.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0].partition("+")[0]:
        assert after == before
    with place.app_context():
        assert broken_seals(manifest) == []
        findings = {found.subject: found for found in check_installation(place)}
        assert not findings["Minh chứng"].is_problem
        assert not findings["Nhật ký"].is_problem
        assert not findings["Cơ sở dữ liệu"].is_problem
        assert set(file_store().digests()) == set(manifest.files)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@FROM_SQLITE
def test_after_it_new_rows_get_numbers_of_their_own(
    migrated: Flask, ward: Ward, empty_place: MakeApp, tmp_path: Path, engine: str
) -> None:
    fill(ward)
    made = make_backup(tmp_path)
    assert migrated
    place = empty_place(engine)
    put_back(place, made)
    with place.app_context(), write():
        highest = db.session.scalar(select(func.max(Unit.id))) or 0
        assert create_unit("Đơn vị mới", actor=None).id > highest


def test_writers_at_work_do_not_tear_it(
    migrated: Flask, ward: Ward, empty_place: MakeApp, tmp_path: Path
) -> None:
    """Whatever the moment: each journal entry comes with the file and the task of its change."""
    unit_id = ward.culture.id
    fill(ward)
    stop = threading.Event()
    failed: list[BaseException] = []

    def work(name: str) -> None:
        turn = 0
        try:
            while not stop.is_set():
                turn += 1
                with migrated.app_context(), write():
                    unit = db.session.get(Unit, unit_id)
                    assert unit is not None
                    digest = file_store().put(f"{name}-{turn}".encode())
                    record(AuditAction.EVIDENCE_ADDED, unit, name=digest, actor=None)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    try:
        made = [make_backup(tmp_path / str(n)) for n in range(3)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failed == []
    for source in made:
        place = empty_place("sqlite")
        manifest = put_back(place, source)
        with place.app_context():
            assert broken_seals(manifest) == []
            told = db.session.scalars(
                select(AuditEntry.subject_name).where(AuditEntry.action == "evidence:added")
            ).all()
            assert set(told) <= set(file_store().digests())


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [(None, "TRACKER_BACKUP_PASSPHRASE"), ("một câu khác hẳn", "không đúng")],
)
@FROM_SQLITE
def test_an_encrypted_one_needs_its_passphrase(
    migrated: Flask, empty_place: MakeApp, tmp_path: Path, passphrase: str | None, words: str
) -> None:
    assert migrated
    made = make_backup(tmp_path, passphrase=PASSPHRASE)
    assert b"alembic" not in made.read_bytes()
    with pytest.raises(ConfigurationError, match=words):
        put_back(empty_place("sqlite"), made, passphrase)


@pytest.mark.parametrize(("written", "typed"), [("NFC", "NFD"), ("NFD", "NFC")])
@FROM_SQLITE
def test_the_words_open_it_however_their_letters_are_put_together(
    migrated: Flask,
    empty_place: MakeApp,
    tmp_path: Path,
    written: Literal["NFC", "NFD"],
    typed: Literal["NFC", "NFD"],
) -> None:
    assert migrated
    words = "câu mật khẩu của phường"
    made = make_backup(tmp_path, passphrase=unicodedata.normalize(written, words))
    put_back(empty_place("sqlite"), made, unicodedata.normalize(typed, words))


@FROM_SQLITE
def test_a_file_altered_before_is_told_of_and_costs_nothing_else(
    migrated: Flask, ward: Ward, empty_place: MakeApp, tmp_path: Path
) -> None:
    assert migrated
    fill(ward)
    digest = file_store().put(b"altered later")
    (kept,) = (path for path in tmp_path.rglob(digest) if path.is_file())
    kept.write_bytes(b"altered")
    told: list[str] = []
    made = make_backup(tmp_path / "backups", on_damaged=told.append)
    place = empty_place("sqlite")
    with place.app_context():
        restore_backup(made, upgrade_to=make_tables, on_damaged=told.append)
        assert db.session.scalar(select(func.count(Task.id))) == 1
        assert len(list(file_store().digests())) == 1
    assert told == [digest, digest]


def test_a_full_disk_leaves_no_half_backup(migrated: Flask, tmp_path: Path) -> None:
    assert migrated
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigurationError, match="Không ghi được bản sao lưu"):
        make_backup(tmp_path / "file" / "folder")
