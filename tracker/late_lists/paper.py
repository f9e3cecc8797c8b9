"""The list on paper: Nghị định 30/2020/NĐ-CP, Phụ lục I, as the plans and letters are printed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker.accounts.models import User
from tracker.core import clock
from tracker.exports.document_words import DOTS, day_in_full
from tracker.exports.letterhead import place_of
from tracker.exports.service import MEDIA_TYPES, ExportedFile, FileFormat, rendered
from tracker.exports.sheet import Align, Column, Letterhead, Sheet, SheetRow
from tracker.follow_up.letter_text import issuer_lines
from tracker.late_lists.models import LateList
from tracker.late_lists.rules import by_unit, from_kept
from tracker.reading.result import RowKind
from tracker.settings.queries import ward_settings

_COLUMNS = (
    Column("TT", 1, Align.CENTER),
    Column("Người thực hiện", 3),
    Column("Nhiệm vụ", 7),
    Column("Thời hạn", 2.6, Align.CENTER, least_mm=24),
    Column("Mức chậm", 2.6),
    Column("Lý do, nguyên nhân", 5),
)


def surroundings(signer: User) -> dict[str, Any]:
    """What stands around the table when it is released, kept with it."""
    settings = ward_settings()
    day = clock.today()
    return {
        "agency": [line.upper() for line in issuer_lines(settings).splitlines()],
        "place_and_day": (
            f"{settings.letter_place or place_of(settings.ward_name)}, "
            f"ngày {day_in_full(day, day.year)}"
        ),
        "signature": [(signer.job_title or "Lãnh đạo UBND").upper()],
        "signer": signer.full_name,
        "recipients": ["- Các đơn vị;", "- Lưu: VT."],
    }


def file_of(late_list: LateList, file_format: str) -> ExportedFile:
    """The released list, or the draft marked as one, as PDF or DOCX."""
    wanted = FileFormat(file_format)
    state = "" if late_list.is_released else "-du-thao"
    return ExportedFile(
        name=f"danh-sach-cham-{late_list.first_day:%Y%m%d}-{late_list.last_day:%Y%m%d}{state}.{wanted}",
        media_type=MEDIA_TYPES[wanted],
        data=rendered(sheet_of(late_list), wanted),
    )


def sheet_of(late_list: LateList) -> Sheet:
    """The standing rows under their units, within the letterhead."""
    rows: list[SheetRow] = []
    place = 0
    for unit, items in by_unit(late_list.standing):
        rows.append(SheetRow(RowKind.SECTION, 1, ("", f"{unit} ({len(items)})", "", "", "", "")))
        for item in items:
            facts, place = from_kept(item.facts), place + 1
            why = [facts.reason, facts.cause, item.added_words]
            rows.append(
                SheetRow(
                    RowKind.TASK,
                    0,
                    (
                        str(place),
                        facts.person,
                        f"{facts.task} ({facts.plan})",
                        facts.due_words,
                        facts.lateness,
                        "\n".join(part for part in why if part),
                    ),
                )
            )
    days = f"số liệu từ ngày {late_list.first_day:%d/%m/%Y} đến ngày {late_list.last_day:%d/%m/%Y}"
    draft = "" if late_list.is_released else "DỰ THẢO, chưa công bố; "
    return Sheet(
        title=f"Danh sách cá nhân, đơn vị thực hiện chậm nhiệm vụ {late_list.name[:1].lower()}"
        f"{late_list.name[1:]}",
        columns=_COLUMNS,
        rows=tuple(rows),
        as_of=_as_of(late_list),
        attached_to=f"({draft}{days})",
        letterhead=_letterhead(late_list),
    )


def _as_of(late_list: LateList) -> datetime:
    return late_list.released_at or late_list.drawn_up_at


def _letterhead(late_list: LateList) -> Letterhead:
    kept = late_list.printed or surroundings(late_list.drawn_up_by)
    is_draft = not late_list.is_released
    return Letterhead(
        agency=tuple(kept["agency"]),
        number=f"Số: {DOTS}",
        place_and_day=kept["place_and_day"],
        kind="DANH SÁCH",
        signature=() if is_draft else tuple(kept["signature"]),
        signer="" if is_draft else kept["signer"],
        recipients=tuple(kept["recipients"]),
    )
