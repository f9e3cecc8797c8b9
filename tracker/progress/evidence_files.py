"""Which files may be evidence: decided by their content, never by their name."""

from __future__ import annotations

import io
import zipfile

import filetype

from tracker.core.errors import RuleError

MEGABYTE = 1024 * 1024
ZIP_TYPE = "application/zip"
OLE_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
LONGEST_FILE_NAME = 180

_PLAIN_TYPES = {
    "application/pdf": {"pdf"},
    "image/jpeg": {"jpg", "jpeg"},
    "image/png": {"png"},
    "image/webp": {"webp"},
    "image/gif": {"gif"},
    "image/heic": {"heic", "heif"},
    "image/tiff": {"tif", "tiff"},
}
_OLE_TYPES = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}
_OOXML = "application/vnd.openxmlformats-officedocument"
_ZIP_PARTS = {
    "word/document.xml": f"{_OOXML}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OOXML}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OOXML}.presentationml.presentation",
}
_MACRO_PARTS = frozenset({"word/vbaProject.bin", "xl/vbaProject.bin", "ppt/vbaProject.bin"})
ALLOWED_WORDS = "PDF, Word, Excel, PowerPoint, ảnh (JPG, PNG…) hoặc ZIP"


def media_type_of(file_name: str, content: bytes, *, max_megabytes: int) -> str:
    """The media type found in the content; RuleError says why a file cannot be evidence."""
    if not content:
        raise RuleError(f"Tệp “{file_name}” rỗng: hãy chọn lại tệp.", field="files")
    if len(content) > max_megabytes * MEGABYTE:
        raise RuleError(
            f"Tệp “{file_name}” lớn hơn {max_megabytes} MB: hãy nén hoặc tách nhỏ rồi gửi lại.",
            field="files",
        )
    found = _ole_type(file_name, content) or _zip_type(file_name, content) or _plain_type(content)
    if found is None:
        raise RuleError(
            f"Tệp “{file_name}” không thuộc loại được nhận: hãy gửi {ALLOWED_WORDS}.",
            field="files",
        )
    return found


def safe_name(file_name: str) -> str:
    """The name as given, without folders and characters that no file system takes."""
    base = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = "".join("_" if c in '<>:"|?*' or ord(c) < 32 else c for c in base).strip(" .")
    stem, dot, ending = cleaned.rpartition(".")
    if len(cleaned) > LONGEST_FILE_NAME and dot:
        cleaned = f"{stem[: LONGEST_FILE_NAME - len(ending) - 1]}.{ending}"
    return cleaned[:LONGEST_FILE_NAME] or "tep-khong-ten"


def _plain_type(content: bytes) -> str | None:
    kind = filetype.guess(content)
    return kind.mime if kind is not None and kind.mime in _PLAIN_TYPES else None


def _ole_type(file_name: str, content: bytes) -> str | None:
    """The old Office formats share one container; only their ending tells them apart."""
    if not content.startswith(OLE_SIGNATURE):
        return None
    return _OLE_TYPES.get(file_name.rpartition(".")[2].lower())


def _zip_type(file_name: str, content: bytes) -> str | None:
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise RuleError(
            f"Tệp “{file_name}” bị hỏng, không mở được: hãy lưu lại rồi gửi.", field="files"
        ) from error
    if names & _MACRO_PARTS:
        raise RuleError(
            f"Tệp “{file_name}” có macro: hãy lưu lại dạng không macro rồi gửi.", field="files"
        )
    return next((kind for part, kind in _ZIP_PARTS.items() if part in names), ZIP_TYPE)
