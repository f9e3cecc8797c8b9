"""The words of header cells: what a column holds, and which columns speak against a task table."""

from __future__ import annotations

import re

from tracker.core.text_vn import fold
from tracker.reading.patterns import either
from tracker.reading.raw import as_printed
from tracker.reading.result import Column

LONGEST_HEADER_CELL = 70


# A content column that only its company makes one: "Tên đề án" beside a lead and a deadline.
WEAK_CONTENT = 1
# A column that says "chủ trì" assigns, whatever else the table lacks.
SURE_LEAD = 6

_LABEL = re.compile(r"(so )?s?tt|so thu tu|thu tu|muc|so muc")
# "A.1" stands under "Mã" in tables that number nowhere else.
_CODE = re.compile(r"ma( so| hieu)?( (nhiem vu|cong viec|viec|hoat dong))?")
# "Căn cứ giao nhiệm vụ", "Mã nhiệm vụ", "Ngày hoàn thành thực tế", "Thời gian bắt đầu" speak of the
# task, they do not hold it; "Thời gian bắt đầu, kết thúc" does.
_ABOUT_THE_TASK = re.compile(
    r"^(van ban|can cu|nguon goc|co so|loai|ma|id|nguoi giao|co quan giao|don vi giao|trang thai"
    r"|tinh trang|muc do|so luong|tinh hinh)\b(?!.*(chu tri|phoi hop|hoan thanh|lien quan))"
    r"|\bthuc te\b|\bdoi tuong\b|(tham dinh|giam sat|don doc|phe duyet)(?!.*(thuc hien|chu tri))"
)
_BEGINNING = re.compile(r"bat dau|khoi dong|^(ke )?tu (ngay|thang|quy|nam)\b")
_ENDING = re.compile(r"ket thuc|hoan thanh|\bden\b|\bxong\b| - ")
_CONTENT = (
    r"noi dung|nhiem vu|cong viec|dau viec|hoat dong|giai phap|cong tac|ten viec|viec can lam"
)
_BODY = r"(don vi|co quan|bo phan|phong|ban|nganh|to chuc)"
_PERSON = r"(nguoi|can bo|cong chuc|vien chuc|chuyen vien|giao vien|giang vien|ca nhan)"
_LEADER = r"(lanh dao|\bld\b|\bld(vp|ub|ubnd)\b|\bbgh\b|ban giam hieu|ban giam doc|dong chi|d/c)"
_PERIOD_FIRST = re.compile(r"(thang|quy)\b")
# Tried from the top: "Thời gian thực hiện" is a deadline though "Đơn vị thực hiện" is a lead, and
# "Đơn vị phối hợp thực hiện" cooperates. The weight settles two columns wanting one meaning.
_MEANINGS: tuple[tuple[Column, int, re.Pattern[str]], ...] = (
    (
        Column.CONTENT,
        5,
        re.compile(
            rf"^(ten )?({_CONTENT})\b(?!.*(chu tri|thoi gian|thoi han|tien do|san pham|ket qua))"
            r".*\bphoi hop\b"
        ),
    ),
    (
        Column.LEAD,
        2,
        re.compile(rf"{_LEADER}.*(chu tri|phu trach|chi dao|theo doi|phan cong|thuc hien)"),
    ),
    (Column.LEAD, 5, re.compile(r"chu tri\W.*phoi hop|phoi hop.*chu tri")),
    (
        Column.COOPERATING,
        5,
        re.compile(
            r"phoi hop|tham gia|^((don vi|co quan|bo phan) )?ho tro$"
            r"|^(?!(cac )?(van ban|tai lieu|ho so|noi dung)).*lien quan"
        ),
    ),
    (Column.LEAD, SURE_LEAD, re.compile(r"chu tri")),
    (Column.LEAD, 5, re.compile(r"dau moi|chiu trach nhiem")),
    (
        Column.DEADLINE,
        6,
        re.compile(
            r"(thoi gian|thoi han|thoi diem|han|ngay|thang|quy|nam|tien do|moc).*"
            r"(hoan thanh|ket thuc)"
            r"|^(den|het) (ngay|thang)\b|^han (cuoi|chot)|\bthoi han\b"
        ),
    ),
    (Column.DEADLINE, 5, re.compile(r"thoi gian|tien do|thoi diem|\bhan\b|\bmoc\b")),
    (Column.DEADLINE, 4, re.compile(r"lo trinh")),
    (
        Column.PRODUCT,
        5,
        re.compile(r"san pham|dau ra|chi tieu dat duoc|ket qua (dat duoc|dau ra|san pham)"),
    ),
    (Column.PRODUCT, 4, re.compile(r"^(du kien |yeu cau )?ket qua")),
    (
        Column.LEAD,
        4,
        re.compile(
            rf"{_BODY}.*(thuc hien|phu trach|tham muu|soan thao|duoc giao|nhan (nhiem vu|viec))"
        ),
    ),
    (Column.LEAD, 3, re.compile(rf"({_PERSON}|luc luong).*(thuc hien|phu trach)")),
    (Column.LEAD, 4, re.compile(r"phan cong|phu trach|trach nhiem|giao cho")),
    (Column.CONTENT, 6, re.compile(rf"({_CONTENT}).*(cu the|chi tiet)")),
    (Column.CONTENT, 4, re.compile(rf"^(nhom|linh vuc|mang|loai) .*({_CONTENT})")),
    (Column.CONTENT, 5, re.compile(_CONTENT)),
    (
        Column.LEAD,
        3,
        re.compile(
            r"^(cac )?(don vi|co quan|bo phan|khoa|phong|ban|to|so|nganh)"
            r"((, ?|/| )(don vi|co quan|bo phan|khoa|phong|ban|to|nganh))*(?<!^phong)(?<!^to)$"
        ),
    ),
    (Column.LEAD, 2, re.compile(r"^(to chuc )?thuc hien$|^ai (lam|phu trach|thuc hien)$")),
    (Column.PRODUCT, 3, re.compile(r"^(ho so )?minh chung$")),
    (Column.PRODUCT, 2, re.compile(r"^(muc tieu|chi tieu|hinh thuc)\b")),
    (
        Column.DEADLINE,
        3,
        re.compile(
            r"^hoan thanh|^(ket thuc|khi nao( xong)?|xong( truoc)?)$"
            r"|^(thu|ngay|tuan|thang|quy|nam)(( ?[,/] ?| )(thu|ngay|thang|nam))*$"
            r"|^(ngay|thang|quy|nam) (thuc hien|trinh|nop)$"
        ),
    ),
    (
        Column.CONTENT,
        WEAK_CONTENT,
        re.compile(
            r"^(ten |ten cac |danh muc )?(cac )?(de an|chuyen de|van ban|du thao|bao cao|su kien"
            r"|mo hinh|chuong trinh|du an|cong trinh|nghi quyet|ke hoach|cuoc hop|hoi nghi"
            r"|phong trao|cuoc kiem tra|cuoc thanh tra)\b(?!.*(lien quan|20\d\d))"
        ),
    ),
)
# Columns of money, people, procedures and reports: a table that has two of them needs more than a
# column of contents and one of units to be believed a task table …
_FOREIGN = re.compile(
    r"don gia|thanh tien|so luong|don vi tinh|^dvt$|du toan|muc chi|so tien|nguon (kinh phi|von)"
    r"|le phi|bieu mau|linh vuc|muc do|dia chi|doi tuong|chuc vu|chuc danh|tinh trang|trang thai"
    r"|so ky hieu|so, ky hieu|co quan ban hanh|ngay ban hanh|tu danh gia|y kien|diem so"
)
# … and these are of another table whatever stands beside them, unless it names who leads.
_STRONGLY_FOREIGN = re.compile(
    r"^buoc( |$)|phi, le phi|ho (va )?ten|dien thoai|email|ngay sinh|trinh do|thanh tien|don gia"
    r"|bien so|so hieu|thu tuc hanh chinh|ten thu tuc"
)
_NAMES_ROLES = re.compile(r"chu tri|phoi hop")

# A column headed by a period, as a road map has them: "2026", "Năm 2026", "Quý I", "T3", "Tháng 4".
_PERIOD = re.compile(
    r"(?:lo trinh|thoi gian|tien do|ke hoach)?[^a-z0-9]*.*?"
    r"\b(?:(?:nam )?20\d\d|(?:quy|q\.?)\)? ?(?:i{1,3}|iv|[1-4])|(?:thang|t)\)? ?\d{1,2}"
    r"|tuan \d{1,2})" + either(r"[/-](?:nam )?20\d\d", r" (?:nam )?20\d\d", "")
)


def header_key(title: str) -> str:
    """A header's words without marks, to compare and to search."""
    return fold(as_printed(title)).strip(" .:*")


def meaning_of(title: str) -> tuple[Column, int] | None:
    """What a header's words say the column holds, with a weight; None for a column of its own."""
    key = header_key(title)
    if not key or len(key) > LONGEST_HEADER_CELL:
        return None
    if _LABEL.fullmatch(key):
        return Column.LABEL, 5
    if _CODE.fullmatch(key):
        return Column.LABEL, 1
    if _ABOUT_THE_TASK.search(key) or (_BEGINNING.search(key) and not _ENDING.search(key)):
        return None
    return next(
        ((column, weight) for column, weight, words in _MEANINGS if words.search(key)), None
    )


def period_named_first(title: str) -> str:
    """ "Tháng" of "Tháng thực hiện"; nothing of "Thời gian (tháng)", which counts how long."""
    match = _PERIOD_FIRST.match(fold(title))
    return {"thang": "Tháng", "quy": "Quý"}[match[0]] if match else ""


def is_of_another_table(titles: list[str], *, complete: bool) -> bool:
    """Whether columns beside content and lead show a table of money, people or procedures.

    `complete` says that contents, units and times have a column each.
    """
    keys = [header_key(title) for title in titles]
    if any(_NAMES_ROLES.search(key) for key in keys):
        return False
    if any(_STRONGLY_FOREIGN.search(key) for key in keys):
        return True
    return not complete and sum(bool(_FOREIGN.search(key)) for key in keys) > 1


def is_period(title: str) -> bool:
    """Whether a column is headed by a year, a quarter, a month or a week of a road map."""
    return _PERIOD.fullmatch(header_key(title)) is not None
