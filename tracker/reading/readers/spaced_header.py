"""The header of a task table in text with columns held apart by blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from tracker.core.text_vn import fold
from tracker.reading.columns import Column, meaning_of
from tracker.reading.readers.spaced_lines import Piece, SpacedLine

# In its narrow column the label's title is broken: "Số / thứ / tự", "ST / T", letter by letter.
LABEL_TITLES = {"tt", "stt", "sott", "sostt", "sothutu"}
_PART_OF_LABEL = re.compile(r"(so )?s?tt\.?|so( thu( tu)?)?|st|s|t")
_LABEL_AND_MORE = re.compile(r"(so )?s?tt\.?(?= \w)|so thu tu(?= \w)")
_FARTHEST = 5
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 14
_MOST_TRIES = 50
# Words that headers are made of; a line of a row holds others too.
_WORDS = frozenset(
    re.split(
        " ",
        "tt stt st s t o th u so thu tu "
        "noi dung nhiem vu cong viec ten hoat dong giai phap dau muc don vi co "
        "quan bo phan phong ban nganh nguoi can chu tri thuc hien phu trach phoi hop tham gia lien "
        "moi trach thoi gian han hoan thanh tien do bat ket thuc ngay thang nam moc lo trinh san "
        "pham qua du kien ra dat duoc chi tieu ghi kinh phi nguon von hinh cac va giao tac cu the "
        "yeu cau lanh dao chiu de xuat trong tam dau viec van ban tai lieu kem "
        "theo trieu dong ty "
        "du toan muc tieu cach lam phuong thuc can cu dia diem doi tuong so luong tinh bang gia "
        "tham muu",
    )
)
_SPLIT = re.compile(r"[\s/,&().:*-]+")


@dataclass(frozen=True, slots=True)
class SpacedColumn:
    """A column's title and how far the title reaches."""

    title: str
    meaning: Column | None
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class SpacedHeader:
    """The columns from left to right; the header takes the lines `first` to `last` of a page."""

    columns: tuple[SpacedColumn, ...]
    first: int
    last: int
    key: str

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    def place_of(self, meaning: Column) -> int | None:
        found = [at for at, column in enumerate(self.columns) if column.meaning is meaning]
        return found[0] if found else None


def find_spaced_header(lines: Sequence[SpacedLine], start: int = 0) -> SpacedHeader | None:
    """The next header at or after line `start` of a page."""
    labels = (
        at
        for at in range(start, len(lines))
        if any(_PART_OF_LABEL.fullmatch(fold(piece.text)) for piece in _label_apart(lines[at]))
    )
    tried = (_header_around(lines, at, start) for at in islice(labels, _MOST_TRIES))
    return next((header for header in tried if header is not None), None)


def _header_around(lines: Sequence[SpacedLine], at: int, start: int) -> SpacedHeader | None:
    """The label's title may stand on any line of the header: all lines of header words count."""
    first = last = at
    while first > max(start, at - _FARTHEST) and _is_of_header(lines[first - 1]):
        first -= 1
    while last + 1 < min(len(lines), at + _FARTHEST + 1) and _is_of_header(lines[last + 1]):
        last += 1
    last = _with_column_numbers(lines, last)
    columns = tuple(_column(group) for group in _grouped(lines[first : last + 1]))
    meanings = {column.meaning for column in columns}
    if Column.LABEL not in meanings:
        return None
    if not _FEWEST_COLUMNS <= len(columns) <= _MOST_COLUMNS or Column.CONTENT not in meanings:
        return None
    if not meanings & {Column.LEAD, Column.DEADLINE}:
        return None
    words = sorted(word for line in lines[first : last + 1] for word in fold(line.text).split())
    return SpacedHeader(_distinct(columns), first, last, " ".join(words))


def _is_of_header(line: SpacedLine) -> bool:
    words = [word for word in _SPLIT.split(fold(line.text)) if word]
    return bool(words) and all(word in _WORDS for word in words) and len(line.text) < 160


def _with_column_numbers(lines: Sequence[SpacedLine], last: int) -> int:
    """Forms number their columns below the header: (1) (2) (3)."""
    if last + 1 >= len(lines):
        return last
    numbers = [re.sub(r"\D", "", piece.text) for piece in lines[last + 1].pieces]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return last + 1 if len(numbers) >= _FEWEST_COLUMNS and numbers == counted else last


def _grouped(lines: Sequence[SpacedLine]) -> list[list[Piece]]:
    """The pieces that stand below each other, column by column."""
    groups: list[list[Piece]] = []
    for line in lines:
        for piece in _label_apart(line):
            group = next((group for group in groups if _overlap(group, piece)), None)
            if group is None:
                groups.append([piece])
            else:
                group.append(piece)
    return sorted(groups, key=lambda group: min(piece.left for piece in group))


def _label_apart(line: SpacedLine) -> list[Piece]:
    """The line's pieces; in its narrow column the label's title comes close to the next one."""
    pieces = list(line.pieces)
    match = _LABEL_AND_MORE.match(fold(pieces[0].text))
    if match is None:
        return pieces
    taken = len(match[0].split())
    return [Piece(pieces[0].words[:taken]), Piece(pieces[0].words[taken:]), *pieces[1:]]


def _overlap(group: Sequence[Piece], piece: Piece) -> bool:
    left, right = min(p.left for p in group), max(p.right for p in group)
    return piece.left < right and left < piece.right


def _column(pieces: Sequence[Piece]) -> SpacedColumn:
    words = [piece.text for piece in pieces if not re.fullmatch(r"\W*\d{1,2}\W*", piece.text)]
    title = " ".join(words)
    if fold(title).replace(" ", "").strip(".") in LABEL_TITLES:
        title = _unbroken(title)
    found = meaning_of(title)
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    return SpacedColumn(title, found[0] if found else None, left, right)


def _unbroken(label_title: str) -> str:
    """ "Số thứ tự" and "STT" whatever lines they were broken over."""
    words = label_title.replace(" ", "")
    if fold(words) == "sothutu":
        return f"{words[:2]} {words[2:5]} {words[5:]}"
    return f"{words[:2]} {words[2:]}" if fold(words[:2]) == "so" else words


def _distinct(columns: Sequence[SpacedColumn]) -> tuple[SpacedColumn, ...]:
    """Only the first column of one meaning keeps it, as in every table."""
    seen: set[Column] = set()
    kept: list[SpacedColumn] = []
    for column in columns:
        again = column.meaning in seen
        kept.append(
            SpacedColumn(column.title, None if again else column.meaning, column.left, column.right)
        )
        if column.meaning is not None:
            seen.add(column.meaning)
    return tuple(kept)
