"""A report (báo cáo) in the parts that Nghị định 30/2020/NĐ-CP names, whatever its format."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from tracker.core.clock import in_vietnam
from tracker.exports.document_words import DOTS, day_in_full
from tracker.exports.sheet import Sheet, cleaned, printable

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
KIND = "BÁO CÁO"


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One numbered part: its heading, its words, a table where there is one."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All that is printed; `as_of` is the moment its figures are of.

    `superior` and `issuer` are printed line by line; the number and the day may still be blank.
    """

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    code: str
    place: str
    issued_on: date | None
    subject: str
    addressee: str
    opening: tuple[str, ...]
    parts: tuple[ReportPart, ...]
    closing: str
    recipients: tuple[str, ...]
    signing: tuple[str, ...]
    signer: str
    as_of: datetime

    @property
    def number_line(self) -> str:
        """ "Số: 15/BC-VP"; dots while the register has given none."""
        return f"Số: {self.number or DOTS}/{self.code}"

    @property
    def place_and_day(self) -> str:
        """ "Mẫu, ngày 05 tháng 02 năm 2026"."""
        year = in_vietnam(self.as_of).year
        return f"{self.place}, ngày {day_in_full(self.issued_on, year)}"

    @property
    def numbered_parts(self) -> tuple[tuple[str, ReportPart], ...]:
        """Each part with its heading as printed: "I. KẾT QUẢ CHUNG"."""
        return tuple(
            (f"{numeral}. {part.heading.upper()}", part)
            for numeral, part in zip(ROMAN[: len(self.parts)], self.parts, strict=True)
        )

    @property
    def foot(self) -> str:
        """The line at the foot of each page."""
        local = in_vietnam(self.as_of)
        return f"Số liệu đến {local:%H:%M} ngày {local:%d/%m/%Y} · Mã kiểm tra {self.check_code}"

    @property
    def check_code(self) -> str:
        """Tells two prints apart that look alike: any other word or moment gives another code."""
        digest = b32encode(sha256(repr(self).encode()).digest()).decode()
        return f"{digest[:4]}-{digest[4:8]}"


def cleaned_report(report: Report) -> Report:
    """The same report with every text in it made printable."""
    return replace(
        report,
        superior=_lines(report.superior),
        issuer=_lines(report.issuer),
        number=printable(report.number),
        code=printable(report.code),
        place=printable(report.place),
        subject=printable(report.subject),
        addressee=printable(report.addressee),
        opening=_lines(report.opening),
        parts=tuple(
            ReportPart(
                printable(part.heading),
                _lines(part.paragraphs),
                cleaned(part.table) if part.table else None,
            )
            for part in report.parts
        ),
        closing=printable(report.closing),
        recipients=_lines(report.recipients),
        signing=_lines(report.signing),
        signer=printable(report.signer),
    )


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(printable(text) for text in texts)
