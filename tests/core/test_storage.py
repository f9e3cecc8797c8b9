"""Files by the hash of their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tracker.core.storage import FileStore

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
