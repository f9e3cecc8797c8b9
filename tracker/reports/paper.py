"""A report as it is printed: what the data gave, with the office's words in their places. Pure."""

from __future__ import annotations

from tracker.exports.report import Report as Paper
from tracker.exports.report import ReportPart
from tracker.reports.content import Part
from tracker.reports.models import Report
from tracker.reports.rules import paragraphs_of

NOTHING_TO_SAY = "Không có."


def paper_of(report: Report) -> Paper:
    """The report as the printers take it."""
    taken = report.taken
    return Paper(
        superior=_lines(report.superior),
        issuer=_lines(report.issuer),
        number=report.number,
        code=report.code,
        place=report.place,
        issued_on=report.issued_on,
        subject=taken.subject,
        addressee=report.addressee,
        opening=taken.opening,
        parts=tuple(_part(report, part) for part in taken.parts if part.key not in report.left_out),
        closing=taken.closing,
        recipients=_lines(report.recipients),
        signing=_lines(report.signing),
        signer=report.signer,
        as_of=report.as_of,
    )


def _part(report: Report, part: Part) -> ReportPart:
    """The sentences, then the office's words, then the table; a heading never stands alone."""
    paragraphs = (*part.paragraphs, *paragraphs_of(report.words.get(part.key, "")))
    table = part.table.as_sheet(part.heading, report.as_of) if part.table else None
    return ReportPart(part.heading, paragraphs or (() if table else (NOTHING_TO_SAY,)), table)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
