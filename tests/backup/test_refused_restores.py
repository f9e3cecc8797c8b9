"""What is refused to be put back, what fails half way, and that neither costs anything."""

from __future__ import annotations

import errno
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from tests.backup.conftest import (
    FROM_SQLITE,
    PASSPHRASE,
    MakeApp,
    count_tasks,
    fill,
    make_tables,
    put_back,
)
from tests.personas import Ward
from tracker.backup import restoring
from tracker.backup.restoring import restore_backup
from tracker.backup.service import make_backup
from tracker.core.db import db
from tracker.core.errors import ConfigurationError
from tracker.core.migrating import known_revisions
from tracker.core.storage import file_store
from tracker.tasks.models import Task


def test_only_an_empty_place_is_filled(migrated: Flask, ward: Ward, tmp_path: Path) -> None:
    fill(ward)
    made = make_backup(tmp_path)
    with pytest.raises(ConfigurationError, match="chỉ khôi phục vào nơi còn trống"):
        put_back(migrated, made)
    assert db.session.scalar(select(func.count(Task.id))) == 1


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


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@FROM_SQLITE
def test_a_place_that_the_power_left_without_rows_is_filled_at_the_next_try(
    ward_backup: Path, empty_place: MakeApp, engine: str
) -> None:
    place = empty_place(engine)
    with place.app_context():
        make_tables(known_revisions()[0])
    put_back(place, ward_backup)
    assert count_tasks(place) == 1
    with pytest.raises(ConfigurationError, match="chỉ khôi phục vào nơi còn trống"):
        put_back(place, ward_backup)


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
    ward_backup: Path, empty_place: MakeApp, engine: str
) -> None:
    place = empty_place(engine)

    def comes_second(_revision: str) -> None:
        restore_backup(ward_backup, upgrade_to=make_tables)
        raise ConfigurationError("the tables are there")

    with pytest.raises(ConfigurationError, match="the tables are there"):
        put_back(place, ward_backup, upgrade_to=comes_second)
    assert count_tasks(place) == 1


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
    ward_backup: Path, empty_place: MakeApp, engine: str
) -> None:
    place = empty_place(engine)

    def breaks(revision: str) -> None:
        make_tables(revision)
        raise ConfigurationError("the disk is full")

    with pytest.raises(ConfigurationError, match="the disk is full"):
        put_back(place, ward_backup, upgrade_to=breaks)
    put_back(place, ward_backup)
    assert count_tasks(place) == 1


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
    with pytest.raises(
        ConfigurationError, match=r"Không mở được “.*”: không có tệp hoặc thư mục này"
    ):
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
