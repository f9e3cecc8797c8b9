"""Which files may be evidence: decided by their content, never by their name."""

from __future__ import annotations

import io
import zipfile
import zlib

import filetype

from tracker.core.errors import RuleError

MEGABYTE = 1024 * 1024
OLE_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
LONGEST_FILE_NAME = 180
LONGEST_MIMETYPE_PART = 100
ENCRYPTED_FLAG = 0x1

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
ZIP_TYPE = "application/zip"

# The endings that belong to each type; a file that bears another one is given the first.
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "image/heic": ("heic", "heif"),
    "image/tiff": ("tif", "tiff"),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt", "pps"),
    f"{_OOXML}.wordprocessingml.document": ("docx",),
    f"{_OOXML}.spreadsheetml.sheet": ("xlsx",),
    f"{_OOXML}.presentationml.presentation": ("pptx", "ppsx"),
    f"{_ODF}.text": ("odt",),
    f"{_ODF}.spreadsheet": ("ods",),
    f"{_ODF}.presentation": ("odp",),
    ZIP_TYPE: ("zip",),
}
# Streams inside the container that all old Office formats (and installers) share.
_OLE_STREAMS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
_OLE_ENCRYPTED = "EncryptedPackage"
_OLE_MACROS = "_VBA_PROJECT"
_ZIP_PARTS = {
    "word/document.xml": f"{_OOXML}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OOXML}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OOXML}.presentationml.presentation",
}
_ZIP_MACROS = "vbaproject.bin"
ALLOWED_WORDS = "PDF, Word, Excel, PowerPoint, ảnh (JPG, PNG…) hoặc ZIP"


def media_type_of(file_name: str, content: bytes, *, max_megabytes: int) -> str:
    """The media type found in the content; RuleError says why a file cannot be evidence."""
    if not content:
        raise _refused(file_name, "rỗng: hãy chọn lại tệp")
    if len(content) > max_megabytes * MEGABYTE:
        raise _refused(file_name, f"lớn hơn {max_megabytes} MB: hãy nén hoặc tách nhỏ rồi gửi lại")
    found = _ole_type(file_name, content) or _zip_type(file_name, content) or _plain_type(content)
    if found is None:
        raise _refused(file_name, f"không thuộc loại được nhận: hãy gửi {ALLOWED_WORDS}")
    return found


def stored_name(file_name: str, media_type: str) -> str:
    """The name to keep: that of the person, with an ending that says what the file is.

    A program would otherwise be opened by its ending, whatever the content was taken for.
    """
    name = safe_name(file_name)
    endings = ENDINGS[media_type]
    if name.rpartition(".")[2].lower() in endings:
        return name
    return f"{name[: LONGEST_FILE_NAME - len(endings[0]) - 1]}.{endings[0]}"


def safe_name(file_name: str) -> str:
    """The name as given, without folders and characters that no file system takes."""
    base = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = "".join("_" if c in '<>:"|?*' or not c.isprintable() else c for c in base).strip(" .")
    stem, dot, ending = cleaned.rpartition(".")
    if len(cleaned) > LONGEST_FILE_NAME and dot:
        cleaned = f"{stem[: max(0, LONGEST_FILE_NAME - len(ending) - 1)]}.{ending}"
    return cleaned[:LONGEST_FILE_NAME] or "tep-khong-ten"


def _refused(file_name: str, why: str) -> RuleError:
    return RuleError(f"Tệp “{safe_name(file_name)}” {why}.", field="files")


def _plain_type(content: bytes) -> str | None:
    kind = filetype.guess(content)
    if kind is None or kind.mime not in ENDINGS:
        return None
    mime: str = kind.mime
    return mime


def _ole_type(file_name: str, content: bytes) -> str | None:
    """The old Office formats, told apart by the streams their container holds."""
    if not content.startswith(OLE_SIGNATURE):
        return None
    if _names_stream(content, _OLE_ENCRYPTED):
        raise _refused(file_name, "đang đặt mật khẩu: hãy bỏ mật khẩu, lưu lại rồi gửi")
    if _names_stream(content, _OLE_MACROS):
        raise _refused(file_name, "có macro: hãy lưu lại dạng không macro rồi gửi")
    return next((kind for name, kind in _OLE_STREAMS.items() if _names_stream(content, name)), None)


def _names_stream(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content


def _zip_type(file_name: str, content: bytes) -> str | None:
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _type_of_archive(file_name, archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, zlib.error) as error:
        raise _refused(file_name, "bị hỏng, không mở được: hãy lưu lại rồi gửi") from error


def _type_of_archive(file_name: str, archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
        raise _refused(file_name, "đang đặt mật khẩu: hãy nén lại không mật khẩu rồi gửi")
    if any(name.lower().rpartition("/")[2] == _ZIP_MACROS for name in names):
        raise _refused(file_name, "có macro: hãy lưu lại dạng không macro rồi gửi")
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            declared = part.read(LONGEST_MIMETYPE_PART).decode("ascii", "replace").strip()
        if declared in ENDINGS:
            return declared
    return next((kind for part, kind in _ZIP_PARTS.items() if part in names), ZIP_TYPE)
