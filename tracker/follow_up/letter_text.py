"""The words of an urging letter. Pure: the ward's settings and the rows in, a letter out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.exports.letter import Letter, LetterWithList
from tracker.exports.letterhead import agency_lines, place_of
from tracker.exports.sheet import Align, Column, Orientation, Sheet, SheetRow
from tracker.reading.result import RowKind
from tracker.settings.rules import WardSettings

_COLUMNS = (
    Column("TT", 1, Align.CENTER),
    Column("Nội dung nhiệm vụ", 5.8),
    Column("Văn bản giao", 2.5),
    Column("Thời hạn", 2.6, Align.CENTER),
    Column("Tình trạng", 2.1),
    Column("Sản phẩm phải có", 2.8),
)


@dataclass(frozen=True, slots=True)
class UrgedRow:
    """A row of the list; `plan` is how the text cites its plan."""

    plan: str
    cells: tuple[str, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whom the letter goes to, under which number, on which days, with what added by hand."""

    unit_name: str
    number: int
    issued_on: date
    answer_by: date
    note: str | None = None


def urging_letter(rows: Sequence[UrgedRow], occasion: Occasion, settings: WardSettings) -> Letter:
    """The letter to one unit."""
    return Letter(
        superior=settings.letter_superior,
        issuer=issuer_lines(settings),
        number=f"Số: {occasion.number}/{settings.letter_code}",
        subject="V/v đôn đốc thực hiện\nnhiệm vụ được giao",
        place=settings.letter_place or place_of(settings.ward_name),
        issued_on=occasion.issued_on,
        addressee=f"Kính gửi: {occasion.unit_name}.",
        paragraphs=_paragraphs(rows, occasion, settings),
        recipients=settings.letter_recipients,
        signing=settings.letter_signing,
        signer=settings.letter_signer,
    )


def with_list(letter: Letter, rows: Sequence[Sequence[str]], *, as_of: datetime) -> LetterWithList:
    """The letter with its list as an appendix."""
    day = f"{letter.issued_on:%d/%m/%Y}"
    issuer = " ".join(letter.issuer.split())
    number = letter.number.removeprefix("Số: ")
    return LetterWithList(
        letter,
        Sheet(
            title="Danh mục nhiệm vụ đôn đốc thực hiện",
            columns=_COLUMNS,
            rows=tuple(
                SheetRow(RowKind.TASK, 0, (str(place), *cells))
                for place, cells in enumerate(rows, start=1)
            ),
            as_of=as_of,
            attached_to=f"(Kèm theo Công văn số {number} ngày {day} của {issuer})",
            orientation=Orientation.PORTRAIT,
        ),
    )


def issuer_lines(settings: WardSettings) -> str:
    """The issuer as a heading prints it: a ward's committee takes two lines."""
    return settings.letter_issuer or "\n".join(agency_lines(settings.ward_name))


def _paragraphs(
    rows: Sequence[UrgedRow], occasion: Occasion, settings: WardSettings
) -> tuple[str, ...]:
    unit, issuer = occasion.unit_name, " ".join(issuer_lines(settings).split())
    plans = "; ".join(dict.fromkeys(row.plan for row in rows))
    wanted = [
        "1. Tập trung chỉ đạo, hoàn thành các nhiệm vụ nêu trên; gửi kết quả và minh chứng trên "
        "phần mềm theo dõi nhiệm vụ ngay khi hoàn thành.",
        "2. Báo cáo tình hình thực hiện, nguyên nhân chậm, khó khăn, vướng mắc (nếu có) và thời "
        f"gian hoàn thành của từng nhiệm vụ, gửi {settings.letter_answers_to} chậm nhất ngày "
        f"{occasion.answer_by:%d/%m/%Y} để tổng hợp, báo cáo.",
    ]
    return (
        f"Theo dõi việc thực hiện nhiệm vụ được giao tại {plans}, tính đến ngày "
        f"{occasion.issued_on:%d/%m/%Y}, {unit} còn {_counted(rows)} "
        "(danh mục tại Phụ lục kèm theo).",
        f"{issuer} đề nghị {unit}:",
        *wanted,
        *([occasion.note] if occasion.note else []),
        f"Đề nghị {unit} nghiêm túc triển khai thực hiện./.",
    )


def _counted(rows: Sequence[UrgedRow]) -> str:
    late = sum(row.is_late for row in rows)
    parts = [
        f"{late:02d} nhiệm vụ đã quá thời hạn nhưng chưa hoàn thành" if late else None,
        f"{len(rows) - late:02d} nhiệm vụ sắp đến thời hạn" if len(rows) > late else None,
    ]
    return " và ".join(part for part in parts if part)
