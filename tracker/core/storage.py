"""Files by the hash of their content, in a folder or an S3-compatible store, by one URL.

`file:///folder`, or `s3://bucket/prefix` with the store's own address and keys behind a question
mark (`?endpoint=https://…&region=…&access_key_id=…&secret_access_key=…`); what is not said there
comes from the usual AWS_… variables.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from urllib.request import url2pathname

from flask import Flask, current_app

from tracker.core.errors import ConfigurationError, StorageError
from tracker.core.file_bucket import FileBucket
from tracker.core.file_folder import FileFolder

log = logging.getLogger(__name__)
SAID_OF_S3 = frozenset(
    {"endpoint", "region", "access_key_id", "secret_access_key", "session_token"}
)
NOT_WRITTEN = (
    "Chưa lưu được tệp: kho tệp của máy chủ đã hết chỗ trống hoặc không ghi được. "
    "Chưa có gì thay đổi; hãy báo quản trị rồi gửi lại."
)
NOT_READ = (
    "Kho tệp của máy chủ không trả lời: hãy thử lại sau vài phút, nếu vẫn lỗi thì báo quản trị."
)


class FileStore:
    """Keeps each content once, under its SHA-256 (hexadecimal).

    StorageError when the store itself fails: a full disk, a server that does not answer.
    """

    def __init__(self, url: str) -> None:
        self._store = _open_store(url)
        self._folder = _folder_of(url)

    def put(self, content: bytes) -> str:
        """Keep the content and return its SHA-256; the same content is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        with self._failing_as(NOT_WRITTEN):
            if not self._holds(digest):
                self._store.put(_path_of(digest), content)
        return digest

    def get(self, digest: str) -> bytes:
        """The content; FileNotFoundError when the store does not hold it."""
        with self._failing_as(NOT_READ):
            return self._store.get(_path_of(digest))

    def digests(self) -> Iterator[str]:
        """The SHA-256 of every content in the store."""
        for path in self._paths():
            name = path.rsplit("/", 1)[-1]
            if _path_of(name) == path:
                yield name

    def strangers(self) -> list[str]:
        """What lies in the store under a name that is none of ours."""
        return [path for path in self._paths() if _path_of(path.rsplit("/", 1)[-1]) != path]

    def has(self, digest: str) -> bool:
        """Whether the store holds the content."""
        with self._failing_as(NOT_READ):
            return self._holds(digest)

    @property
    def is_folder(self) -> bool:
        """Whether the contents lie on a disk of this machine, each for itself."""
        return self._folder is not None

    def free_bytes(self) -> int | None:
        """How much more the store's disk can hold; None where nobody can say."""
        if self._folder is None:
            return None
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            log.warning("the folder of kept files is not there")
            return None

    def _holds(self, digest: str) -> bool:
        return self._store.has(_path_of(digest))

    def _paths(self) -> Iterator[str]:
        with self._failing_as(NOT_READ):
            yield from self._store.paths()

    @contextmanager
    def _failing_as(self, words: str) -> Iterator[None]:
        """Whatever goes wrong in the store becomes one sentence; a missing file is told apart."""
        try:
            yield
        except FileNotFoundError:
            raise
        except self._store.failures as error:
            # Its own words may name the store's keys: the kind is enough for the log.
            log.error("the store of kept files failed: %s", type(error).__name__)
            raise StorageError(words) from error


def init_app(app: Flask) -> None:
    """Open the store named by the configuration."""
    app.extensions["file_store"] = FileStore(app.config["EVIDENCE_URL"])


def file_store() -> FileStore:
    """The store of the running app."""
    store: FileStore = current_app.extensions["file_store"]
    return store


def _folder_of(url: str) -> Path | None:
    parts = urlsplit(url)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def _path_of(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _open_store(url: str) -> FileFolder | FileBucket:
    parts, folder = urlsplit(url), _folder_of(url)
    try:
        if folder is not None and parts.path and parts.netloc in {"", "localhost"}:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return FileFolder(folder)
        if parts.scheme in {"s3", "s3a"} and parts.netloc:
            return _open_bucket(url)
    except OSError as error:
        raise ConfigurationError(
            f"TRACKER_EVIDENCE_URL “{url}” không tạo được thư mục: hãy chọn nơi ghi được."
        ) from error
    raise _wrong_address(url)


def _open_bucket(url: str) -> FileBucket:
    from obstore.exceptions import BaseError

    parts = urlsplit(url)
    said: dict[str, Any] = dict(parse_qsl(parts.query))
    if said.keys() - SAID_OF_S3:
        raise _wrong_address(url)
    options: dict[str, Any] = {}
    if "endpoint" in said:
        options["client_options"] = {"allow_http": said["endpoint"].startswith("http://")}
        said.setdefault("region", "us-east-1")
    try:
        return FileBucket(parts.netloc, parts.path.strip("/") or None, {**said, **options})
    except BaseError as error:
        raise _wrong_address(url) from error


def _wrong_address(url: str) -> ConfigurationError:
    """Without what stands behind the question mark: the keys."""
    bare = url.partition("?")[0]
    return ConfigurationError(
        f"TRACKER_EVIDENCE_URL “{bare}” không dùng được: cần file:///thư-mục hoặc "
        "s3://kho/thư-mục, thêm ?endpoint=…&access_key_id=…&secret_access_key=… khi kho không "
        "phải của AWS."
    )
