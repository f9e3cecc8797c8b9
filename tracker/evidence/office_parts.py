"""Word, Excel and PowerPoint files of today: which one it is, and what may not be in it.

The parts of such a package say what they are in `[Content_Types].xml` (ECMA-376, part 2).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tracker.evidence.kinds import (
    BROKEN,
    DOCX,
    OOXML,
    PPTX,
    WITH_MACROS,
    XLSX,
    NotEvidenceError,
)
from tracker.evidence.office_fields import FROM_ELSEWHERE, is_on_another_machine

if TYPE_CHECKING:
    from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
_LARGEST_PART = 4 * 1024 * 1024
_MAIN_PARTS = {
    f"{DOCX}.main+xml": DOCX,
    f"{XLSX}.main+xml": XLSX,
    f"{PPTX}.main+xml": PPTX,
    f"{OOXML}.presentationml.slideshow.main+xml": PPTX,
}
_TEMPLATES = ".template.main+xml"
_LINKS = ".externallink+xml"
_MACROS = ("macroenabled", "vbaproject", "macrosheet", "vbadata", "sheet.binary")
_ACTIVE = ("activex", "ms-office.legacydocpart")
# What is loaded by itself when the file is opened; a link that one clicks on is none of these.
_LOADED = ("/attachedTemplate", "/frame", "/subDocument", "/oleObject", "/aFChunk")
# Pictures pasted from web pages often keep their address, mostly beside a copy in the file: they
# only ever show something. From a share of another machine not even a picture is taken.
_SHOWN = ("/image", "/video", "/audio", "/media")
_ELSEWHERE = ("http:", "https:", "ftp:", "mhtml:", "ms-")
_TEMPLATE = "là tệp mẫu: hãy mở ra, lưu lại thành tài liệu thường rồi gửi"
_WITH_ACTIVE = "có nút điều khiển tự chạy (ActiveX): hãy bỏ ra, lưu lại rồi gửi"


def type_of_office_parts(archive: zipfile.ZipFile) -> str | None:
    """The kind of Office file the archive is; None when it is none."""
    if CONTENT_TYPES not in archive.namelist():
        return None
    declared: dict[str, str] = {}
    for element in _elements(archive, CONTENT_TYPES):
        kind = (element.get("ContentType") or "").strip()
        declared[(element.get("PartName") or "").lstrip("/").casefold()] = kind
        lowered = kind.casefold()
        if any(word in lowered for word in _MACROS):
            raise NotEvidenceError(WITH_MACROS)
        if any(word in lowered for word in _ACTIVE):
            raise NotEvidenceError(_WITH_ACTIVE)
        if lowered.endswith(_TEMPLATES):
            raise NotEvidenceError(_TEMPLATE)
    names = {name.casefold() for name in archive.namelist()}
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise NotEvidenceError(WITH_MACROS)
    found = {
        _MAIN_PARTS[kind]
        for name, kind in declared.items()
        if kind in _MAIN_PARTS and name in names
    }
    if len(found) != 1:
        raise NotEvidenceError(BROKEN)
    return found.pop()


def link_parts(archive: zipfile.ZipFile) -> list[str]:
    """The parts of a workbook that say what it takes from other files and programs."""
    if CONTENT_TYPES not in archive.namelist():
        return []
    kinds = {
        (element.get("PartName") or f".{element.get('Extension')}").lstrip("/").casefold()
        for element in _elements(archive, CONTENT_TYPES)
        if (element.get("ContentType") or "").casefold().endswith(_LINKS)
    }
    return [
        name
        for name in archive.namelist()
        if name.casefold() in kinds or f".{name.rpartition('.')[2].casefold()}" in kinds
    ]


def refuse_foreign_parts(archive: zipfile.ZipFile) -> None:
    """NotEvidenceError where opening the file would load something from another machine."""
    for name in archive.namelist():
        if not name.casefold().endswith(".rels"):
            continue
        for element in _elements(archive, name):
            if element.get("TargetMode") == "External" and _is_loaded(
                element.get("Type") or "", unquote(element.get("Target") or "").strip()
            ):
                raise NotEvidenceError(FROM_ELSEWHERE)


def _is_loaded(kind: str, target: str) -> bool:
    if is_on_another_machine(target):
        return kind.endswith((*_LOADED, *_SHOWN))
    return kind.endswith(_LOADED) and target.casefold().startswith(_ELSEWHERE)


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[etree._Element]:
    """The part's elements, without a document type: none of ours has one."""
    from lxml import etree

    with archive.open(name) as opened:
        content = opened.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotEvidenceError(BROKEN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NotEvidenceError(BROKEN) from error
    yield from root.iter("{*}*")
