"""How well a run of lines fits a column: the marks a unit's name, a time and prose leave."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from tracker.reading.deadlines import read_deadline
from tracker.reading.raw import as_printed
from tracker.reading.readers.text_known import KnownNames
from tracker.reading.readers.text_lines import Line

LONGEST_TIME = 6
# So many answers about single lines are kept.
_REMEMBERED = 8192

BULLETS = ("- ", "+ ")
# Sought in lower case with accents: without them "Số hóa" would begin like "Sở".
_TIME_BEGINS = re.compile(
    r"(trong|trước|tháng|quý|năm|ngày|từ ngày|từ tháng|từ quý|đến|thường xuyên|định kỳ|h[àằ]ng|khi"
    r"|theo|sau|chậm nhất|hoàn thành|xong|giai đoạn|cuối|đầu|giữa|tuần|liên tục|ngay sau|đột xuất"
    r"|mỗi|ít nhất|tối thiểu|cả năm|kể từ|6 tháng|sáu tháng|báo cáo (tháng|quý)"
    r"|\d{1,2}\s*[/.-]\s*\d|\d{1,3} (ngày|lần|tháng)|quý [ivx\d])\b"
)
_UNIT_BEGINS = re.compile(
    r"(- ?|\+ ?)?(các |toàn thể |tất cả )?(văn phòng|phòng|trung tâm|bộ phận|công an|quân sự|trạm"
    r"|sở|ubnd|ủy ban|hđnd|hội đồng nhân dân|đảng ủy|đoàn|hội|mttq|ubmttq|mặt trận|liên đoàn"
    r"|công đoàn|đài|trường|tổ|tdp|thôn|ấp|khu phố|kho bạc|chi cục|cục|bảo hiểm|bhxh|tòa án"
    r"|viện kiểm sát|thanh tra|ban|bch|bộ chỉ huy|đơn vị|cơ quan|ngành|lãnh đạo|chủ tịch"
    r"|phó chủ tịch|công chức|cán bộ|cbcc|viên chức|thủ trưởng|trưởng các|thuế|bưu điện"
    r"|ngân hàng|hợp tác xã|các|văn hóa|tài chính|tư pháp|địa chính|đề nghị|ông|bà|đồng chí|đ/c"
    r"|ttpvhcc|tt pvhcc|vp|p\d+|chi bộ|xã|phường)\b"
)
# With accents: "Một cửa" does not end in "của".
_CONNECTOR = re.compile(
    r"([,;/(&-]|\b(và|của|các|với|cho|tại|về|theo|trong|từ|đến|cùng|thuộc|hoặc|do|là))$",
    re.IGNORECASE,
)
# Only these open a cell with a small letter; "phường" alone is the end of a name above it.
SMALL_UNITS = ("các ", "bộ phận ", "toàn thể ")
# Mostly the tail of a longer name ("các bộ phận chuyên môn UBND phường"), seldom a cell.
OWN_WARD = ("ubnd", "ubnd phường", "ubnd xã", "ủy ban nhân dân phường", "ủy ban nhân dân xã")
_YEAR = re.compile(r"\b20\d\d\b")
_CLOSED = re.compile(r"[.;:)]$")


@dataclass(slots=True)
class Vocabulary:
    """What is known about a document's cells while its rows are being taken apart.

    `units` are the keys of names seen as whole unit cells elsewhere, or known to the office,
    which are in `known` too;
    `phrases` those of whole deadline cells seen elsewhere.
    `spaced` says that lines of one cell have empty lines between them, so that none is a hint.
    `widths` holds the length of a full line of each column: a shorter one probably ended a cell.
    """

    units: Collection[str] = ()
    phrases: Collection[str] = ()
    spaced: bool = False
    widths: dict[int, float] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    known: KnownNames = field(default_factory=lambda: KnownNames(()))

    def is_units(self, key: str) -> bool:
        """Whether a whole cell of units is surely one."""
        return key in self.units or self.known.fill(key)

    def time_score(self, text: str) -> float:
        if text not in self.times:
            self.times[text] = _time_score(text)
        return self.times[text]


class Run:
    """Some neighbouring lines, with what the scores need worked out once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    @cached_property
    def words(self) -> str:
        return as_printed("\n".join(line.words for line in self.lines))

    @cached_property
    def key(self) -> str:
        return as_key([line.key for line in self.lines])


def as_key(keys: Sequence[str]) -> str:
    """The keys of lines as one key, words cut at a hyphen rejoined."""
    joined = keys[0] if keys else ""
    for key in keys[1:]:
        joined += key if joined[-1:] in "-/" and joined[-2:-1].isalnum() else f" {key}"
    return joined


def may_begin_time(line: Line) -> bool:
    return _begins_like_time(line.key) and not line.words[0].islower()


def may_begin_units(line: Line) -> bool:
    return begins_like_units(line.key)


def ends_open(line: Line) -> bool:
    """Whether the line cannot be the last of a cell: a comma, a hyphen, "và", "các"."""
    return _ends_open(line.words)


# The search asks the same of a line from every place that it may be reached from.
@lru_cache(maxsize=_REMEMBERED)
def _begins_like_time(key: str) -> bool:
    return _TIME_BEGINS.match(key) is not None


@lru_cache(maxsize=_REMEMBERED)
def begins_like_units(key: str) -> bool:
    """Whether the words begin as the name of a unit does."""
    return _UNIT_BEGINS.match(key) is not None


@lru_cache(maxsize=_REMEMBERED)
def _ends_open(words: str) -> bool:
    return _CONNECTOR.search(words) is not None


def time_score(run: Run, vocabulary: Vocabulary) -> float:
    """How surely the run is one whole phrase of time."""
    if ends_open(run.lines[-1]) and not run.lines[-1].key.endswith(","):
        return -6.0
    score = vocabulary.time_score(run.words)
    for above, line in pairwise(run.lines):
        score -= 3.0 * (line.words[0].isupper() and not ends_open(above))
    return score - 2.0 * run.lines[-1].key.endswith(",")


def _time_score(text: str) -> float:
    if len(text.split()) > 30:
        return -8.0
    year = None if _YEAR.search(text) else 2000  # any year will do: only the shape is asked for
    reading = read_deadline(text, year=year, plan_date=None, before_means_day_before=False)
    if reading.kind is None:
        return -8.0
    return 8.0 if reading.certain else 2.0


def new_cell_score(above: Line, line: Line, vocabulary: Vocabulary, *, units: bool) -> float:
    """How likely a cell ends between these two lines."""
    score = 1.5 * (line.padding > 0 or line.leading > 1) - 1.0 * line.glued
    if vocabulary.spaced and line.close:
        score += 1.5
    if line.starts_small:
        score -= 1.0 if units and line.key.startswith(SMALL_UNITS) else 4.0
    return score - 3.0 * ends_open(above)


def is_short(line: Line, column: int, vocabulary: Vocabulary) -> bool:
    """Whether the line leaves so much of its column free that it probably ends a cell."""
    return len(line.words) < 0.6 * vocabulary.widths.get(column, 0)


def same_cell_score(above: Line, line: Line, vocabulary: Vocabulary) -> float:
    """How likely a cell of prose goes on between these two lines."""
    score = -1.0 * (line.padding > 0) - 1.5 * (line.leading > 0)
    if vocabulary.spaced and line.close:
        score -= 1.0
    if line.starts_small:
        return score + 1.0
    if ends_open(above) or line.glued:
        return score
    closed = _CLOSED.search(above.words) is not None
    return score - (0.3 if closed or not line.words[0].isupper() else 0.7)


def prose_line_score(line: Line, vocabulary: Vocabulary) -> float:
    """What it costs to take this line for prose: a line that is a whole time or a known unit."""
    if may_begin_time(line) and vocabulary.time_score(line.words) >= 8.0:
        return -4.0 if len(line.words.split()) <= 6 else -1.0
    return -2.5 if line.key in vocabulary.units else 0.0
