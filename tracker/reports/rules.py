"""The kinds of reports, and how numbers are said in them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from tracker.reading.result import Rhythm

LONGEST_WORDS = 20_000


class ReportKind(StrEnum):
    """What the office reports."""

    CHAIRMAN = "chairman"
    BRIEFING = "briefing"
    OVERDUE = "overdue"
    DIFFICULTIES = "difficulties"


KIND_WORDS: dict[ReportKind, str] = {
    ReportKind.CHAIRMAN: "Báo cáo kết quả thực hiện nhiệm vụ",
    ReportKind.BRIEFING: "Danh sách phục vụ giao ban",
    ReportKind.OVERDUE: "Danh sách quá hạn kèm nguyên nhân",
    ReportKind.DIFFICULTIES: "Báo cáo khó khăn, vướng mắc",
}
# The days that are offered first.
USUAL_WINDOW: dict[ReportKind, Rhythm] = {
    ReportKind.CHAIRMAN: Rhythm.MONTHLY,
    ReportKind.BRIEFING: Rhythm.WEEKLY,
    ReportKind.OVERDUE: Rhythm.MONTHLY,
    ReportKind.DIFFICULTIES: Rhythm.MONTHLY,
}


def number_words(number: int) -> str:
    """As offices write whole numbers: 05, 12, 1.234."""
    return f"{number:02d}" if number < 10 else f"{number:,}".replace(",", ".")


def counted(number: int, noun: str) -> str:
    """ "05 phần việc"."""
    return f"{number_words(number)} {noun}"


def joined(parts: Sequence[str]) -> str:
    """ "a, b và c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} và {parts[-1]}"


def split_words(pairs: Iterable[tuple[int, str]]) -> str:
    """Only what there is: "60 đúng hạn, 10 quá hạn"; "đều đúng hạn" when it is all of one kind."""
    there = [(number, words) for number, words in pairs if number]
    if len(there) == 1:
        number, words = there[0]
        return words if number == 1 else f"đều {words}"
    return ", ".join(f"{number_words(number)} {words}" for number, words in there)


def paragraphs_of(words: str) -> tuple[str, ...]:
    """What somebody typed, paragraph by paragraph, without empty ones."""
    lines = (line.strip() for line in words.splitlines())
    return tuple(line for line in lines if line)
