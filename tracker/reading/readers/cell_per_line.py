"""Text with one cell per line, as taken out of a PDF: the table is put together from hints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tracker.core.text_vn import fold, tone_placement_folded
from tracker.reading.columns import Column, meaning_of
from tracker.reading.raw import RawCell, RawDocument, RawRow, RawTable
from tracker.reading.readers.text_cells import Dealer, TextRow
from tracker.reading.readers.text_doubts import flag_swallowed_cells
from tracker.reading.readers.text_header import TextHeader, find_text_header, without_repeats
from tracker.reading.readers.text_known import KnownNames
from tracker.reading.readers.text_labels import LabelLine, find_label_lines
from tracker.reading.readers.text_lines import Line, split_lines, without_lines
from tracker.reading.readers.text_scores import BULLETS, OWN_WARD, Run, Vocabulary
from tracker.reading.readers.text_tokens import take_apart
from tracker.reading.result import Anchor, UnreadableDocumentError

_MOST_LINES, _MOST_LINES_OF_ROW = 100_000, 5_000
_TOO_LONG = (
    "Văn bản có quá nhiều dòng so với một bản kế hoạch nên không được đọc. Hãy chép riêng phần kế "
    "hoạch sang một tệp mới."
)
# So many rows show which unit cells recur and how wide the columns are.
_LEARNT_FROM = 60
_UNITS = (Column.LEAD, Column.COOPERATING)
# "Thời gian bắt đầu Thời gian kết thúc": two titles on one line.
_NAMED_TWICE = re.compile(r"(thoi gian|thoi han|tien do).*\b\1")
_END_OF_TABLE = "nơi nhận"
_AFTER_BREAK = "Phần “{words}” đứng sau chỗ ngắt trang, đã nối vào ô này; hãy so với bản gốc."
_ONE_UNIT_CELL = "Chỉ thấy một trong hai ô đơn vị; chưa chắc đây là chủ trì hay phối hợp."
_NO_UNIT_CELL = "Không thấy ô đơn vị nào ở dòng này (ô trống hoặc ô trộn với dòng trên)."
_MAY_BE_CUT = "Dòng này bị ngắt trang; ô có thể thiếu phần cuối, hãy so với bản gốc."
_MAY_BE_TWO_ROWS = "Nội dung có thể gồm hai dòng của bảng in liền nhau; hãy so với bản gốc."
_GUESSED_BORDER = "Ranh giới giữa hai ô đơn vị được suy ra từ chữ; hãy so với bản gốc."
_NO_PRODUCT = "Không thấy kết quả, sản phẩm ở dòng này (ô trống hoặc ô trộn với dòng trên)."
_NO_LABEL = "Dòng không có số thứ tự; chỗ bắt đầu dòng được suy ra, hãy so với bản gốc."
_TWO_TIMES = "Bảng có hai cột thời gian, ô này có thể gồm cả hai; hãy so với bản gốc."
_FROM_TEXT = (
    "Văn bản thuần không còn đường kẻ bảng; ô trộn và ô trống được suy ra, hãy xem kỹ các ô có dấu."
)


@dataclass(slots=True)
class _Record:
    """The lines from one label to the next."""

    label: str
    lines: list[Line]
    first: Line


def read_cell_per_line(text: str, known_units: Collection[str] = ()) -> RawDocument:
    """Running lines and the task tables put together; no table where no header is found."""
    lines = split_lines(text)
    if len(lines) > _MOST_LINES:
        raise UnreadableDocumentError(_TOO_LONG)
    parts: list[str | RawTable] = []
    at = 0
    while (header := find_text_header(lines, at)) is not None:
        parts.extend(line.words for line in lines[at : header.first])
        end = _table_end(lines, header.after)
        parts.append(_table(lines[header.after : end], header, known_units))
        at = end
    found = bool(parts)
    parts.extend(line.words for line in lines[at:])
    return RawDocument(parts, (_FROM_TEXT,) if found else (), from_lines=True)


def _table_end(lines: Sequence[Line], start: int) -> int:
    for at in range(start, len(lines)):
        if lines[at].key.startswith(_END_OF_TABLE):
            return at
    return len(lines)


def _table(lines: Sequence[Line], header: TextHeader, known_units: Collection[str]) -> RawTable:
    body, labels = _body(without_repeats(lines, header))
    records = list(_records(body, labels))
    if max((len(record.lines) for record in records), default=0) > _MOST_LINES_OF_ROW:
        raise UnreadableDocumentError(_TOO_LONG)
    known = {tone_placement_folded(unit) for unit in known_units}
    columns = header.meanings[1:]
    dealer = Dealer(columns, _learn(records, columns, known, spaced=_is_spaced(body)))
    rows = [RawRow([RawCell(text=title) for title in header.titles], Anchor())]
    for record in records:
        dealt = dealer.deal(record.lines) or [TextRow()]
        for position, row in enumerate(dealt):
            label = record.label if position == 0 else ""
            rows.append(_raw_row(label, row, record, dealer))
    _flag_times(rows, header)
    return RawTable(rows)


def _body(lines: list[Line]) -> tuple[list[Line], list[LabelLine]]:
    """The lines without the pages' numbers, and those of them that open rows."""
    labels = find_label_lines(lines)
    opening = {label.at for label in labels}
    page_numbers = {at for at, line in enumerate(lines) if line.page_edge and at not in opening}
    if not page_numbers:
        return lines, labels
    kept = without_lines(lines, page_numbers)
    return kept, find_label_lines(kept)


def _learn(
    records: Sequence[_Record], columns: Sequence[Column | None], known: set[str], *, spaced: bool
) -> Vocabulary:
    """A first reading shows which cells recur and how wide the columns are."""
    names = KnownNames(known)
    vocabulary = Vocabulary(known, spaced=spaced, known=names)
    dealer = Dealer(columns, vocabulary)
    guess = [row for record in records[:_LEARNT_FROM] for row in dealer.deal(record.lines)]
    units = [at for at, meaning in enumerate(columns) if meaning in _UNITS]
    times = [at for at, meaning in enumerate(columns) if meaning is Column.DEADLINE]
    return Vocabulary(
        units=known | _repeated(guess, units),
        phrases=_repeated(guess, times),
        spaced=spaced,
        widths=_widths(guess),
        times=vocabulary.times,
        known=names,
    )


def _records(lines: Sequence[Line], labels: Sequence[LabelLine]) -> Iterator[_Record]:
    starts = [label.at for label in labels]
    if not labels or starts[0] > 0:
        before = list(lines[: starts[0] if labels else len(lines)])
        if before:
            yield _Record("", take_apart(before), before[0])
    for label, end in zip(labels, [*starts[1:], len(lines)], strict=True):
        own = list(lines[label.at + 1 : end])
        if label.rest:
            own.insert(0, _rest_of(lines[label.at], label.rest))
        yield _Record(label.label, take_apart(own), lines[label.at])


def _rest_of(line: Line, rest: str) -> Line:
    return Line(line.number, rest, tone_placement_folded(rest), trailing=line.trailing)


def _is_spaced(lines: Sequence[Line]) -> bool:
    """Whether empty lines stand between most lines, so that a missing one means something."""
    apart = sum(not line.close for line in lines)
    return apart > 0.6 * len(lines)


def _repeated(guess: Sequence[TextRow], columns: Collection[int]) -> set[str]:
    """Cells that stand in several rows word for word: their borders are then sure."""
    seen = Counter(
        Run(cell).key
        for row in guess
        for column, cell in row.cells.items()
        if column in columns and column not in row.after_break
    )
    return {key for key, times in seen.items() if times > 1 and key not in OWN_WARD}


def _widths(guess: Sequence[TextRow]) -> dict[int, float]:
    """How long the full lines of each column are, from the cells that fill several lines."""
    longest: dict[int, list[int]] = {}
    for row in guess:
        for column, cell in row.cells.items():
            if len(cell) > 1:
                longest.setdefault(column, []).append(max(len(line.words) for line in cell))
    return {column: median(lengths) for column, lengths in longest.items()}


def _raw_row(label: str, row: TextRow, record: _Record, dealer: Dealer) -> RawRow:
    cells = [RawCell(text=label, doubts=() if label else (_NO_LABEL,))]
    for at, meaning in enumerate(dealer.columns):
        more = row.after_break.get(at, [])
        doubts = (_AFTER_BREAK.format(words=Run(more).words),) if more else ()
        cells.append(RawCell(text=_cell_text(row.cells.get(at, []), meaning), doubts=doubts))
    _flag_units(cells, row, dealer)
    _flag_cut_cells(cells, row, dealer)
    flag_swallowed_cells(cells, row, dealer)
    first = min((line.number for cell in row.cells.values() for line in cell), default=0)
    return RawRow(cells, Anchor(line=record.first.number if label else first or None))


def _cell_text(lines: Sequence[Line], meaning: Column | None) -> str:
    """Lines of unit cells are only wrapped, but for a dash opening the next unit."""
    text = "\n".join(line.words for line in lines)
    if meaning not in _UNITS or len(lines) < 2:
        return text
    words = lines[0].words
    for line in lines[1:]:
        bullet = words.startswith(BULLETS) and line.words.startswith(BULLETS)
        border = "\n" if bullet else _wrap(words)
        words += border + line.words
    return words


def _wrap(words: str) -> str:
    broken = words.endswith(("-", "/")) and not words.endswith((" -", " /"))
    return "" if broken else " "


def _flag_times(rows: Sequence[RawRow], header: TextHeader) -> None:
    """Two columns of times look alike: their cells may have run together."""
    meanings = [(title, meaning_of(title)) for title in header.titles]
    titles = [title for title, found in meanings if found and found[0] is Column.DEADLINE]
    if len(titles) < 2 and not any(_NAMED_TWICE.search(fold(title)) for title in titles):
        return
    at = header.meanings.index(Column.DEADLINE)
    for row in rows[1:]:
        if row.cells[at].text:
            row.cells[at].doubts += (_TWO_TIMES,)


def _flag_units(cells: list[RawCell], row: TextRow, dealer: Dealer) -> None:
    """Doubts that only this form of text has: which unit cell it is, and where it ends."""
    columns = dealer.columns
    filled = {columns[at] for at, cell in row.cells.items() if cell}
    if not filled - {Column.CONTENT, None}:
        return
    units = [at for at, meaning in enumerate(columns) if meaning in _UNITS]
    present = [at for at in units if row.cells.get(at)]
    doubt = None
    if len(units) == 2 and len(present) < 2:
        doubt = _ONE_UNIT_CELL if present else _NO_UNIT_CELL
    elif len(units) == 2 and not _border_is_sure(row, present, dealer.vocabulary):
        doubt = _GUESSED_BORDER
    for at in units if doubt else ():
        cells[at + 1].doubts += (doubt,) if doubt else ()
    if Column.PRODUCT in columns and Column.PRODUCT not in filled:
        cells[columns.index(Column.PRODUCT) + 1].doubts += (_NO_PRODUCT,)


def _border_is_sure(row: TextRow, present: Sequence[int], vocabulary: Vocabulary) -> bool:
    second = row.cells[max(present)][0]
    known = [vocabulary.is_units(Run(row.cells[at]).key) for at in present]
    return all(known) or second.padding > 0 or (vocabulary.spaced and second.close)


def _flag_cut_cells(cells: list[RawCell], row: TextRow, dealer: Dealer) -> None:
    if any(row.after_break.values()):
        for at in dealer.may_be_cut(row):
            if at not in row.after_break:
                cells[at + 1].doubts += (_MAY_BE_CUT,)
    if dealer.may_be_two_rows(row):
        cells[dealer.content + 1].doubts += (_MAY_BE_TWO_ROWS,)
