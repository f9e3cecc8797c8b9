"""Macros and calls of programs in the files of LibreOffice and in the old ones of Office."""

from __future__ import annotations

import struct
import zlib

import pytest

from tests.progress.files import ole, zipped_parts
from tests.reading.helpers import OLD_WORKBOOK
from tracker.core.errors import RuleError
from tracker.evidence.files import media_type_of

MACROS, DDE = "có macro", "gọi chương trình khác"
ELSEWHERE, PASSWORD = "tự tải nội dung từ nơi khác", "đang đặt mật khẩu"
KINDS = ("text", "spreadsheet", "presentation")
SCRIPT = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"
LISTENER = (
    '<s:event-listener xmlns:s="urn:script" xmlns:x="urn:xlink" s:language="ooo:script" '
    f'x:href="{SCRIPT}"/>'
)
LIST = (
    '<!DOCTYPE l:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">'
    '<l:libraries xmlns:l="urn:library"><l:library l:name="Standard" l:link="{}"/></l:libraries>'
)
BASIC = {"Basic/script-lc.xml": LIST.format("false"), "Basic/Standard/Module1.xml": "<module/>"}


def open_document(body: str = "", *, kind: str = "text", **parts: str) -> bytes:
    """A file of LibreOffice with these elements in its text, and other parts."""
    told = {"mimetype": f"application/vnd.oasis.opendocument.{kind}"} if kind else {}
    manifest = '<m:manifest xmlns:m="urn:manifest"/>'
    content = f'<o:document-content xmlns:o="urn:office">{body}</o:document-content>'
    return zipped_parts(
        {**told, "content.xml": content, "META-INF/manifest.xml": manifest, **parts}
    )


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of an old workbook."""
    return struct.pack("<HH", kind, len(content)) + content


def workbook(*records: bytes, version: int = 0x0600) -> bytes:
    """An old workbook: its beginning, these records, its end."""
    begin = record(0x0809, struct.pack("<HH", version, 5))
    stream = "Workbook" if version == 0x0600 else "Book"
    return ole(stream, content=begin + b"".join(records) + record(0x000A))


def link(place: str, *, is_ole: bool = False, is_wide: bool = False) -> bytes:
    """What a workbook takes from elsewhere, and the name by which its cells call it."""
    words = place.encode("utf-16-le" if is_wide else "latin-1")
    book = record(0x01AE, struct.pack("<HHB", 0, len(place), is_wide) + words)
    return book + record(0x0023, struct.pack("<HI", 0x0010 if is_ole else 0, 0) + b"\2\0A1")


def presentation(*records: bytes) -> bytes:
    """An old presentation."""
    return ole("PowerPoint Document", content=bytes(64) + b"".join(records))


def kept_inside(container: bytes, *, is_packed: bool) -> bytes:
    """A container as a presentation keeps one."""
    content = container
    if is_packed:
        content = struct.pack("<I", len(container)) + zlib.compress(container)
    return struct.pack("<HHI", 0x0010 if is_packed else 0, 0x1011, len(content)) + content


PROJECT = ole("_VBA_PROJECT")
SAYS_MACROS = struct.pack("<HHIIII", 2, 0x0400, 12, 3, 1, 2)
OTHER_BOOK = "\x01\x01D\x03so-lieu.xls"
REFUSED = {
    **{f"Basic in {kind}": (open_document(kind=kind, **BASIC), MACROS) for kind in KINDS},
    "Basic, other letters": (open_document(**{"BASIC/a/b.xml": "<m/>"}), MACROS),
    "another language": (open_document(**{"Scripts/python/a.py": "print()"}), MACROS),
    "in an object": (open_document(**{"Object 1/Basic/Standard/A.xml": "<m/>"}), MACROS),
    "named in a list": (
        open_document(**{"Basic/Standard/script-lb.xml": '<l:element xmlns:l="urn:l"/>'}),
        MACROS,
    ),
    "a library elsewhere": (
        open_document(**{"Basic/script-lc.xml": LIST.format("true")}),
        MACROS,
    ),
    "in the text": (
        open_document(
            '<o:script><b:source-code xmlns:b="urn:ooo">Sub Main</b:source-code></o:script>'
        ),
        MACROS,
    ),
    "a listener": (open_document(f"<o:event-listeners>{LISTENER}</o:event-listeners>"), MACROS),
    "a listener of long ago": (
        open_document('<s:event-listener xmlns:s="urn:s" s:action="show" s:macro-name="Main"/>'),
        MACROS,
    ),
    "a listener in the styles": (open_document(**{"styles.xml": LISTENER}), MACROS),
    "a listener in an object": (open_document(**{"Object 1/content.xml": LISTENER}), MACROS),
    "a click that runs": (
        open_document('<p:event-listener xmlns:p="urn:p" p:action="execute" p:href="a.exe"/>'),
        MACROS,
    ),
    "a link that runs": (open_document('<a x:href=" macro:///S.M.Main" xmlns:x="urn:x"/>'), MACROS),
    "a call in an object": (
        open_document(**{"Object 1/content.xml": '<o:dde-source xmlns:o="urn:o"/>'}),
        DDE,
    ),
    "says nothing of itself": (open_document(kind="", **BASIC), MACROS),
    "in an archive": (zipped_parts({"a.odt": open_document(**BASIC)}), MACROS),
    "a password": (
        open_document(**{"META-INF/manifest.xml": '<m:encryption-data xmlns:m="urn:m"/>'}),
        PASSWORD,
    ),
    "old Excel": (workbook(link("cmd\x03/c calc")), DDE),
    "old Excel, wide": (workbook(link("cmd\x03/c calc", is_wide=True)), DDE),
    "old Excel, second": (workbook(link(OTHER_BOOK), link("cmd\x03/c calc")), DDE),
    "old Excel, a share": (
        workbook(link("Word.Document\x03\\\\198.51.100.1\\a.doc", is_ole=True)),
        ELSEWHERE,
    ),
    "Excel 95": (
        workbook(record(0x0017, b"\x0bcmd\x03/c calc"), record(0x0023, bytes(9)), version=0x0500),
        DDE,
    ),
    "behind many records": (workbook(*[record(0x00E1)] * 700, link("cmd\x03/c calc")), DDE),
    "PowerPoint says so": (presentation(SAYS_MACROS), MACROS),
    "PowerPoint, bare": (presentation(kept_inside(PROJECT, is_packed=False)), MACROS),
    "PowerPoint, packed": (presentation(kept_inside(PROJECT, is_packed=True)), MACROS),
    "PowerPoint, in a workbook's place": (
        presentation(kept_inside(workbook(link("cmd\x03/c calc")), is_packed=True)),
        DDE,
    ),
}
TAKEN = {
    **{kind: open_document(kind=kind) for kind in KINDS},
    "empty lists": open_document(**{"Basic/script-lc.xml": LIST.format("false")}),
    "a click to go on": open_document(
        '<p:event-listener xmlns:p="urn:p" xmlns:s="urn:s" s:event-name="dom:click" '
        'p:action="next-page"/>'
    ),
    "a link to click on": open_document('<a x:href="https://ubnd.example/a" xmlns:x="urn:x"/>'),
    "old Excel": workbook(link(OTHER_BOOK)),
    "old Excel, a document put in": workbook(link("Word.Document.8\x03D:\\a.doc", is_ole=True)),
    "old Excel, itself": workbook(record(0x01AE, b"\1\0\1\4"), record(0x0017, bytes(8))),
    "PowerPoint": presentation(struct.pack("<HHIIII", 2, 0x0400, 12, 0, 0, 2)),
    "PowerPoint, a table": presentation(kept_inside(workbook(), is_packed=True)),
    "PowerPoint, by chance": presentation(b"\x10\0\x11\x10\xff\0\0\0\0\1\0\0\x78\x9c", bytes(9)),
    "what Excel wrote": OLD_WORKBOOK,
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_would_run_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(RuleError, match=why):
        media_type_of("bao-cao", content, max_megabytes=20)


@pytest.mark.parametrize("content", TAKEN.values(), ids=TAKEN)
def test_what_offices_write_is_taken(content: bytes) -> None:
    assert media_type_of("bao-cao", content, max_megabytes=20)
