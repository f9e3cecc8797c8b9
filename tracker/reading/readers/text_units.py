"""How surely lines are one whole cell of unit names, for all the cells that begin at one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from tracker.reading.readers.text_lines import Line
from tracker.reading.readers.text_scores import (
    BULLETS,
    OWN_WARD,
    SMALL_UNITS,
    Vocabulary,
    as_key,
    begins_like_units,
    ends_open,
    may_begin_time,
    may_begin_units,
)

LONGEST_UNITS = 9

_PROSE = re.compile(
    r"\b(thực hiện|xây dựng|ban hành|báo cáo|kế hoạch|rà soát|đánh giá|giải quyết|bảo đảm|tỷ lệ"
    r"|tổ chức (thực|tuyên|triển|tập)|triển khai|được|đạt|quyết định số|nghị định|văn bản"
    r"|kết quả)\b"
)
_REMEMBERED = 8192


def units_scores(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[float]:
    """The score of the first line alone, of the first two, the first three, ..."""
    run = _Run(lines[0])
    yield _score(run, lines[0], vocabulary)
    for above, line in pairwise(lines):
        run.add(above, line)
        yield _score(run, line, vocabulary)


class _Run:
    """Lines from one line on; each that is added brings its part of the score."""

    def __init__(self, first: Line) -> None:
        self.starts_small = first.words[0].islower()
        self.key = first.key
        # "HĐND ⏎ - UBND" is one name: a dash tells units apart only where the first has one too.
        self.is_bulleted = first.key.startswith(BULLETS)
        self.listed = f"; {first.key[1:]}" if self.is_bulleted else first.key
        self.words_of_prose = _words_of_prose(first.key)
        self.holds_time = False
        self.names_run_together = 0

    def add(self, above: Line, line: Line) -> None:
        self.key = as_key((self.key, line.key))
        bullet = self.is_bulleted and line.key.startswith(BULLETS)
        self.listed = as_key((self.listed, f"; {line.key[1:]}" if bullet else line.key))
        both = as_key((above.key, line.key))
        self.words_of_prose += _words_of_prose(both) - _words_of_prose(above.key)
        self.holds_time = self.holds_time or may_begin_time(line)
        self.names_run_together += _begins_another_name(above, line)

    @property
    def pieces(self) -> list[str]:
        """The keys of what commas, semicolons and dashes at the start of a line hold apart."""
        parts = self.listed.replace(";", ",").split(",")
        return [bare for part in parts if (bare := part.strip())]


def _score(run: _Run, last: Line, vocabulary: Vocabulary) -> float:
    if ends_open(last):
        return -6.0
    if run.starts_small and not run.key.startswith(SMALL_UNITS):
        return -5.0
    if run.key.lstrip("-+ ") in OWN_WARD:
        return -2.0
    if vocabulary.is_units(run.key):
        return 9.0
    named = [piece in vocabulary.units or begins_like_units(piece) for piece in run.pieces]
    if not named or not named[0]:
        return -5.0
    score = 5.0 - 1.5 * named.count(False) - 1.0 * run.starts_small
    score -= 2.0 * run.words_of_prose + 0.4 * max(0, run.key.count(" ") - 13)
    return score - 4.0 * run.holds_time - 3.0 * run.names_run_together


@lru_cache(maxsize=_REMEMBERED)
def _words_of_prose(key: str) -> int:
    return len(_PROSE.findall(key))


def _begins_another_name(above: Line, line: Line) -> bool:
    """Whether the line opens with a unit's name although the one above does not say so.

    "… các bộ phận chuyên môn ⏎ UBND phường" only says whose they are.
    """
    if not may_begin_units(line) or ends_open(above):
        return False
    if line.words.startswith(BULLETS) or line.key.startswith(("ubnd ", "ủy ban ")):
        return False
    return not line.words[0].islower() or line.key.startswith(SMALL_UNITS)
