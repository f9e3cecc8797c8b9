"""The kinds of files that may be evidence, and the words in which one is refused."""

from __future__ import annotations

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
PDF = "application/pdf"
ZIP = "application/zip"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
DOCX = f"{OOXML}.wordprocessingml.document"
XLSX = f"{OOXML}.spreadsheetml.sheet"
PPTX = f"{OOXML}.presentationml.presentation"

# What a container of the old Office begins with ([MS-CFB] 2.2).
OLE_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")

# The endings that belong to each type; a file that bears another one is given the first.
ENDINGS: dict[str, tuple[str, ...]] = {
    PDF: ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "image/heic": ("heic", "heif"),
    "image/tiff": ("tif", "tiff"),
    DOC: ("doc",),
    XLS: ("xls",),
    PPT: ("ppt", "pps"),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    PPTX: ("pptx", "ppsx"),
    f"{ODF}.text": ("odt",),
    f"{ODF}.spreadsheet": ("ods",),
    f"{ODF}.presentation": ("odp",),
    ZIP: ("zip",),
}
# Pictures whose pixels can be read here; a HEIC is kept as it is and only ever downloaded.
PICTURES: dict[str, str] = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
}
ALLOWED_WORDS = "PDF, Word, Excel, PowerPoint, ảnh (JPG, PNG…) hoặc ZIP"

UNKNOWN = f"không thuộc loại được nhận: hãy gửi {ALLOWED_WORDS}"
BROKEN = "bị hỏng, không mở được: hãy lưu lại rồi gửi"
WITH_PASSWORD = "đang đặt mật khẩu: hãy bỏ mật khẩu, lưu lại rồi gửi"  # noqa: S105
WITH_MACROS = "có macro: hãy lưu lại dạng không macro rồi gửi"
TWO_IN_ONE = "là hai loại tệp ghép làm một: hãy lưu lại hoặc in ra PDF rồi gửi"
PDF_WITH_SCRIPT = "có đoạn mã tự chạy: hãy mở ra, in lại thành PDF (Microsoft Print to PDF) rồi gửi"
PDF_WITH_FILES = "có tệp khác đính bên trong: hãy lấy các tệp đó ra, gửi riêng từng tệp"
TOO_MANY_PIXELS = "có kích thước ảnh quá lớn: hãy thu nhỏ ảnh rồi gửi"
TOO_HARD = "quá phức tạp, hệ thống không kiểm tra được: hãy in lại thành PDF hoặc lưu lại rồi gửi"
CANNOT_LOOK = (
    "chưa nhận được vì máy chủ chưa đọc được loại tệp này (lỗi của máy chủ, không phải của tệp): "
    "hãy báo quản trị chạy “tracker check” rồi gửi lại"
)


class NotEvidenceError(Exception):
    """What a file is that cannot be evidence: the end of the sentence "Tệp “…” …"."""
