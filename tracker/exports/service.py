"""A plan as a file to print, to send, or to go on editing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.text_vn import fold
from tracker.exports.choice import MatrixKind, PrintedForm, SheetChoice
from tracker.exports.grid import grid_sheet
from tracker.exports.letterhead import letterhead_of
from tracker.exports.matrix import Owed, issued_sheet, progress_sheet, unit_sheet
from tracker.exports.progress_words import MaySee
from tracker.exports.queries import papers_of_plan
from tracker.exports.sheet import Sheet
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_plan
from tracker.settings.queries import ward_settings
from tracker.tasks.queries import appendix_rows
from tracker.units.models import Unit

_LONGEST_NAME = 80
_NAME_OF_KIND = {
    MatrixKind.ISSUED: "phu-luc",
    MatrixKind.PROGRESS: "tien-do",
    MatrixKind.UNIT: "trich",
    MatrixKind.GRID: "phan-cong",
}
USUAL = SheetChoice()


class FileFormat(StrEnum):
    """What a plan can be exported as."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


MEDIA_TYPES: dict[FileFormat, str] = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A finished file and what to call it."""

    name: str
    media_type: str
    data: bytes


def everything(_contribution: Contribution) -> bool:
    """No papers are held back: for commands run by whoever keeps the installation."""
    return True


def export_plan(
    plan_id: int,
    file_format: str,
    *,
    choice: SheetChoice = USUAL,
    may_see: MaySee = everything,
) -> ExportedFile:
    """The plan's matrix as of now; RuleError when there is no such plan or unit."""
    wanted = FileFormat(file_format)
    plan = db.session.get(Plan, plan_id)
    if plan is None:
        raise RuleError(
            f"Không có kế hoạch số {plan_id}: hãy xem số trên đường dẫn của trang kế hoạch."
        )
    sheet = sheet_of(plan, choice, may_see, with_due_days=wanted is FileFormat.XLSX)
    return ExportedFile(
        name=_file_name(plan, choice, sheet.as_of, wanted),
        media_type=MEDIA_TYPES[wanted],
        data=_rendered(sheet, wanted),
    )


def sheet_of(
    plan: Plan, choice: SheetChoice, may_see: MaySee = everything, *, with_due_days: bool = False
) -> Sheet:
    """The chosen sheet of a plan as of now, on the chosen paper."""
    sheet = replace(
        _content(plan, choice, clock.now(), may_see, with_due_days=with_due_days),
        paper=choice.paper,
        orientation=choice.orientation,
    )
    if choice.form is PrintedForm.APPENDIX:
        return sheet
    return replace(sheet, letterhead=letterhead_of(plan, ward_settings().ward_name))


def _content(
    plan: Plan, choice: SheetChoice, as_of: datetime, may_see: MaySee, *, with_due_days: bool
) -> Sheet:
    rows = appendix_rows(plan)
    if choice.kind is MatrixKind.ISSUED:
        return issued_sheet(plan, rows, as_of=as_of)
    owed = owed_in(plan, may_see)
    if choice.kind is MatrixKind.GRID:
        paper, orientation = choice.paper, choice.orientation
        return grid_sheet(plan, rows, owed, as_of=as_of, paper=paper, orientation=orientation)
    if choice.kind is MatrixKind.UNIT:
        unit = _chosen_unit(choice)
        return unit_sheet(plan, rows, owed, unit, as_of=as_of, with_due_days=with_due_days)
    return progress_sheet(plan, rows, owed, as_of=as_of, with_due_days=with_due_days)


def _chosen_unit(choice: SheetChoice) -> Unit:
    unit = db.session.get(Unit, choice.unit_id) if choice.unit_id is not None else None
    if unit is None:
        raise RuleError("Hãy chọn đơn vị cần trích nhiệm vụ.")
    return unit


def owed_in(plan: Plan, may_see: MaySee) -> Owed:
    """Everything a sheet with progress needs to know of a plan."""
    by_task: dict[int, list[Contribution]] = {}
    for contribution in contributions_of_plan(plan.id):
        by_task.setdefault(contribution.occurrence.task_id, []).append(contribution)
    return Owed(by_task, papers_of_plan(plan.id), may_see)


def _rendered(sheet: Sheet, file_format: FileFormat) -> bytes:
    """Each library is loaded only when its format is asked for."""
    match file_format:
        case FileFormat.PDF:
            from tracker.exports.pdf import render_pdf

            return render_pdf(sheet)
        case FileFormat.DOCX:
            from tracker.exports.docx import render_docx

            return render_docx(sheet)
        case FileFormat.XLSX:
            from tracker.exports.xlsx import render_xlsx

            return render_xlsx(sheet)


def _file_name(plan: Plan, choice: SheetChoice, as_of: datetime, file_format: FileFormat) -> str:
    """A name that every file system and old mail program takes: no marks, no blanks."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(plan.title)).split()
    title = _whole_words(words, _LONGEST_NAME)
    day = f"{clock.day_in_vietnam(as_of):%Y%m%d}"
    return f"{_NAME_OF_KIND[choice.kind]}-{title}-{day}.{file_format}"


def _whole_words(words: list[str], most_letters: int) -> str:
    """As many words as fit, joined by dashes; no word is cut unless the first alone is too long."""
    joined = words[0][:most_letters] if words else ""
    for word in words[1:]:
        if len(joined) + 1 + len(word) > most_letters:
            break
        joined += f"-{word}"
    return joined
