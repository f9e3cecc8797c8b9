"""Old presentations (ppt): macros and other containers are packed into their one stream.

[MS-PPT] 2.4.11 tells of macros, 2.10.34 and 2.10.36 are a container, bare or packed. PowerPoint
finds these by their places in the stream, so they are looked for wherever they may lie, and not
only where the records' lengths lead to.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.evidence.kinds import OLE_SIGNATURE, TOO_HARD, WITH_MACROS, NotEvidenceError

_SAYS_MACROS = re.compile(rb"\x02\0\0\x04\x0c\0\0\0.{4}\x01\0\0\0", re.DOTALL)
_BARE = re.compile(rb"\0\0\x11\x10.{4}" + re.escape(OLE_SIGNATURE), re.DOTALL)
# Header, size when unpacked, and what packed bytes begin with.
_PACKED = re.compile(rb"\x10\0\x11\x10(.{4}).{4}\x78", re.DOTALL)
_HEADER, _SIZE = 8, 4
MOST_UNPACKED = 128 * 1024 * 1024


@dataclass(slots=True)
class Room:
    """How much may still be unpacked, of all containers in one file."""

    left: int = MOST_UNPACKED


def refuse_macros(content: bytes) -> None:
    """NotEvidenceError where the presentation says that it holds macros."""
    if _SAYS_MACROS.search(content):
        raise NotEvidenceError(WITH_MACROS)


def containers_in(content: bytes, room: Room) -> Iterator[bytes]:
    """Each container in the presentation, unpacked."""
    for found in _BARE.finditer(content):
        (length,) = struct.unpack_from("<I", content, found.start() + 4)
        start = found.start() + _HEADER
        yield content[start : start + length]
    for found in _PACKED.finditer(content):
        (length,) = struct.unpack("<I", found[1])
        start = found.start() + _HEADER + _SIZE
        unpacked = _unpacked(content[start : start + max(length - _SIZE, 0)], room)
        if unpacked.startswith(OLE_SIGNATURE):
            yield unpacked


def _unpacked(packed: bytes, room: Room) -> bytes:
    """The bytes; none where these are no packed ones but look so by chance."""
    try:
        unpacked = zlib.decompressobj().decompress(packed, room.left + 1)
    except zlib.error:
        return b""
    room.left -= len(unpacked)
    if room.left < 0:
        raise NotEvidenceError(TOO_HARD)
    return unpacked
