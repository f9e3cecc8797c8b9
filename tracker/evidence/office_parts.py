"""Word, Excel and PowerPoint files of today: which one it is, and what may not be in it.

The parts of such a package say what they are in `[Content_Types].xml` (ECMA-376, part 2).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.evidence.kinds import (
    BROKEN,
    DOCX,
    OOXML,
    PPTX,
    WITH_MACROS,
    XLSX,
    NotEvidenceError,
)

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
_MACROS = ("macroenabled", "vbaproject", "macrosheet", "vbadata", "sheet.binary")
_ACTIVE = ("activex", "ms-office.legacydocpart")
# What is loaded by itself when the file is opened; a link that one clicks on is none of these.
_LOADED = ("/attachedTemplate", "/frame", "/subDocument", "/oleObject")
_ELSEWHERE = ("http:", "https:", "ftp:", "\\\\", "//", "file://", "mhtml:", "ms-")
_TEMPLATE = "là tệp mẫu: hãy mở ra, lưu lại thành tài liệu thường rồi gửi"
_WITH_ACTIVE = "có nút điều khiển tự chạy (ActiveX): hãy bỏ ra, lưu lại rồi gửi"
_FROM_ELSEWHERE = (
    "tự tải nội dung từ nơi khác khi mở (mẫu hoặc tệp nối ngoài): hãy in lại thành PDF rồi gửi"
)


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


def refuse_foreign_parts(archive: zipfile.ZipFile) -> None:
    """NotEvidenceError where opening the file would load something from another machine."""
    for name in archive.namelist():
        if not name.casefold().endswith(".rels"):
            continue
        for element in _elements(archive, name):
            kind = element.get("Type") or ""
            target = (element.get("Target") or "").strip().casefold()
            if (
                element.get("TargetMode") == "External"
                and kind.endswith(_LOADED)
                and _is_elsewhere(target)
            ):
                raise NotEvidenceError(_FROM_ELSEWHERE)


def _is_elsewhere(target: str) -> bool:
    """A folder of the same machine (file:///C:\\…) is not: Word notes its own templates so."""
    if target.startswith("file:///") and not target.startswith(("file:////", "file:///\\\\")):
        return False
    return target.startswith(_ELSEWHERE)


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
