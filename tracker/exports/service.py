"""A plan as a file to print, to send, or to go on editing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from flask import current_app

from tracker.core import clock
from tracker.core.clock import day_in_vietnam
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.text_vn import fold
from tracker.exports.cells import with_codes
from tracker.exports.choice import MatrixKind, PrintedForm, SheetChoice
from tracker.exports.grid import grid_sheet
from tracker.exports.letterhead import letterhead_of
from tracker.exports.matrix import Owed, issued_sheet, progress_sheet, unit_sheet
from tracker.exports.progress_words import MaySee
from tracker.exports.queries import papers_of_plan
from tracker.exports.sheet import Sheet
from tracker.exports.targets_sheet import targets_sheet
from tracker.plans.models import Plan
from tracker.progress.as_it_stood import parts_of_plan_at
from tracker.progress.judged import judged_at
from tracker.progress.parts import Part
from tracker.progress.queries import contributions_of_plan
from tracker.settings.queries import ward_settings
from tracker.targets.models import Target
from tracker.targets.queries import targets_of_plan
from tracker.tasks.queries import appendix_rows, was_amended_after
from tracker.units.models import Unit

_LONGEST_NAME = 80
# A PDF of more rows takes seconds to typeset, and memory: it is made in pieces.
LONG_ROWS = 1200
# Takes how many rows of how many are typeset.
Progress = Callable[[int, int], None]
_NAME_OF_KIND = {
    MatrixKind.ISSUED: "phu-luc",
    MatrixKind.PROGRESS: "tien-do",
    MatrixKind.UNIT: "trich",
    MatrixKind.GRID: "phan-cong",
    MatrixKind.TARGETS: "chi-tieu",
}
_AMENDED_SINCE = "Lời văn các dòng theo bản đang có hiệu lực"
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


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet with all its words: making the file of it needs the database no more."""

    name: str
    file_format: FileFormat
    sheet: Sheet

    def as_file(self, progress: Progress | None = None) -> ExportedFile:
        """The file; of a long PDF `progress` is told how many rows of how many are typeset."""
        data = rendered(self.sheet, self.file_format, progress)
        return ExportedFile(self.name, MEDIA_TYPES[self.file_format], data)


def _tell_nobody(_done: int, _total: int) -> None:
    """Nobody watches."""


def everything(_thing: Part | Target) -> bool:
    """No papers are held back: for commands run by whoever keeps the installation."""
    return True


def export_plan(
    plan_id: int,
    file_format: str,
    *,
    choice: SheetChoice = USUAL,
    may_see: MaySee = everything,
) -> ExportedFile:
    """The plan's matrix as a file; RuleError when there is no such plan, unit or day."""
    return read_plan(plan_id, file_format, choice=choice, may_see=may_see).as_file()


def read_plan(
    plan_id: int, file_format: str, *, choice: SheetChoice = USUAL, may_see: MaySee = everything
) -> ReadSheet:
    """What the file of the plan's matrix will say.

    RuleError when there is no such plan, unit or day to speak of.
    """
    wanted = FileFormat(file_format)
    plan = db.session.get(Plan, plan_id)
    if plan is None:
        raise RuleError(
            f"Không có kế hoạch số {plan_id}: hãy xem số trên đường dẫn của trang kế hoạch."
        )
    sheet = sheet_of(plan, choice, may_see, with_due_days=wanted is FileFormat.XLSX)
    return ReadSheet(_file_name(plan, choice, sheet.as_of, wanted), wanted, sheet)


def is_long(rows: int, file_format: str) -> bool:
    """Whether a file takes so many seconds that it is made after the answer."""
    return file_format == FileFormat.PDF and rows > LONG_ROWS


def sheet_of(
    plan: Plan, choice: SheetChoice, may_see: MaySee = everything, *, with_due_days: bool = False
) -> Sheet:
    """The chosen sheet of a plan as of now or of an earlier day, on the chosen paper."""
    sheet = replace(
        _content(plan, choice, may_see, with_due_days=with_due_days),
        paper=choice.paper,
        orientation=choice.orientation,
    )
    if choice.with_codes and any(row.code for row in sheet.rows):
        base_url: str = current_app.config["TRACKER"].base_url
        sheet = with_codes(sheet, f"{base_url}/t/")
    if choice.form is PrintedForm.APPENDIX:
        return sheet
    return replace(sheet, letterhead=letterhead_of(plan, ward_settings().ward_name))


def _content(plan: Plan, choice: SheetChoice, may_see: MaySee, *, with_due_days: bool) -> Sheet:
    then = _past_moment(plan, choice.as_of)
    # Minutes are what the paper names: asked twice within one, the same rows give the same bytes.
    as_of = judged_at(plan, then or clock.now().replace(second=0, microsecond=0))
    sheet = _sheet(plan, choice, may_see, as_of=as_of, then=then, with_due_days=with_due_days)
    if then is None or not was_amended_after(plan.id, then):
        return sheet
    notes = [note for note in (sheet.footer_note, _AMENDED_SINCE) if note]
    return replace(sheet, footer_note=" · ".join(notes))


def _sheet(
    plan: Plan,
    choice: SheetChoice,
    may_see: MaySee,
    *,
    as_of: datetime,
    then: datetime | None,
    with_due_days: bool,
) -> Sheet:
    rows = appendix_rows(plan, at=then)
    if choice.kind is MatrixKind.ISSUED:
        return issued_sheet(plan, rows, as_of=as_of)
    if choice.kind is MatrixKind.TARGETS:
        standings = targets_of_plan(plan.id, day_in_vietnam(as_of))
        return targets_sheet(plan, standings, may_see, as_of=as_of)
    owed = owed_in(plan, may_see, at=then)
    if choice.kind is MatrixKind.GRID:
        paper, orientation = choice.paper, choice.orientation
        return grid_sheet(plan, rows, owed, as_of=as_of, paper=paper, orientation=orientation)
    if choice.kind is MatrixKind.UNIT:
        unit = _chosen_unit(choice)
        return unit_sheet(plan, rows, owed, unit, as_of=as_of, with_due_days=with_due_days)
    return progress_sheet(plan, rows, owed, as_of=as_of, with_due_days=with_due_days)


def _past_moment(plan: Plan, day: date | None) -> datetime | None:
    """The end of the day; None for today, which is not over."""
    if day is None or day == clock.today():
        return None
    if day > clock.today():
        raise RuleError(f"Ngày {day:%d/%m/%Y} chưa tới. Hãy chọn hôm nay hoặc một ngày đã qua.")
    taken_in = clock.day_in_vietnam(plan.created_at)
    if day < taken_in:
        raise RuleError(
            f"Kế hoạch được nhập ngày {taken_in:%d/%m/%Y} nên không có số liệu ngày "
            f"{day:%d/%m/%Y}. Hãy chọn từ ngày {taken_in:%d/%m/%Y}."
        )
    return clock.from_vietnam(datetime.combine(day, time.max))


def _chosen_unit(choice: SheetChoice) -> Unit:
    unit = db.session.get(Unit, choice.unit_id) if choice.unit_id is not None else None
    if unit is None:
        raise RuleError("Hãy chọn đơn vị cần trích nhiệm vụ.")
    return unit


def owed_in(plan: Plan, may_see: MaySee, *, at: datetime | None = None) -> Owed:
    """Everything a sheet with progress needs to know of a plan, as it stands or stood."""
    parts: Sequence[Part] = (
        contributions_of_plan(plan.id) if at is None else parts_of_plan_at(plan.id, at)
    )
    by_task: dict[int, list[Part]] = {}
    for part in parts:
        by_task.setdefault(part.occurrence.task_id, []).append(part)
    return Owed(by_task, papers_of_plan(plan.id, until=at or clock.now()), may_see)


def rendered(sheet: Sheet, file_format: FileFormat, progress: Progress | None = None) -> bytes:
    """The sheet as a file; each library is loaded only when its format is asked for."""
    match file_format:
        case FileFormat.PDF if is_long(len(sheet.rows), file_format):
            from tracker.exports.long_pdf import render_long_pdf

            return render_long_pdf(sheet, progress or _tell_nobody)
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
    day = f"{day_in_vietnam(as_of):%Y%m%d}"
    return f"{_NAME_OF_KIND[choice.kind]}-{title}-{day}.{file_format}"


def _whole_words(words: list[str], most_letters: int) -> str:
    """As many words as fit, joined by dashes; no word is cut unless the first alone is too long."""
    joined = words[0][:most_letters] if words else ""
    for word in words[1:]:
        if len(joined) + 1 + len(word) > most_letters:
            break
        joined += f"-{word}"
    return joined
