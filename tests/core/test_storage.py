"""Files by the hash of their content."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from tracker.core.errors import StorageError
from tracker.core.storage import FileStore, _path_of

CONTENT = "Báo cáo quý II".encode()
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore((tmp_path / "kho minh chứng").as_uri())


def test_what_is_kept_is_given_back(store: FileStore) -> None:
    assert not store.has(DIGEST)
    assert store.put(CONTENT) == DIGEST
    assert store.has(DIGEST)
    assert store.get(DIGEST) == CONTENT


def test_the_same_content_is_one_file(store: FileStore, tmp_path: Path) -> None:
    for _ in range(3):
        store.put(CONTENT)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [DIGEST]


def test_what_was_never_kept_is_not_found(store: FileStore) -> None:
    with pytest.raises(FileNotFoundError):
        store.get("0" * 64)


def test_an_empty_file_is_content_too(store: FileStore) -> None:
    assert store.get(store.put(b"")) == b""


def test_what_is_half_written_is_no_file_of_the_store(store: FileStore, tmp_path: Path) -> None:
    store.put(CONTENT)
    folder = tmp_path / "kho minh chứng"
    (folder / "ab" / "cd").mkdir(parents=True)
    (folder / "ab" / "cd" / f"{'0' * 64}#17").write_bytes(CONTENT[:3])
    (folder / "ab" / "ghi chú#a.txt").write_bytes(b"by hand")
    assert list(store.digests()) == [DIGEST]
    assert store.strangers() == ["ab/ghi chú#a.txt"]


def test_what_cannot_be_written_leaves_nothing(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageError, match="Chưa lưu được tệp"):
        store.put(CONTENT)
    assert not store.has(DIGEST)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_in_the_place_of_a_file_is_no_content(store: FileStore, tmp_path: Path) -> None:
    (tmp_path / "kho minh chứng" / _path_of(DIGEST)).mkdir(parents=True)
    assert not store.has(DIGEST)
    with pytest.raises(FileNotFoundError):
        store.get(DIGEST)


def test_a_folder_that_is_gone_holds_nothing(store: FileStore, tmp_path: Path) -> None:
    (tmp_path / "kho minh chứng").rmdir()
    assert list(store.digests()) == []
    assert not store.has(DIGEST)
    assert store.put(CONTENT) == DIGEST
