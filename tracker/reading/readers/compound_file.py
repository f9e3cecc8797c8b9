"""Finds one stream in an OLE compound file, the box old Office files come in ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tracker.reading.readers.package import damaged

_FREE = 0xFFFFFFFA  # from here on sector numbers mean "none", "end of chain" and the like
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_SMALL = 64


class CompoundFile:
    """The sectors of a file and the chains that join them; raises UnreadableDocumentError."""

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except (struct.error, IndexError, ValueError) as error:
            raise damaged() from error

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first stream with one of these names."""
        for wanted in names:
            for name, kind, start, size in self._entries:
                if kind == _STREAM and name.casefold() == wanted.casefold():
                    return self._bytes(start, size)
        return None

    @property
    def names(self) -> set[str]:
        return {entry[0] for entry in self._entries}

    def _open(self, data: bytes) -> None:
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in {9, 12}:
            raise ValueError("sector size")
        self._data, self._size = data, 1 << shift
        self._most = len(data) // self._size + 1
        (first_directory, _, self._cutoff, first_small) = struct.unpack_from("<4I", data, 48)
        self._table = [
            number for sector in self._table_sectors() for number in self._numbers(sector)
        ]
        directory = self._chained(first_directory)
        self._entries = list(_entries(directory))
        small = self._chained(first_small) if first_small < _FREE else b""
        self._small_table = struct.unpack(f"<{len(small) // 4}I", small)
        root = next((entry for entry in self._entries if entry[1] == _ROOT), None)
        self._small = self._chained(root[2]) if root and root[2] < _FREE else b""

    def _table_sectors(self) -> Iterator[int]:
        """The sectors holding the table of chains: 109 in the header, more in a chain of lists."""
        yield from (n for n in struct.unpack_from("<109I", self._data, 76) if n < _FREE)
        (following,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(self._most):
            if following >= _FREE:
                return
            *numbers, following = self._numbers(following)
            yield from (number for number in numbers if number < _FREE)

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{self._size // 4}I", self._data, (sector + 1) * self._size)

    def _bytes(self, start: int, size: int) -> bytes:
        try:
            whole = self._chained(start) if size >= self._cutoff else self._small_chained(start)
        except (struct.error, IndexError, ValueError) as error:
            raise damaged() from error
        return whole[:size]

    def _chained(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        while sector < _FREE:
            at = (sector + 1) * self._size
            pieces.append(self._data[at : at + self._size])
            sector = self._table[sector]
            if len(pieces) > self._most:
                raise ValueError("a chain without end")
        return b"".join(pieces)

    def _small_chained(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        while sector < _FREE:
            pieces.append(self._small[sector * _SMALL : (sector + 1) * _SMALL])
            sector = self._small_table[sector]
            if len(pieces) > len(self._small_table):
                raise ValueError("a chain without end")
        return b"".join(pieces)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    """(name, kind, first sector, size) of each entry."""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", directory, at + 116)
        yield name, kind, start, size
