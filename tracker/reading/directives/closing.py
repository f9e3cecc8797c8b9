"""The sentences that close a directive: exhortations, which are no task, and reporting duties."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tracker.reading.directives.naming import Named, names_at
from tracker.reading.directives.paragraphs import Paragraph
from tracker.reading.directives.times import said_report_time
from tracker.reading.patterns import either

_EXHORTS = re.compile(
    either(
        r"\b(?:nghiêm túc|khẩn trương|tích cực|chủ động|quan tâm|phối hợp)\b[^.;:]{0,60}?"
        r"(?:triển khai|tổ chức|phối hợp|chấp hành)?,? ?thực hiện\b",
        r"^(?:trong )?quá trình (?:tổ chức |triển khai )*(?:thực hiện|triển khai)",
        r"^(?:trên đây|nhận được|nếu có (?:khó khăn|vướng mắc))",
        r"^(?:đề nghị|yêu cầu|căn cứ)[^.;:]{0,160} (?:triển khai|tổ chức)[^.;:]{0,20} thực hiện"
        r"[^.;:]{0,40}$",
    )
)
_LEGAL = re.compile(
    r"\bcó hiệu lực (?:thi hành )?(?:kể )?từ ngày|\bchịu trách nhiệm thi hành"
    r"|\bthi hành quyết định này"
)
_REPORTS = re.compile(r"\bbáo cáo\b")
_CLAUSE = re.compile(
    r"(?:-\s*)?(?:định kỳ[,:]? )?(?:báo cáo|chế độ báo cáo|đột xuất"
    r"|h[àằ]ng (?:tuần|tháng|quý|năm))\b"
)
_DUTY = re.compile(
    r"\s*(?:(?:có|chịu) trách nhiệm|phải|cần|thực hiện|tổng hợp|định kỳ|gửi|h[àằ]ng \w+)?[ ,]*"
    r"(?:gửi |tổng hợp |thực hiện )?(?:chế độ )?(?:báo cáo|gửi|thông tin)"
)


def is_exhortation(paragraph: Paragraph) -> bool:
    """Whether a paragraph without a mark only urges to carry the document out."""
    if paragraph.text.endswith(":"):
        return False
    return bool(_EXHORTS.search(paragraph.key) or is_legal_clause(paragraph))


def is_legal_clause(paragraph: Paragraph) -> bool:
    """ "Quyết định này có hiệu lực …", "… chịu trách nhiệm thi hành Quyết định này"."""
    return _LEGAL.search(paragraph.key) is not None


def is_reporting_duty(paragraph: Paragraph) -> bool:
    """Whether a paragraph says when somebody has to report."""
    if not _REPORTS.search(paragraph.key):
        return False
    time = said_report_time(paragraph.text)
    return time.phrase is not None or time.doubt is not None


def reporting_clauses(text: str) -> tuple[str, list[str]] | None:
    """The words up to the colon and the duties behind it; None when there is no such list."""
    for colon in re.finditer(r":\s*", text):
        intro, rest = text[: colon.end()].strip(), text[colon.end() :]
        clauses = [part.strip() for part in re.split(r";\s*|(?<=[^\d])\.\s+", rest) if part.strip()]
        if len(clauses) > 1 and all(_CLAUSE.match(part.lower()) for part in clauses):
            return intro, clauses
    return None


def join_reporting_list(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """ "… báo cáo, cụ thể:" and the duties printed on lines of their own, as one paragraph."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        above = joined[-1] if joined else None
        goes_on = (
            above is not None
            and above.mark is None
            and paragraph.mark is None
            and above.text.endswith((":", ";"))
            and _REPORTS.search(above.key)
            and _CLAUSE.match(paragraph.key)
        )
        if above is not None and goes_on:
            joined[-1] = above.with_text(f"{above.text} {paragraph.text}")
        else:
            joined.append(paragraph)
    return joined


_ASKED = re.compile(r"(?:yêu cầu|(?:kính )?đề nghị|giao)\s+", re.IGNORECASE)


def reporters(text: str, known: Collection[str] = ()) -> Named | None:
    """Who has to report: "…, các phòng, đơn vị có trách nhiệm báo cáo …"."""
    asked = _ASKED.match(text)
    starts = [asked.end() if asked else 0]
    starts += [match.end() for match in re.finditer(r"[,;:.]\s+", text)]
    for start in starts:
        named = names_at(text[start:], known)
        if named is not None and _DUTY.match(text[start + named.end :].lower()):
            return named
    return None
