"""A report as a file."""

from __future__ import annotations

from tracker.exports.service import MEDIA_TYPES, ExportedFile, FileFormat
from tracker.reports.models import Report
from tracker.reports.paper import paper_of
from tracker.reports.rules import ReportKind

_NAMES = {
    ReportKind.CHAIRMAN: "bao-cao",
    ReportKind.BRIEFING: "giao-ban",
    ReportKind.OVERDUE: "qua-han",
    ReportKind.DIFFICULTIES: "vuong-mac",
}


def file_of(report: Report, file_format: str) -> ExportedFile:
    """The report as PDF or DOCX; the same report gives the same bytes."""
    wanted = FileFormat(file_format)
    days = f"{report.first_day:%Y%m%d}-{report.last_day:%Y%m%d}"
    return ExportedFile(
        name=f"{_NAMES[report.kind]}-{days}.{wanted}",
        media_type=MEDIA_TYPES[wanted],
        data=_rendered(report, wanted),
    )


def _rendered(report: Report, wanted: FileFormat) -> bytes:
    """Each library is loaded only when its format is asked for."""
    if wanted is FileFormat.PDF:
        from tracker.exports.pdf import render_report_pdf

        return render_report_pdf(paper_of(report))
    from tracker.exports.report_docx import render_report_docx

    return render_report_docx(paper_of(report))
