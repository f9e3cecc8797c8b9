"""Files as units send them, made of the fewest bytes that still are what they say."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from io import BytesIO

import docx

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 120]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
PROGRAM = b"MZ" + bytes(200)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)
_SECTOR = 512
_END_OF_CHAIN, _FREE, _FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def zipped(*names: str, content: str = "<a/>") -> bytes:
    """A ZIP archive that holds parts of these names."""
    return zipped_parts(dict.fromkeys(names, content))


def zipped_parts(parts: dict[str, str] | dict[str, bytes]) -> bytes:
    """A ZIP archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # A fixed day: the bytes name the tests that use them.
            part = zipfile.ZipInfo(name, (2026, 1, 5, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, content)
    return target.getvalue()


def office(main: str, kind: str, **parts: str) -> bytes:
    """A file of Word, Excel or PowerPoint with its main part; `parts` are further contents."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    )
    return zipped_parts({"[Content_Types].xml": types, main: "<a/>", **parts})


def ole(*streams: str, content: bytes = bytes(64)) -> bytes:
    """The container of the old Office formats ([MS-CFB]) with these streams, each of a sector."""
    names = ["Root Entry", *streams]
    directory = b"".join(_entry(number, name, len(names)) for number, name in enumerate(names))
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    folders = len(directory) // _SECTOR
    chains = [_FAT_SECTOR]
    chains += [*range(2, folders + 1), _END_OF_CHAIN]
    # Streams of less than 4096 bytes would lie in smaller sectors: each takes eight whole ones.
    for _ in streams:
        first = len(chains)
        chains += [*range(first + 1, first + 8), _END_OF_CHAIN]
    chains += [_FREE] * (_SECTOR // 4 - len(chains))
    header = struct.pack("<8s16s5H6x", OLE[:8], b"", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    body = content.ljust(4096, b"\0") * len(streams)
    return header + struct.pack(f"<{_SECTOR // 4}I", *chains) + directory + body


def _entry(number: int, name: str, count: int) -> bytes:
    """One line of the directory; the streams hang one below the other to the right."""
    spelled = name.encode("utf-16-le")
    is_root = number == 0
    right = number + 1 if 0 < number < count - 1 else _FREE
    child = 1 if is_root and count > 1 else _FREE
    folders = -(-count * 128 // _SECTOR)
    start = _END_OF_CHAIN if is_root else 1 + folders + (number - 1) * 8
    return struct.pack(
        "<64sHBBIII16xI16xIII",
        spelled,
        len(spelled) + 2,
        5 if is_root else 2,
        1,
        _FREE,
        right,
        child,
        0,
        start,
        0 if is_root else 4096,
        0,
    )


def png(width: int = 1, height: int = 1, *, rows: int | None = None) -> bytes:
    """A grey picture of that size; with fewer `rows` than it claims it is broken."""
    row = b"\0" + bytes(width)
    parts = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * (height if rows is None else rows), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )


DOCX = office("word/document.xml", "wordprocessingml.document")
XLSX = office("xl/workbook.xml", "spreadsheetml.sheet")
PPTX = office("ppt/presentation.xml", "presentationml.presentation")
PNG = png()
# A grey point, as Pillow writes it.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb0043001b12141714111b1716171e1c1b2028"
    "422b28252528513a3d3042605565645f555d5b6a7899816a7190735b5d85b586909ea3abadab6780"
    "bcc9baa6c799a8aba4ffc0000b080001000101011100ffc400140001000000000000000000000000"
    "00000000ffc40014100100000000000000000000000000000000ffda0008010100003f003fffd9"
)


def letter_as_docx() -> bytes:
    """A report whose letterhead is a table without borders."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "UBND PHƯỜNG MẪU\nSố: 45/BC-UBND"
    table.cell(
        0, 1
    ).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPhường Mẫu, ngày 03 tháng 8 năm 2026"
    document.add_paragraph("BÁO CÁO")
    target = BytesIO()
    document.save(target)
    return target.getvalue()
