"""Fields of Office files that call another program or another machine when the file is opened.

Word keeps the words of a field in pieces (ECMA-376 part 1, 17.16.18): they are put together before
they are read. A field whose name is worked out by a field inside it does so only to hide its name.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping

from tracker.evidence.kinds import BROKEN, DOCX, TOO_HARD, XLSX, NotEvidenceError

CALLS_A_PROGRAM = "gọi chương trình khác khi mở (lệnh DDE): hãy in lại thành PDF rồi gửi"
FROM_ELSEWHERE = (
    "tự tải nội dung từ nơi khác khi mở (mẫu hoặc tệp nối ngoài): hãy in lại thành PDF rồi gửi"
)
# A thousand pages take a quarter of it.
LARGEST_PART = 64 * 1024 * 1024
_STEP = 256 * 1024
_CALLS = frozenset({"DDE", "DDEAUTO"})
_LOADS = frozenset({"INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "RD"})
_CALLING_ELEMENTS = frozenset({"ddeLink", "dde-source", "dde-link", "dde-connection-decl"})
# Where the words of an inner field come to stand.
_INNER = "\0"


def refuse_calling_fields(archive: zipfile.ZipFile, kind: str, links: Iterable[str]) -> None:
    """NotEvidenceError where opening the file would start a program or sign in elsewhere.

    `links` are the parts of a workbook that say what it takes from other places.
    """
    if kind == DOCX:
        for name in archive.namelist():
            if name.casefold().endswith(".xml"):
                look_through(archive, name, _WordFields())
    elif kind == XLSX:
        for name in links:
            look_through(archive, name, Elements())


def is_on_another_machine(target: str) -> bool:
    """Whether the target is a share: whoever opens it hands over the sign-in of Windows.

    A folder of the same machine (file:///C:\\…) is none: Word notes its own templates so.
    """
    path = target.strip().strip('"“”').casefold().replace("\\", "/")
    if path.startswith("file:"):
        path = path.removeprefix("file:")
        return path.startswith("//") and (not path.startswith("///") or path[3:].startswith("/"))
    return path.startswith("//")


class Elements:
    """Takes a part's elements as they come, keeping none of them: parts may be large."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; its name counts whatever its namespace (there are old and strict)."""
        formula = attribute(attributes, "formula").upper()
        if local_name(tag) in _CALLING_ELEMENTS or "DDE(" in formula:
            raise NotEvidenceError(CALLS_A_PROGRAM)

    def end(self, _tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Words within an element, possibly in pieces."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """None of ours has one."""
        raise NotEvidenceError(BROKEN)

    def close(self) -> None:
        """The part ends."""


class _WordFields(Elements):
    """Puts the words of fields together and judges each as it ends."""

    def __init__(self) -> None:
        self._codes: list[list[str]] = []
        self._is_code: list[bool] = []
        self._takes_words = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = local_name(tag)
        if kind == "fldSimple":
            _judge(attribute(attributes, "instr"))
        elif kind == "fldChar":
            self._step(attribute(attributes, "fldCharType"))
        self._takes_words = kind in {"instrText", "t"}

    def end(self, _tag: str) -> None:
        self._takes_words = False

    def data(self, text: str) -> None:
        if self._takes_words and self._is_code and self._is_code[-1]:
            self._codes[-1].append(text)

    def close(self) -> None:
        for code in self._codes:
            _judge("".join(code))

    def _step(self, step: str) -> None:
        if step == "begin":
            if self._is_code and self._is_code[-1]:
                self._codes[-1].append(_INNER)
            self._codes.append([])
            self._is_code.append(True)
        elif step == "separate" and self._is_code:
            self._is_code[-1] = False
        elif step == "end" and self._codes:
            self._is_code.pop()
            _judge("".join(self._codes.pop()))


def _judge(code: str) -> None:
    words = code.split()
    name = words[0].strip('"“”').upper() if words else ""
    hides_its_name = _INNER in name and not name.startswith("=")
    if name in _CALLS or hides_its_name:
        raise NotEvidenceError(CALLS_A_PROGRAM)
    if name in _LOADS and any(map(is_on_another_machine, words[1:])):
        raise NotEvidenceError(FROM_ELSEWHERE)


def look_through(archive: zipfile.ZipFile, name: str, target: Elements) -> None:
    """Show the part's elements to the target; NotEvidenceError from it, or where it is no XML."""
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise NotEvidenceError(TOO_HARD)
    from lxml import etree

    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        with archive.open(name) as opened:
            while step := opened.read(_STEP):
                parser.feed(step)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise NotEvidenceError(BROKEN) from error


def local_name(tag: str) -> str:
    """The name without its namespace."""
    return tag.rpartition("}")[2]


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """The attribute's value whatever its namespace; nothing where there is none."""
    return next((value for key, value in attributes.items() if local_name(key) == name), "")
