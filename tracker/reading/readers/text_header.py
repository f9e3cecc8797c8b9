"""The header of a task table in text: which lines make it, and where it is printed again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.core.text_vn import fold
from tracker.reading.columns import Column, meaning_of
from tracker.reading.labels import LabelKind, read_label, split_leading_label
from tracker.reading.raw import as_printed
from tracker.reading.readers.text_lines import Line, without_lines

_WORD = re.compile(r"[^\W\d_]{2}")
_LABEL_WORD = re.compile(r"(?P<label>(so )?s?tt|so thu tu)\b\.?\s*(?P<rest>.*)")
_LONGEST_HEADER = 40
# A header cell begins with one of these; the same word on a later line begins the next cell.
_BEGINS_CELL = re.compile(
    r"(co quan|don vi|bo phan|phong|so, nganh|nguoi|can bo|thoi gian|thoi han|tien do|noi dung"
    r"|nhiem vu|ten nhiem vu|cong viec|ket qua|san pham|du kien|ghi chu|kinh phi|muc tieu|chi tieu"
    r"|lanh dao|dau moi|phan cong|trach nhiem|dau viec|ten cong viec|chu tri|phoi hop|han hoan"
    r"|muc|giai phap|hoat dong)\b"
)
_GOES_ON = re.compile(r"[-/,&]$")


@dataclass(frozen=True, slots=True)
class TextHeader:
    """The titles of the columns in printed order, and where the rows begin."""

    titles: tuple[str, ...]
    meanings: tuple[Column | None, ...]
    first: int
    after: int
    words: str


def find_text_header(lines: Sequence[Line], start: int = 0) -> TextHeader | None:
    """The next header at or after line `start`, or None."""
    for at in range(start, len(lines)):
        match = _LABEL_WORD.fullmatch(fold(lines[at].words))
        if match is None or (match["rest"] and meaning_of(match["rest"]) is None):
            continue
        header = _header_at(lines, at)
        if header is not None:
            return header
    return None


def without_repeats(lines: Sequence[Line], header: TextHeader) -> list[Line]:
    """The lines without the header printed again; what follows one starts a page."""
    dropped: set[int] = set()
    at = 0
    while at < len(lines):
        length = _repeat_length(lines, at, header.words)
        dropped.update(range(at, at + length))
        at += max(length, 1)
    starts = {at for at in range(1, len(lines)) if at - 1 in dropped and at not in dropped}
    marked = [
        replace(line, page_start=True) if at in starts else line for at, line in enumerate(lines)
    ]
    return without_lines(marked, dropped)


def _repeat_length(lines: Sequence[Line], at: int, words: str) -> int:
    joined = ""
    for length in range(1, _LONGEST_HEADER + 1):
        if at + length > len(lines):
            return 0
        joined += _squeezed(lines[at + length - 1].key)
        if joined == words:
            return length
        if not words.startswith(joined):
            return 0
    return 0


def _squeezed(key: str) -> str:
    return key.replace(" ", "")


def _header_at(lines: Sequence[Line], first: int) -> TextHeader | None:
    after = _first_row(lines, first)
    if after is None:
        return None
    label, pieces = _pieces(lines[first:after])
    cells = _cells([part for piece in pieces for part in _split(piece)])
    titles = (label, *(as_printed("\n".join(cell)) for cell in cells))
    meanings = tuple(_distinct(titles))
    found = set(meanings)
    if Column.CONTENT not in found or not found & {Column.LEAD, Column.DEADLINE}:
        return None
    words = "".join(_squeezed(line.key) for line in lines[first:after])
    return TextHeader(titles, meanings, first, _after_numbers(lines, after, len(titles)), words)


def _first_row(lines: Sequence[Line], first: int) -> int | None:
    """Where the first row begins: the first line that is a label, or opens with I, A or 1."""
    for at in range(first + 1, min(len(lines), first + _LONGEST_HEADER)):
        words = lines[at].words
        if read_label(words).kind <= LabelKind.NUMBER:
            return at
        split = split_leading_label(words, bare_number=True)
        parsed = read_label(split[0] if split else "")
        if parsed.is_first and parsed.kind <= LabelKind.NUMBER:
            return at
    return None


def _after_numbers(lines: Sequence[Line], at: int, columns: int) -> int:
    """Forms number their columns below the header: (1) (2) (3). Digits among words are no such."""
    below = [line.words for line in lines[at : at + columns]]
    wanted = [str(number) for number in range(1, columns + 1)]
    numbers = [re.sub(r"\D", "", words) for words in below]
    lettered = numbers[2:] == wanted[: columns - 2] and columns > 3
    if (numbers == wanted or lettered) and not any(map(_WORD.search, below)):
        return at + columns
    joined = re.findall(r"\d+", below[0]) if not _WORD.search(below[0]) else []
    return at + 1 if joined == wanted else at


def _pieces(lines: Sequence[Line]) -> tuple[str, list[str]]:
    """The label's title, and the remaining lines of the header."""
    match = _LABEL_WORD.fullmatch(fold(lines[0].words))
    words = lines[0].words
    if match is None or not match["rest"]:
        return words, [line.words for line in lines[1:]]
    label = words[: len(match["label"])]
    return label, [words[len(label) :].strip(" ."), *(line.words for line in lines[1:])]


def _split(words: str) -> list[str]:
    """Cells of one height run together on a line: "Đơn vị chủ trì Đơn vị phối hợp Kết quả"."""
    parts = [words]
    for match in re.finditer(r"\s+(?=[A-ZĐÀ-Ỹ])", words):
        head, tail = words[: match.start()], words[match.end() :]
        if _BEGINS_CELL.match(fold(tail)) and _GOES_ON.search(head) is None:
            done = len(words) - len(parts[-1])
            parts[-1:] = [words[done : match.start()], tail]
    return [part for part in parts if part]


def _cells(pieces: Sequence[str]) -> list[list[str]]:
    """The lines grouped into the cells that give the most column meanings."""
    best: list[tuple[float, list[list[str]]]] = [(0.0, [])]
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(max(0, end - 6), end):
            score, cells = best[start]
            cell = list(pieces[start:end])
            options.append((score + _cell_score(cell, cells), [*cells, cell]))
        best.append(max(options, key=lambda option: option[0]))
    return best[-1][1]


def _cell_score(cell: Sequence[str], before: Sequence[Sequence[str]]) -> float:
    title = "\n".join(cell)
    meaning = meaning_of(title)
    known = {found[0] for other in before if (found := meaning_of("\n".join(other)))}
    score = -1.0
    if meaning is not None:
        score = -2.0 if meaning[0] in known else 3.0 + meaning[1] / 10
    score -= 4.0 * cell[0][0].islower() or 2.0 * (not _BEGINS_CELL.match(fold(cell[0])))
    score -= 3.0 * bool(before and _GOES_ON.search(before[-1][-1]))
    for at in range(1, len(cell)):
        score -= 1.5 * _begins_another(cell[at], cell[:at])
    return score


def _begins_another(line: str, above: Sequence[str]) -> bool:
    """Whether a line opens the next cell: "CƠ QUAN ⏎ CHỦ TRÌ" is one, "… ⏎ CƠ QUAN" two."""
    match = _BEGINS_CELL.match(fold(line))
    if match is None or line[0].islower() or _GOES_ON.search(above[-1]):
        return False
    if match[1] in {"chu tri", "phoi hop"}:
        return False
    first, own = meaning_of(above[0]), meaning_of(line)
    again = any(fold(other).startswith(match[1]) for other in above)
    return again or bool(first and own and first[0] is not own[0])


def _distinct(titles: Sequence[str]) -> list[Column | None]:
    meanings: list[Column | None] = [Column.LABEL]
    for title in titles[1:]:
        found = meaning_of(title)
        meanings.append(found[0] if found and found[0] not in meanings else None)
    return meanings
