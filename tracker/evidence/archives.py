"""ZIP archives: what is in them, and whether opening one harms whoever opens it.

Every part is unpacked once, in small steps that are counted and thrown away: a bomb is met by the
count and not by the memory, and a damaged part is found before anybody relies on it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.evidence.inspecting import refuse_harmful
from tracker.evidence.kinds import (
    BROKEN,
    ENDINGS,
    ODF,
    OLE_SIGNATURE,
    TWO_IN_ONE,
    WITH_MACROS,
    WITH_PASSWORD,
    ZIP,
    NotEvidenceError,
)
from tracker.evidence.look_inside import LOOKED_AT, is_pdf
from tracker.evidence.office_fields import refuse_calling_fields
from tracker.evidence.office_parts import link_parts, refuse_foreign_parts, type_of_office_parts
from tracker.evidence.old_office import refuse_active_parts
from tracker.evidence.open_documents import is_open_document, refuse_macros_and_listeners

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 5_000
MOST_UNPACKED = 600 * MEGABYTE
# Tables of plain repeated rows reach 30 to 1, rarely more; what is small harms nobody.
MOST_RATIO, RATIO_MATTERS_FROM = 100, 30 * MEGABYTE
DEEPEST = 2
LARGEST_LOOKED_INTO = 32 * MEGABYTE

_BOMB = "nở ra quá lớn khi mở (bom nén): hãy gửi riêng từng tệp bên trong"
_TOO_MANY = f"chứa hơn {MOST_ENTRIES} tệp: hãy tách nhỏ rồi gửi"
_TOO_DEEP = "có tệp nén lồng nhiều lớp: hãy gửi riêng từng tệp bên trong"
_ODD_NAME = "chứa tên tệp không an toàn: hãy nén lại rồi gửi"
_EMPTY = "không chứa tệp nào: hãy nén lại rồi gửi"

_ENTRY, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LONGEST_COMMENT = 65_535
_END_SIZE = 22
_ENTRY_SIZE = 30
_ENCRYPTED = 0x1
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_STEP = 256 * 1024
_LONGEST_MIMETYPE = 100
_MACROS = "vbaproject.bin"
# Begins of programs, and endings by which a system runs a file on a double click.
_PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_PROGRAM_ENDINGS = frozenset(
    [
        "exe",
        "com",
        "scr",
        "pif",
        "bat",
        "cmd",
        "msi",
        "msp",
        "dll",
        "cpl",
        "hta",
        "js",
        "jse",
        "vbs",
        "vbe",
        "wsf",
        "wsh",
        "ps1",
        "psm1",
        "lnk",
        "url",
        "reg",
        "jar",
        "inf",
        "chm",
        "scf",
        "iso",
        "img",
        "vhd",
        "appref-ms",
        "application",
        "docm",
        "dotm",
        "xlsm",
        "xltm",
        "xlam",
        "xll",
        "pptm",
        "potm",
        "ppsm",
        "ppam",
    ]
)
_ARCHIVE_STARTS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


@dataclass(slots=True)
class _Budget:
    """How much may still be unpacked, of everything one file holds."""

    size: int
    left: int = MOST_UNPACKED
    unpacked: int = field(default=0)
    has_pdf: bool = False

    def spend(self, count: int) -> None:
        """NotEvidenceError once the file has become too much of itself."""
        self.unpacked += count
        self.left -= count
        swollen = self.unpacked > max(RATIO_MATTERS_FROM, MOST_RATIO * self.size)
        if self.left < 0 or swollen:
            raise NotEvidenceError(_BOMB)


def is_archive(content: bytes) -> bool:
    """Whether the content begins as ZIP archives do."""
    return content.startswith(b"PK")


def ends_as_archive(content: bytes) -> bool:
    """Whether a program would find a ZIP archive at the end of something else."""
    tail = content[-(_LONGEST_COMMENT + _END_SIZE) :]
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_SIZE:
        return False
    comment = int.from_bytes(tail[place + 20 : place + 22], "little")
    return place + _END_SIZE + comment <= len(tail) and _CENTRAL in content


def type_of_archive(content: bytes) -> str:
    """The media type of an archive that harms nobody; NotEvidenceError says why it is not taken."""
    budget = _Budget(len(content))
    kind = _judged(content, budget, depth=1)
    if budget.has_pdf:
        refuse_harmful(content, ZIP)
    return kind


def _judged(content: bytes, budget: _Budget, *, depth: int) -> str:
    if depth > DEEPEST:
        raise NotEvidenceError(_TOO_DEEP)
    if content.count(_CENTRAL) > MOST_ENTRIES:
        raise NotEvidenceError(_TOO_MANY)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_layout(content, archive)
            kind = _kind_of(archive, budget)
            _check_parts(archive, kind, budget, depth=depth)
            if kind != ZIP:
                refuse_foreign_parts(archive)
                refuse_calling_fields(archive, kind, link_parts(archive))
            if is_open_document(archive) or kind.startswith(ODF):
                refuse_macros_and_listeners(archive)
            return kind
    except NotEvidenceError:
        raise
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        KeyError,
        struct.error,
        zlib.error,
    ) as error:
        raise NotEvidenceError(BROKEN) from error


def _check_layout(content: bytes, archive: zipfile.ZipFile) -> None:
    """Parts that lie one after another, each once, and nothing but them in the file."""
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    if not parts:
        raise NotEvidenceError(_EMPTY)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise NotEvidenceError(WITH_PASSWORD)
    if not content.startswith(_ENTRY) or parts[0].header_offset != 0:
        raise NotEvidenceError(TWO_IN_ONE)
    if not content[-(_END_SIZE + len(archive.comment)) :].startswith(_END):
        raise NotEvidenceError(TWO_IN_ONE)
    if any(part.compress_type not in _PACKINGS for part in parts):
        raise NotEvidenceError(BROKEN)
    free_from = 0
    for part in parts:
        if part.header_offset < free_from:
            raise NotEvidenceError(_BOMB)
        free_from = part.header_offset + _ENTRY_SIZE + part.compress_size
    if free_from > len(content):
        raise NotEvidenceError(BROKEN)
    names = [part.filename.casefold() for part in parts]
    if len(set(names)) != len(names) or any(map(_is_odd, parts)):
        raise NotEvidenceError(_ODD_NAME)


def _is_odd(part: zipfile.ZipInfo) -> bool:
    """A name that would leave the folder it is unpacked into, or that hides its ending."""
    name = part.orig_filename.replace("\\", "/")
    return (
        not name
        or "\0" in name
        or name.startswith("/")
        or ":" in name
        or ".." in name.split("/")
        or not name.isprintable()
    )


def _kind_of(archive: zipfile.ZipFile, budget: _Budget) -> str:
    names = {part.filename for part in archive.infolist()}
    if "mimetype" in names:
        declared = _read(archive, archive.getinfo("mimetype"), budget)[:_LONGEST_MIMETYPE]
        words = declared.decode("ascii", "replace").strip()
        if words in ENDINGS and "content.xml" in names:
            return words
    return type_of_office_parts(archive) or ZIP


def _check_parts(archive: zipfile.ZipFile, kind: str, budget: _Budget, *, depth: int) -> None:
    is_plain = kind == ZIP
    for part in archive.infolist():
        if part.is_dir():
            continue
        if part.filename.casefold().endswith(_MACROS):
            raise NotEvidenceError(WITH_MACROS)
        start = _unpack(archive, part, budget)
        ending = part.filename.rpartition(".")[2].casefold()
        if start.startswith(_ENTRY):
            inner = _judged(_inner(archive, part), budget, depth=depth + 1)
            if inner == ZIP and not is_plain:
                raise NotEvidenceError(TWO_IN_ONE)
        elif start.startswith(OLE_SIGNATURE):
            refuse_active_parts(_inner(archive, part))
        elif start.startswith(_ARCHIVE_STARTS):
            raise NotEvidenceError(_TOO_DEEP)
        budget.has_pdf |= is_pdf(part.filename, start)
        if start.startswith(_PROGRAM_STARTS) or (is_plain and ending in _PROGRAM_ENDINGS):
            raise NotEvidenceError(
                f"chứa chương trình “{part.filename[-60:]}”: hãy bỏ ra, nén lại rồi gửi"
            )


def _inner(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > LARGEST_LOOKED_INTO:
        raise NotEvidenceError(_BOMB)
    return archive.read(part)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """Unpack to nowhere (a false size or sum is an error) and give the first bytes."""
    steps = _steps(archive, part)
    first = next(steps, b"")
    budget.spend(len(first))
    for step in steps:
        budget.spend(len(step))
    return first[:LOOKED_AT]


def _steps(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as opened:
        while step := opened.read(_STEP):
            yield step


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: _Budget) -> bytes:
    content = next(_steps(archive, part), b"")
    budget.spend(len(content))
    return content
