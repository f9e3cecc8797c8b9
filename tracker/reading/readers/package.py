"""Opens the ZIP package of an Office file safely: bounded sizes, no entities, no network."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from tracker.reading.result import UnreadableDocumentError

MAX_PARTS = 5_000
MAX_PACKAGE_BYTES = 200 * 1024 * 1024
MAX_PART_BYTES = 64 * 1024 * 1024
# A tree takes about ten times the size of its XML.
MAX_TREE_BYTES = 24 * 1024 * 1024

# "Strict Open XML" files name the same elements in another namespace.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DAMAGED = (
    "Tệp bị hỏng, không mở được. Hãy mở tệp bằng Word hoặc Excel, lưu lại rồi tải lên bản mới."
)
_TOO_LARGE = (
    "Tệp bung ra quá lớn so với một bản kế hoạch nên không được đọc. "
    "Hãy chép riêng bảng nhiệm vụ sang một tệp mới rồi tải lên."
)
_ENCRYPTED = "Tệp có mật khẩu nên không đọc được. Hãy gỡ mật khẩu, lưu lại rồi tải lên."


class Package:
    """The parts of a ZIP package; each part is read within its limit, whatever the file claims."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise UnreadableDocumentError(_DAMAGED) from error
        self._parts = {info.filename: info for info in self._archive.infolist()}
        self._refuse_bombs()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """The bytes of one part; raises UnreadableDocumentError when damaged or too large."""
        info = self._parts.get(name)
        if info is None:
            raise UnreadableDocumentError(_DAMAGED)
        if info.file_size > MAX_PART_BYTES:
            raise UnreadableDocumentError(_TOO_LARGE)
        return self._read_within_limit(info)

    def check(self, prefix: str) -> None:
        """Reads every XML part below a folder once, before a library opens them by itself."""
        for name in self.names:
            if name.lower().startswith(prefix) and name.lower().endswith((".xml", ".rels")):
                self.read(name)

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML part."""
        data = self.read(name).replace(_STRICT, _TRANSITIONAL)
        if len(data) > MAX_TREE_BYTES:
            raise UnreadableDocumentError(_TOO_LARGE)
        try:
            return etree.fromstring(data, hardened_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableDocumentError(_DAMAGED) from error

    def _refuse_bombs(self) -> None:
        infos = self._archive.infolist()
        if len(infos) != len(self._parts):  # one name twice: readers would disagree on which
            raise UnreadableDocumentError(_DAMAGED)
        if any(info.flag_bits & 0x1 for info in infos):
            raise UnreadableDocumentError(_ENCRYPTED)
        if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > MAX_PACKAGE_BYTES:
            raise UnreadableDocumentError(_TOO_LARGE)

    def _read_within_limit(self, info: zipfile.ZipInfo) -> bytes:
        try:
            with self._archive.open(info) as part:
                data = part.read(MAX_PART_BYTES + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            ValueError,
        ) as error:
            raise UnreadableDocumentError(_DAMAGED) from error
        if len(data) > MAX_PART_BYTES:
            raise UnreadableDocumentError(_TOO_LARGE)
        return data


def hardened_parser() -> etree.XMLParser:
    """No entities (XXE, billion laughs), no DTD, no network, the library's own size limits."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def damaged() -> UnreadableDocumentError:
    """The error that says a file cannot be opened."""
    return UnreadableDocumentError(_DAMAGED)
