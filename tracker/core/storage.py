"""Files by the hash of their content, in a folder or an S3-compatible store, by one URL."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flask import Flask, current_app

from tracker.core.errors import ConfigurationError


class FileStore:
    """Keeps each content once, under its SHA-256 (hexadecimal)."""

    def __init__(self, url: str) -> None:
        self._store = _open_store(url)
        self._folder = _folder_of(url)

    def free_bytes(self) -> int | None:
        """How much more the store's disk can hold; None where nobody can say."""
        return shutil.disk_usage(self._folder).free if self._folder else None

    def put(self, content: bytes) -> str:
        """Keep the content and return its SHA-256; the same content is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        if not self.has(digest):
            self._store.put(_path_of(digest), content)
        return digest

    def get(self, digest: str) -> bytes:
        """The content; FileNotFoundError when the store does not hold it."""
        return bytes(self._store.get(_path_of(digest)).bytes())

    def digests(self) -> Iterator[str]:
        """The SHA-256 of every content in the store."""
        for page in self._store.list():
            for found in page:
                name = found["path"].rsplit("/", 1)[-1]
                if _path_of(name) == found["path"]:
                    yield name

    def has(self, digest: str) -> bool:
        """Whether the store holds the content."""
        try:
            self._store.head(_path_of(digest))
        except FileNotFoundError:
            return False
        return True


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


def _open_store(url: str) -> Any:
    from obstore.exceptions import BaseError
    from obstore.store import LocalStore, from_url

    parts = urlsplit(url)
    try:
        if parts.scheme == "file" and parts.path and parts.netloc in {"", "localhost"}:
            folder = Path(url2pathname(parts.path))
            folder.mkdir(parents=True, exist_ok=True)
            return LocalStore(prefix=folder)
        if parts.scheme in {"s3", "s3a"}:
            return from_url(url)
    except OSError as error:
        raise ConfigurationError(
            f"TRACKER_EVIDENCE_URL “{url}” không tạo được thư mục: hãy chọn nơi ghi được."
        ) from error
    except BaseError as error:
        raise _wrong_address(url) from error
    raise _wrong_address(url)


def _wrong_address(url: str) -> ConfigurationError:
    return ConfigurationError(
        f"TRACKER_EVIDENCE_URL “{url}” không dùng được: cần file:///thư-mục hoặc s3://kho/thư-mục."
    )
