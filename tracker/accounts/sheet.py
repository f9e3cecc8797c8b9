"""A sheet of people as offices keep one: rows in, rows out; and the sheet to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.accounts.rules import ROLE_WORDS, Role
from tracker.core.errors import RuleError
from tracker.core.text_vn import fold, one_line
from tracker.reading.raw import RawRow
from tracker.reading.result import UnreadableDocumentError

MOST_PEOPLE = 200
HEADINGS: dict[str, str] = {
    "full_name": "Họ tên",
    "username": "Tên đăng nhập",
    "role": "Vai trò",
    "unit": "Đơn vị",
    "job_title": "Chức vụ",
    "email": "Thư điện tử",
}
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "full_name": ("ho ten", "ho va ten", "ho, ten", "ten nguoi dung"),
    "username": ("ten dang nhap", "tai khoan", "ten tai khoan", "user", "username"),
    "role": ("vai tro", "quyen", "nhom quyen"),
    "unit": ("don vi", "phong ban", "phong, ban", "don vi cong tac", "co quan"),
    "job_title": ("chuc vu", "chuc danh", "chuc vu, chuc danh"),
    "email": ("thu dien tu", "email", "e-mail", "mail", "hop thu", "dia chi thu dien tu"),
}
_WIDTHS = {"full_name": 26, "username": 18, "role": 16, "unit": 38, "job_title": 22, "email": 32}
# How workbooks begin: packages (XLSX, ODS), and the older XLS.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# Each cell with the number of its column.
_Row = Sequence[tuple[int, str]]
NO_TABLE = "Không thấy bảng có cột “Họ tên”. Hãy tải tệp mẫu, điền mỗi người một dòng rồi gửi lại."


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row as it was typed."""

    full_name: str = ""
    username: str = ""
    role: str = ""
    unit: str = ""
    job_title: str = ""
    email: str = ""


def people_in_file(data: bytes, file_name: str) -> list[PersonRow]:
    """The people of a spreadsheet or CSV file; RuleError says what is wrong with it."""
    if not data.startswith(_WORKBOOKS):
        return people_in_words(_decoded(data))
    # Readers of documents are loaded when a document comes.
    from tracker.reading.readers.kinds import read_file

    try:
        tables = read_file(data, file_name).tables
    except UnreadableDocumentError as error:
        raise RuleError(str(error), field="file") from error
    return _people([[list(_cells(row)) for row in table.rows] for table in tables])


def people_in_words(text: str) -> list[PersonRow]:
    """The people of rows pasted from a sheet, or of a CSV file."""
    delimiter = max("\t;,", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text.strip(), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RuleError(NO_TABLE, field="file") from error
    return _people([[list(enumerate(row)) for row in rows]])


def template_workbook(unit_names: Sequence[str]) -> bytes:
    """The sheet to fill in: roles and units are chosen from lists."""
    target = io.BytesIO()
    from xlsxwriter import Workbook

    workbook = Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    people, lists = workbook.add_worksheet("Tài khoản"), workbook.add_worksheet("Danh mục")
    bold = workbook.add_format({"bold": True, "bg_color": "#e8eef6", "border": 1})
    for column, (field, heading) in enumerate(HEADINGS.items()):
        people.set_column(column, column, _WIDTHS[field])
        people.write_string(0, column, heading, bold)
    people.freeze_panes(1, 0)
    roles = [ROLE_WORDS[role] for role in Role]
    for column, (heading, words) in enumerate((("Vai trò", roles), ("Đơn vị", list(unit_names)))):
        lists.set_column(column, column, 40)
        lists.write_string(0, column, heading, bold)
        for row, word in enumerate(words, 1):
            lists.write_string(row, column, word)
        place = list(HEADINGS.values()).index(heading)
        letter = "AB"[column]
        source = f"='Danh mục'!${letter}$2:${letter}${max(len(words), 1) + 1}"
        chosen = {"validate": "list", "source": source, "error_type": "warning"}
        people.data_validation(1, place, MOST_PEOPLE, place, chosen)
    workbook.close()
    return target.getvalue()


def _people(tables: Sequence[Sequence[_Row]]) -> list[PersonRow]:
    for rows in tables:
        found = _columns(rows)
        if found is not None:
            at, columns = found
            people = [_person(row, columns) for row in rows[at + 1 :]]
            people = [person for person in people if person != PersonRow()]
            break
    else:
        raise RuleError(NO_TABLE, field="file")
    if not people:
        raise RuleError("Bảng chưa có người nào: mỗi người một dòng.", field="file")
    if len(people) > MOST_PEOPLE:
        raise RuleError(
            f"Bảng có {len(people)} người; mỗi lần tạo nhiều nhất {MOST_PEOPLE}. "
            "Hãy tách thành nhiều tệp.",
            field="file",
        )
    return people


def _columns(rows: Sequence[_Row]) -> tuple[int, dict[int, str]] | None:
    """The row of headings and which column holds what; the letterhead above is passed over."""
    for at, row in enumerate(rows[:20]):
        columns: dict[int, str] = {}
        for column, text in row:
            words = fold(one_line(text)).strip(" *:().")
            field = next((name for name, known in _SPELLINGS.items() if words in known), None)
            if field is not None and field not in columns.values():
                columns[column] = field
        if "full_name" in columns.values():
            return at, columns
    return None


def _person(row: _Row, columns: dict[int, str]) -> PersonRow:
    return PersonRow(**{columns[at]: one_line(text) for at, text in row if at in columns})


def _cells(row: RawRow) -> Iterator[tuple[int, str]]:
    column = row.skipped_columns
    for cell in row.cells:
        yield column, cell.text
        column += cell.column_span


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise RuleError("Tệp không ở mã Unicode. Hãy lưu lại dạng XLSX, hoặc CSV UTF-8.", field="file")
