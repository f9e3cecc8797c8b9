"""The drill: a backup made while people write, put back elsewhere, is whole."""

from __future__ import annotations

import errno
import json
import threading
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from tests.backup.conftest import MakeApp, make_tables
from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.backup import restoring
from tracker.backup.restoring import broken_seals, restore_backup
from tracker.backup.rows import tables_of
from tracker.backup.rules import Manifest
from tracker.backup.service import make_backup
from tracker.command_support import migrate_to
from tracker.core.db import db, write
from tracker.core.errors import ConfigurationError
from tracker.core.migrating import known_revisions
from tracker.core.storage import file_store
from tracker.health import check_installation
from tracker.tasks.models import Task
from tracker.units.models import Unit
from tracker.units.service import create_unit

PASSPHRASE = "một câu dài mà chỉ phường Mẫu biết"
# Where the engine that wrote the archive makes no difference.
FROM_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def contents(app: Flask) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table as the engine gives it, moments and numbers alike."""
    with app.app_context(), db.engine.connect() as connection:
        found = {}
        for table in tables_of(connection):
            statement = select(table).order_by(*table.primary_key.columns)
            found[table.name] = [dict(row) for row in connection.execute(statement).mappings()]
        return found


def fill(ward: Ward) -> None:
    from datetime import date

    plan = make_plan()
    make_task(plan, fixed(date(2026, 9, 30)), lead=ward.culture)
    file_store().put(b"minh ch\xe1\xbb\xa9ng")
    record(AuditAction.UNIT_CHANGED, ward.culture, name="x", actor=ward.office)
    db.session.commit()
    db.session.remove()


def put_back(
    app: Flask,
    source: Path,
    passphrase: str | None = None,
    *,
    upgrade_to: Callable[[str], None] = make_tables,
) -> Manifest:
    with app.app_context():
        return restore_backup(source, passphrase=passphrase, upgrade_to=upgrade_to)


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


def test_only_an_empty_place_is_filled(migrated: Flask, ward: Ward, tmp_path: Path) -> None:
    fill(ward)
    made = make_backup(tmp_path)
    with pytest.raises(ConfigurationError, match="chỉ khôi phục vào nơi còn trống"):
        put_back(migrated, made)
    assert db.session.scalar(select(func.count(Task.id))) == 1


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


@pytest.mark.parametrize(
    ("engine", "passphrase"),
    [("sqlite", None), ("postgresql", None), ("sqlite", PASSPHRASE)],
    ids=["to SQLite", "to PostgreSQL", "sealed"],
)
@FROM_SQLITE
def test_a_damaged_one_puts_nothing_half_back(
    migrated: Flask, empty_place: MakeApp, tmp_path: Path, engine: str, passphrase: str | None
) -> None:
    assert migrated
    made = make_backup(tmp_path, passphrase=passphrase)
    data = bytearray(made.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = bytes(40)
    for number, damaged in enumerate((bytes(data), bytes(data[:middle]), b"", b"x" * 500)):
        source = tmp_path / f"damaged-{number}.zip"
        source.write_bytes(damaged)
        place = empty_place(engine)
        with pytest.raises(ConfigurationError, match=r"bị hỏng|không phải"):
            put_back(place, source, passphrase)
        with place.app_context():
            assert inspect(db.engine).get_table_names() == []
            assert list(file_store().digests()) == []


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


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@FROM_SQLITE
def test_a_place_that_the_power_left_without_rows_is_filled_at_the_next_try(
    migrated: Flask, ward: Ward, empty_place: MakeApp, tmp_path: Path, engine: str
) -> None:
    assert migrated
    fill(ward)
    made = make_backup(tmp_path)
    place = empty_place(engine)
    with place.app_context():
        make_tables(known_revisions()[0])
    put_back(place, made)
    with place.app_context():
        assert db.session.scalar(select(func.count(Task.id))) == 1
        db.session.remove()
    with pytest.raises(ConfigurationError, match="chỉ khôi phục vào nơi còn trống"):
        put_back(place, made)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@FROM_SQLITE
def test_tables_of_another_program_are_left_alone(
    migrated: Flask, empty_place: MakeApp, tmp_path: Path, engine: str
) -> None:
    assert migrated
    made = make_backup(tmp_path)
    place = empty_place(engine)
    with place.app_context():
        db.session.execute(text("CREATE TABLE theirs (id INTEGER)"))
        db.session.commit()
    with pytest.raises(ConfigurationError, match="chỉ khôi phục vào nơi còn trống"):
        put_back(place, made)
    with place.app_context():
        assert inspect(db.engine).get_table_names() == ["theirs"]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@FROM_SQLITE
def test_one_that_fails_takes_nothing_away_from_one_that_was_faster(
    migrated: Flask, ward: Ward, empty_place: MakeApp, tmp_path: Path, engine: str
) -> None:
    assert migrated
    fill(ward)
    made = make_backup(tmp_path)
    place = empty_place(engine)

    def comes_second(_revision: str) -> None:
        restore_backup(made, upgrade_to=make_tables)
        raise ConfigurationError("the tables are there")

    with pytest.raises(ConfigurationError, match="the tables are there"):
        put_back(place, made, upgrade_to=comes_second)
    with place.app_context():
        assert db.session.scalar(select(func.count(Task.id))) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: tables.pop("task"),
        lambda tables: tables.update(more={"rows": 0, "columns": {"id": "plain"}}),
        lambda tables: tables["task"]["columns"].popitem(),
    ],
    ids=["a table lacks", "a table more", "a column lacks"],
)
@FROM_SQLITE
def test_one_whose_tables_are_not_those_of_its_version_is_refused(
    migrated: Flask, empty_place: MakeApp, tmp_path: Path, change: Callable[[Any], object]
) -> None:
    assert migrated
    made = make_backup(tmp_path)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(other, "w") as target:
        manifest = json.loads(source.read("manifest.json"))
        change(manifest["tables"])
        for name in source.namelist():
            changed = name == "manifest.json"
            target.writestr(name, json.dumps(manifest) if changed else source.read(name))
        target.writestr("tables/more.jsonl", b"")
    place = empty_place("sqlite")
    with pytest.raises(ConfigurationError, match="không phải bản sao lưu"):
        put_back(place, other)
    with place.app_context():
        assert inspect(db.engine).get_table_names() == []


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@FROM_SQLITE
def test_what_fails_half_way_can_be_tried_again(
    migrated: Flask, ward: Ward, empty_place: MakeApp, tmp_path: Path, engine: str
) -> None:
    assert migrated
    fill(ward)
    made = make_backup(tmp_path)
    place = empty_place(engine)

    def breaks(revision: str) -> None:
        make_tables(revision)
        raise ConfigurationError("the disk is full")

    with pytest.raises(ConfigurationError, match="the disk is full"):
        put_back(place, made, upgrade_to=breaks)
    put_back(place, made)
    with place.app_context():
        assert db.session.scalar(select(func.count(Task.id))) == 1


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


@FROM_SQLITE
def test_one_of_a_newer_version_makes_nothing(
    migrated: Flask, empty_place: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert migrated
    made = make_backup(tmp_path)
    monkeypatch.setattr(restoring, "known_revisions", lambda: ["0001"])
    place = empty_place("sqlite")
    with pytest.raises(ConfigurationError, match="phiên bản mới hơn"):
        put_back(place, made)


def test_a_file_that_is_not_there_is_not_called_broken(
    empty_place: MakeApp, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match=r"Không mở được “.*”: không có tệp này"):
        put_back(empty_place("sqlite"), tmp_path / "nowhere.zip")


@FROM_SQLITE
def test_no_room_to_lay_a_sealed_one_open_is_not_the_fault_of_the_backup(
    migrated: Flask, empty_place: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert migrated
    made = make_backup(tmp_path, passphrase=PASSPHRASE)

    def is_full(*_values: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pyrage.decrypt_io", is_full)
    with pytest.raises(ConfigurationError, match="không đủ chỗ trống"):
        put_back(empty_place("sqlite"), made, PASSPHRASE)


def test_a_full_disk_leaves_no_half_backup(migrated: Flask, tmp_path: Path) -> None:
    assert migrated
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigurationError, match="Không ghi được bản sao lưu"):
        make_backup(tmp_path / "file" / "folder")
