"""Contents kept as files of one folder: as a store in the cloud keeps them, without its library.

That library takes 5 MB of memory for good, and most wards keep their files on their own disk.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# How what is still being written is called: it is no file of the store, whoever looks.
_UNFINISHED = re.compile(r"#\d+\Z")
_LARGEST_MARK = 2**32


class FileFolder:
    """Files under their paths in the folder, which are written with `/` on all systems."""

    failures: tuple[type[Exception], ...] = (OSError,)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, path: str, content: bytes) -> None:
        """Keep it: whole and on the disk once this returns, under its path only then."""
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}#{secrets.randbelow(_LARGEST_MARK)}")
        try:
            with unfinished.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
            self._sync_names(target.parent)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise

    def _sync_names(self, folder: Path) -> None:
        """Have it on the disk, too, under which name the file is; Windows has no call for it."""
        if os.name == "nt":
            return
        for place in (folder, *folder.parents):
            opened = os.open(place, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
            if place == self._folder:
                return

    def get(self, path: str) -> bytes:
        """The content; FileNotFoundError when there is none."""
        if not self.has(path):
            raise FileNotFoundError(path)
        return (self._folder / path).read_bytes()

    def has(self, path: str) -> bool:
        """Whether there is a file under the path."""
        return (self._folder / path).is_file()

    def paths(self) -> Iterator[str]:
        """Of every file; folders that are linked to belong to it."""
        found = os.walk(self._folder, onerror=_raise_unless_gone, followlinks=True)
        for place, _folders, names in found:
            for name in names:
                file = Path(place, name)
                if not _UNFINISHED.search(name) and file.is_file():
                    yield file.relative_to(self._folder).as_posix()


def _raise_unless_gone(error: OSError) -> None:
    """A folder that cannot be looked into must not look like an empty one."""
    if not isinstance(error, FileNotFoundError):
        raise error
