"""Contents kept as objects of an S3-compatible store; its library is loaded with the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


class FileBucket:
    """Objects under their paths below a prefix of the bucket."""

    def __init__(self, bucket: str, prefix: str | None, options: Mapping[str, Any]) -> None:
        from obstore.exceptions import BaseError
        from obstore.store import S3Store

        # A wrong option as well as a server that does not answer.
        self.failures: tuple[type[Exception], ...] = (BaseError, OSError)
        self._bucket = S3Store(bucket, prefix=prefix, **options)

    def put(self, path: str, content: bytes) -> None:
        """Keep it."""
        self._bucket.put(path, content)

    def get(self, path: str) -> bytes:
        """The content; FileNotFoundError when there is none."""
        return bytes(self._bucket.get(path).bytes())

    def has(self, path: str) -> bool:
        """Whether there is an object under the path."""
        try:
            self._bucket.head(path)
        except FileNotFoundError:
            return False
        return True

    def paths(self) -> Iterator[str]:
        """Of every object."""
        for page in self._bucket.list():
            for found in page:
                yield found["path"]
