"""Where the columns of a page lie, and the words of each line column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from tracker.core.text_vn import fold
from tracker.reading.labels import LabelKind, read_label
from tracker.reading.readers.spaced_header import SpacedHeader
from tracker.reading.readers.spaced_lines import Piece, SpacedLine, Word

_SHIFTS = 14
_SLACK = 2
_UNEVEN = 0.2
_MANY = 3
_FARTHEST = 7
_KNOWN = 3.0
_STEP = 0.35
_CAPITAL = 0.4
# A single text is taken for two cells that touch only when one of them is known.
_TOUCHING = 1.5

Known = set[tuple[int, str]]


@dataclass(slots=True)
class CutLine:
    """A line's words by column; `wide` when one text seems to run over several columns.

    `apart` are then the words as they would stand in the columns after all. `doubted` are the
    columns whose words may belong to their neighbours.
    """

    line: SpacedLine
    cells: dict[int, str]
    wide: bool = False
    doubted: set[int] = field(default_factory=set)
    apart: dict[int, str] = field(default_factory=dict)

    def as_columns(self) -> CutLine:
        """The line as one of a row with several cells."""
        return CutLine(self.line, self.apart, doubted=set(self.apart)) if self.wide else self

    def add(self, column: int, words: Sequence[Word]) -> None:
        text = " ".join(word.text for word in words)
        # Two texts with blanks between them in one column: justified, or one is of another cell.
        self.doubted |= {column} & set(self.cells)
        self.cells[column] = f"{self.cells.get(column, '')} {text}".strip()


def borders_below(header: SpacedHeader, lines: Sequence[SpacedLine]) -> list[int]:
    """The places between the columns that the fewest lines below the header cross."""
    crossed = _crossings(lines)
    borders: list[int] = []
    for column, following in pairwise(header.columns):
        first = max((column.left + column.right) // 2, column.left + 1, *(borders[-1:] or [0]))
        borders.append(_emptiest(crossed, first, max(first, following.left)))
    return borders


def borders_again(
    known_borders: Sequence[int], lines: Sequence[SpacedLine], known: Known, *, label: int
) -> list[int]:
    """The same columns on a page without header: all a little to the left or the right.

    Where columns are empty on the page, the others have moved together: the known texts tell which
    column each block of the page is.
    """
    crossed = _crossings(lines)

    def gain(borders: Sequence[int]) -> tuple[int, int]:
        matches = _matches(lines, borders, known) + _labels_at(lines, borders, label)
        return matches - _doubled(lines, borders), -sum(_at(crossed, border) for border in borders)

    shifts = sorted(range(-_SHIFTS, _SHIFTS + 1), key=abs)
    candidates = [[border + shift for border in known_borders] for shift in shifts]
    candidates.append(_each_moved(known_borders, crossed))
    best = max(candidates, key=gain)
    blocks = _borders_of_blocks(lines, known_borders, gain)
    if blocks and gain(blocks)[0] > gain(best)[0]:
        return blocks
    return [_emptiest(crossed, border - _SLACK, border + _SLACK) for border in best]


def _each_moved(known_borders: Sequence[int], crossed: Sequence[int]) -> list[int]:
    """Each border moved by itself to where few lines cross it, neighbours by much the same."""
    best: dict[int, tuple[float, list[int]]] = {}
    for at, border in enumerate(known_borders):
        following: dict[int, tuple[float, list[int]]] = {}
        for shift in range(-_SHIFTS, _SHIFTS + 1):
            ways = [
                (cost + _UNEVEN * abs(shift - before), borders)
                for before, (cost, borders) in best.items()
                if border + shift > borders[-1] + 1
            ]
            cost, borders = min(ways) if ways else (_UNEVEN * abs(shift), [])
            if at and not ways:
                continue
            following[shift] = cost + _at(crossed, border + shift), [*borders, border + shift]
        best = following or best
    return min(best.values())[1] if best else list(known_borders)


def _borders_of_blocks(
    lines: Sequence[SpacedLine],
    known_borders: Sequence[int],
    gain: Callable[[Sequence[int]], tuple[int, int]],
) -> list[int]:
    """The borders if each block of pieces below each other is a column, the best of all ways."""
    spans = _blocks(lines)
    columns = len(known_borders) + 1
    if not 1 < len(spans) < columns:
        return []
    edges = [0, *known_borders]
    usual = [right - left for left, right in pairwise(edges)]

    def fit(chosen: Sequence[int]) -> tuple[tuple[int, int], int]:
        widths = [
            (usual[at], span) for at, span in zip(chosen, spans, strict=True) if at < columns - 1
        ]
        misfit = sum(abs(width - (right - left)) for width, (left, right) in widths)
        return gain(_borders_between(spans, chosen, columns)), -misfit

    chosen = max(combinations(range(columns), len(spans)), key=fit)
    return _borders_between(spans, chosen, columns)


def _blocks(lines: Sequence[SpacedLine]) -> list[tuple[int, int]]:
    """How far the pieces reach that overlap each other, from left to right."""
    spans: list[tuple[int, int]] = []
    pieces = [piece for line in lines if len(line.pieces) > 1 for piece in line.pieces]
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if spans and piece.left < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], piece.right)
        else:
            spans.append((piece.left, piece.right))
    return spans


def _borders_between(
    spans: Sequence[tuple[int, int]], chosen: Sequence[int], columns: int
) -> list[int]:
    """Borders that put each span into its chosen column; an empty column takes no room."""
    borders: list[int] = []
    for border in range(1, columns):
        at = sum(column < border for column in chosen)
        borders.append(spans[at][0] if at < len(spans) else spans[-1][1] + border)
    return borders


def _matches(lines: Sequence[SpacedLine], borders: Sequence[int], known: Known) -> int:
    """How many pieces of the page are texts that stand in the same column on the pages before."""
    return sum(
        (column_of(piece.words[0], borders), fold(piece.text)) in known
        for line in lines
        for piece in line.pieces
        if column_of(piece.words[0], borders) == column_of(piece.words[-1], borders)
    )


def _doubled(lines: Sequence[SpacedLine], borders: Sequence[int]) -> int:
    """How many pieces of a line stand in one column with the piece before them."""
    return sum(
        column_of(before.words[-1], borders) == column_of(piece.words[0], borders)
        for line in lines
        for before, piece in pairwise(line.pieces)
    )


def _labels_at(lines: Sequence[SpacedLine], borders: Sequence[int], label: int) -> int:
    return sum(
        _is_label(piece.text) and column_of(piece.words[0], borders) == label
        for line in lines
        for piece in line.pieces
        if len(piece.words) == 1
    )


def clean_pieces(lines: Sequence[SpacedLine], borders: Sequence[int]) -> Known:
    """The texts that stand by themselves in one column."""
    found: set[tuple[int, str]] = set()
    for line in lines:
        for piece in line.pieces:
            columns = {column_of(word, borders) for word in piece.words}
            if len(columns) == 1:
                found.add((columns.pop(), fold(piece.text)))
    return found


def cut_line(
    line: SpacedLine, borders: Sequence[int], known: Known, *, label: int, content: int
) -> CutLine:
    """A line cut at the borders; `known` texts tell cells that touch from a text over columns."""
    cut = CutLine(line, {})
    for piece in line.pieces:
        words = list(piece.words)
        at_label = label < content and column_of(words[0], borders) == label
        if at_label and len(words) > 1 and _is_label(words[0].text):
            cut.add(label, words[:1])
            words = words[1:]
            if column_of(words[0], borders) < content:  # the label's column is narrow
                words[0] = Word(words[0].text, borders[content - 1], words[0].right)
        _cut_words(cut, words, borders, known, content)
    return cut


def _cut_words(
    cut: CutLine, words: list[Word], borders: Sequence[int], known: Known, content: int
) -> None:
    first, last = column_of(words[0], borders), column_of(words[-1], borders)
    if first == last:
        cut.add(first, words)
        return
    parts, score = _best_parts(words, borders[first:last], first, known)
    alone = len(cut.line.pieces) - bool(cut.cells) <= 1
    if alone and (parts is None or score < _TOUCHING):
        cut.wide = True
        cut.apart = cut.cells | {
            column: " ".join(word.text for word in part)
            for column, part in (parts or _parts(words, borders)).items()
        }
        cut.add(max(first, content) if cut.cells else first, words)
        return
    if parts is None or score <= 0:
        cut.doubted |= set(range(first, last + 1))
    for column, part in (parts or _parts(words, borders)).items():
        cut.add(column, part)


def _parts(words: Sequence[Word], borders: Sequence[int]) -> dict[int, list[Word]]:
    parts: dict[int, list[Word]] = {}
    for word in words:
        parts.setdefault(column_of(word, borders), []).append(word)
    return parts


def _best_parts(
    words: list[Word], borders: Sequence[int], first: int, known: Known
) -> tuple[dict[int, list[Word]] | None, float]:
    """The words shared out to the columns from `first` on: near the borders, in known texts."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for offset, border in enumerate(borders):
        following: dict[int, tuple[float, list[int]]] = {}
        for start, (score, cuts) in best.items():
            for at in range(start + 1, len(words)):
                step = abs(words[at].left - border)
                if step > _FARTHEST:
                    continue
                part = (first + offset, _text(words[start:at]))
                found = score + _KNOWN * (part in known) - _STEP * step
                found += _CAPITAL if words[at].text[0].isupper() else -_CAPITAL
                if found > following.get(at, (-99.0, []))[0]:
                    following[at] = (found, [*cuts, at])
        best = following
    ends = {
        start: (score + _KNOWN * ((first + len(borders), _text(words[start:])) in known), cuts)
        for start, (score, cuts) in best.items()
    }
    if not ends:
        return None, 0.0
    score, cuts = max(ends.values())
    starts = [0, *cuts, len(words)]
    parts = {first + at: words[left:right] for at, (left, right) in enumerate(pairwise(starts))}
    return parts, score


def _text(words: Sequence[Word]) -> str:
    return fold(" ".join(word.text for word in words))


def column_of(word: Word, borders: Sequence[int]) -> int:
    middle = (word.left + word.right) / 2
    return sum(middle >= border for border in borders)


def _crossings(lines: Sequence[SpacedLine]) -> list[int]:
    """For each place how many lines have a letter on both sides of it; lines of one text aside."""
    counts = [0] * 400
    for line in lines:
        pieces = line.pieces
        if len(pieces) < _MANY and not _is_in_columns(pieces):
            continue
        for piece in pieces:
            for place in range(piece.left + 1, min(piece.right, 400)):
                counts[place] += 1
    return counts


def _is_in_columns(pieces: Sequence[Piece]) -> bool:
    """A label and one long text may be a heading over all columns."""
    if len(pieces) == 1:
        return _is_short(pieces[0])
    return len(pieces) == 2 and not _is_label(pieces[0].text)


def _is_short(piece: Piece) -> bool:
    return piece.right - piece.left < 50


def _is_label(text: str) -> bool:
    return read_label(text).kind is not LabelKind.NONE


def _emptiest(crossed: Sequence[int], first: int, last: int) -> int:
    """The middle of the widest stretch with the fewest crossings; its right end if that is wide."""
    places = range(max(first, 0), min(last, 399) + 1)
    least = min((crossed[place] for place in places), default=0)
    best: tuple[int, int] = (0, max(first, 0))
    start: int | None = None
    for place in [*places, -1]:
        if place >= 0 and crossed[place] == least:
            start = place if start is None else start
        elif start is not None:
            end = place if place >= 0 else places[-1] + 1
            best = max(best, (end - start, end))
            start = None
    length, end = best
    return max(0, end - min(1, length))


def _at(crossed: Sequence[int], place: int) -> int:
    return crossed[place] if 0 <= place < len(crossed) else 0
