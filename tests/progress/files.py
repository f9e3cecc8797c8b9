"""Files as units send them, made of the fewest bytes that still are what they say."""

from __future__ import annotations

import io
import zipfile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
PROGRAM = b"MZ" + bytes(200)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)


def zipped(*names: str, content: str = "<a/>") -> bytes:
    """A ZIP archive that holds parts of these names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            # A fixed day: the bytes name the tests that use them.
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 0, 0, 0)), content)
    return target.getvalue()


def ole(*streams: str) -> bytes:
    """The container of the old Office formats, naming these streams."""
    return OLE + b"".join(stream.encode("utf-16-le") + bytes(64) for stream in streams)


DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
