"""Evidence in a folder or in an S3-compatible store: sent, shown, backed up, put back, checked."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.backup.conftest import MakeApp, empty_place, migrated
from tests.evidence.object_server import KEYS, bucket_at, open_object_server
from tests.personas import Browser, Ward
from tests.progress.files import DOCX, PDF, PNG
from tests.progress.reports import send_report
from tracker.backup.restoring import restore_backup
from tracker.backup.service import make_backup
from tracker.command_support import migrate_to
from tracker.core import storage
from tracker.core.db import db
from tracker.core.errors import ConfigurationError, StorageError
from tracker.core.file_bucket import FileBucket
from tracker.core.storage import FileStore, file_store
from tracker.health import SEE_BACKUPS, check_installation
from tracker.progress.models import Contribution, Evidence

__all__ = ["empty_place", "migrated"]


@pytest.fixture(scope="module")
def object_server() -> Iterator[str]:
    """A server of objects on this machine; the address of its bucket without a prefix."""
    with open_object_server() as address:
        yield address


@pytest.fixture
def bucket_url(object_server: str, tmp_path: Path) -> str:
    """A corner of the bucket of the test's own."""
    corner = hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]
    return bucket_at(object_server, corner)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, app: Flask) -> FileStore:
    """The app's store, of each kind in turn."""
    if request.param == "bucket":
        app.config["EVIDENCE_URL"] = request.getfixturevalue("bucket_url")
        storage.init_app(app)
    return file_store()


def said_of_files(app: Flask) -> str:
    return next(item.as_text() for item in check_installation(app) if item.subject == "Minh chứng")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_whole_way(
    migrated: Flask,
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    store: FileStore,
    empty_place: MakeApp,
    tmp_path: Path,
) -> None:
    unit = browser.as_(ward.culture_head)
    sent = {"a.pdf": PDF, "b.docx": DOCX, "c.png": PNG}
    send_report(unit, owed, *sent.items())
    assert sorted(store.digests()) == sorted(hashlib.sha256(c).hexdigest() for c in sent.values())
    for paper in owed.current_evidence:
        assert unit.get(f"/evidence/{paper.id}").data == sent[paper.file_name or ""]
    assert unit.get(f"/evidence/{owed.current_evidence[2].id}/preview").mimetype == "image/webp"
    db.session.remove()
    made = make_backup(tmp_path / "backups")
    place = empty_place("sqlite")
    with place.app_context():
        restore_backup(made, upgrade_to=migrate_to)
        assert set(file_store().digests()) == set(store.digests())
        assert said_of_files(place).startswith("✓ Minh chứng: 3 tệp nguyên vẹn")
        papers = db.session.query(Evidence).all()
        kept = {paper.file_name: file_store().get(paper.sha256 or "") for paper in papers}
        assert kept == sent
        db.session.remove()
    assert said_of_files(migrated).startswith("✓ Minh chứng: 3 tệp nguyên vẹn")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_doctor_finds_what_is_missing_altered_and_not_ours(
    migrated: Flask, ward: Ward, browser: Browser, owed: Contribution, store: FileStore
) -> None:
    send_report(browser.as_(ward.culture_head), owed, ("a.pdf", PDF), ("b.png", PNG))
    first, second = (paper.sha256 or "" for paper in owed.current_evidence)
    db.session.remove()
    behind = store._store
    orphan = store.put(b"nobody's")
    behind.put("notes.txt", b"left here by hand")
    said = said_of_files(migrated)
    assert said == "✓ Minh chứng: 3 tệp nguyên vẹn, 1 tệp không còn dùng, 1 tệp lạ: notes.txt"
    behind.put(storage._path_of(first), PDF + b"altered")
    _take_away(store, storage._path_of(second))
    assert said_of_files(migrated) == (
        f"✗ Minh chứng: thiếu 1 tệp: b.png ({SEE_BACKUPS}); 1 tệp bị sửa: a.pdf ({SEE_BACKUPS})"
    )
    assert orphan in set(store.digests())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_store_that_fails_is_told_in_a_sentence_and_nothing_is_half_kept(
    ward: Ward, browser: Browser, owed: Contribution, tmp_path: Path
) -> None:
    unit = browser.as_(ward.culture_head)
    folder = tmp_path / "evidence"
    shutil.rmtree(folder)
    folder.write_bytes(b"no folder any more: nothing can be written")
    answer = send_report(unit, owed, ("a.pdf", PDF))
    assert answer.status_code == 422
    assert "Chưa lưu được tệp" in answer.text
    assert "Đã trình ký ban hành." in answer.text, "what was typed is still there"
    assert db.session.query(Evidence).count() == 0
    assert owed.updates == []


def test_a_server_that_does_not_answer_is_a_failure_without_keys(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = FileStore(f"s3://kho/a?endpoint=http://127.0.0.1:9&{KEYS}")
    assert isinstance(store._store, FileBucket)
    store._store._bucket = _impatient()
    with pytest.raises(StorageError, match="Kho tệp của máy chủ không trả lời"):
        store.get("0" * 64)
    assert "secret" not in caplog.text


def _take_away(store: FileStore, path: str) -> None:
    """By hand: the program never does."""
    behind = store._store
    if isinstance(behind, FileBucket):
        behind._bucket.delete(path)
    else:
        (behind._folder / path).unlink()


def _impatient() -> Any:
    from obstore.store import S3Store

    return S3Store(
        "kho",
        endpoint="http://127.0.0.1:9",
        region="us-east-1",
        access_key_id="test",
        secret_access_key="a-secret-that-no-page-tells",
        client_options={"allow_http": True, "connect_timeout": "1s"},
        retry_config={"max_retries": 0},
    )


@pytest.mark.parametrize("url", ["s3://", "s3://kho?key=secret", "gs://kho", "s3:kho"])
def test_a_wrong_address_is_named_without_its_keys(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        FileStore(url)
    assert "secret" not in refused.value.message.replace("secret_access_key=…", "")
