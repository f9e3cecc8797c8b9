"""Puts the printed lines of running text back together to paragraphs, at whatever width broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.core.text_vn import normalise, tone_placement_folded
from tracker.reading.directives.marks import Mark, take_mark
from tracker.reading.raw import as_printed, joined_areas
from tracker.reading.result import Anchor

_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")
_MARKDOWN = re.compile(r"\*\*|__|^#{1,6}\s+")
_ENDS = re.compile(r"(?:[.;:!?…]|\./\.)[\"”’)\]*]*$")
# Words that always open a paragraph of their own.
_OPENS_ALWAYS = re.compile(
    r"(?:kính gửi|nơi nhận)\b|(?:tm|kt|tl|tuq|q)\. ?\S|cộng hòa xã hội|độc lập ?-"
)
# After a full stop these open a paragraph more often than they go on with one.
_OPENS_AFTER_STOP = re.compile(
    r"(?:giao|yêu cầu|đề nghị|phân công|để|trên đây|nhận được|căn cứ|định kỳ|thực hiện [^.;:]*\bsố"
    r"|các (?:đơn vị|phòng|cơ quan|ban|ngành|bộ phận)"
    r"|(?:ubnd|ủy ban nhân dân|chủ tịch)\b[^.;:,]{0,60}\b(?:giao|yêu cầu|đề nghị)"
    r"|\(?(?:đơn vị|cơ quan) (?:chủ trì|phối hợp|thực hiện)\s*:|\(?thời (?:gian|hạn)[^.;:]{0,20}:)"
)
# A label whose value stands on the next line: "Thời gian:⏎Quý II/2026".
_WANTS_VALUE = re.compile(
    r"(?:chủ trì|phối hợp|thực hiện|hoàn thành|thời gian|thời hạn|tiến độ|sản phẩm|kinh phí)\s*:$"
)
# Before a number these words need it: "khoản⏎3. Điều", "tháng⏎12. Sau đó".
_WANTS_NUMBER = re.compile(
    r"\b(?:khoản|điểm|mục|điều|chương|phần|phụ lục|tháng|năm|ngày|quý|số|lần|loại|hạng|mức|kỳ|đợt"
    r"|nhóm|cấp|đề án|và|,)$"
)
# Halves of names that are printed with a dash: "Văn hóa⏎- Xã hội".
_DASHED = re.compile(
    r"(?:hđnd|hội đồng nhân dân|văn hóa|kinh tế|chính trị|tài chính|địa chính|tư pháp|lao động"
    r"|giáo dục|khoa học|nông nghiệp|độc lập|tự do|đảng ủy)$"
)
_DASHED_END = re.compile(
    r"[-–—] ?(?:ubnd|ủy ban|xã hội|kế hoạch|hộ tịch|ngân sách|nông nghiệp|xây dựng|thương binh"
    r"|đào tạo|công nghệ|môi trường|đô thị|hạ tầng|tự do|hạnh phúc|hđnd)"
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One running line and where it stands."""

    words: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph on one line without its mark; misprints stay as printed."""

    text: str
    anchor: Anchor
    mark: Mark | None = None

    @property
    def label(self) -> str:
        return self.mark.label if self.mark else ""

    @property
    def key(self) -> str:
        """The words as they are sought: lower case, one tone placement."""
        return tone_placement_folded(self.text)

    @property
    def printed(self) -> str:
        return f"{self.label} {self.text}".strip()

    def with_text(self, text: str) -> Paragraph:
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class _Width:
    """How wide the lines are; `broken` says whether paragraphs run over several of them."""

    letters: int
    broken: bool

    def is_full(self, line: str, following: str, share: float) -> bool:
        """Whether the first word of the next line would not have fitted on this one."""
        first = following.split(maxsplit=1)[0]
        return len(line) + 1 + len(first) > share * self.letters


def clean_lines(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines with words on them, without page numbers, rules and marks of emphasis."""
    cleaned: list[PrintedLine] = []
    for line in lines:
        for words in normalise(line.words).splitlines():
            bare = _MARKDOWN.sub("", words).strip()
            if any(letter.isalnum() for letter in bare) and not _PAGE_NUMBER.fullmatch(bare):
                cleaned.append(PrintedLine(bare, line.anchor))
    return cleaned


def join_paragraphs(lines: Sequence[PrintedLine]) -> list[Paragraph]:
    """The paragraphs of cleaned lines, in order."""
    width = _width([line.words for line in lines])
    taken: list[list[PrintedLine]] = []
    numbers: dict[str, int] = {}
    for line in lines:
        mark = _mark(line.words)
        if taken and not _begins(taken[-1][-1].words, line.words, mark, numbers, width):
            taken[-1].append(line)
            continue
        if mark and mark.number is not None:
            numbers[mark.style] = mark.number
        taken.append([line])
    return [_paragraph(part) for part in taken]


def ends_sentence(line: str) -> bool:
    return _ENDS.search(line) is not None


def _mark(line: str) -> Mark | None:
    found = take_mark(line)
    return found[0] if found else None


def _width(lines: Sequence[str]) -> _Width:
    """The width that some sentence was broken at; none when every line ends its paragraph."""
    lengths = sorted(len(line) for line in lines)
    for letters in (lengths[-1], lengths[int(len(lengths) * 0.9)]) if lengths else ():
        width = _Width(letters, broken=True)
        if any(_is_broken(above, line, width) for above, line in pairwise(lines)):
            return width
    return _Width(lengths[-1] if lengths else 0, broken=False)


def _is_broken(above: str, line: str, width: _Width) -> bool:
    goes_on = _mark(line) is None and not ends_sentence(above) and not above.isupper()
    return goes_on and width.is_full(above, line, 0.92)


def _begins(
    above: str, line: str, mark: Mark | None, numbers: dict[str, int], width: _Width
) -> bool:
    """Whether a line opens a paragraph instead of going on with the line above."""
    key = tone_placement_folded(line)
    if _OPENS_ALWAYS.match(key) or above.endswith("./."):
        return True
    if mark is not None:
        return not _is_part_of_sentence(above, line, mark, numbers, width)
    ended = ends_sentence(above)
    if line[0].islower() or line[0] in ",.;:)%&/":
        return ended and not width.is_full(above, line, 0.9)
    if above.endswith(";") and line[0].isdigit() and width.is_full(above, line, 0.92):
        return False
    if above.endswith(":") and _WANTS_VALUE.search(tone_placement_folded(above)):
        return False
    if above.endswith(":") or not width.broken:
        return True
    if not ended:
        return not width.is_full(above, line, 0.75)
    return bool(_OPENS_AFTER_STOP.match(key)) or not width.is_full(above, line, 0.92)


def _is_part_of_sentence(
    above: str, line: str, mark: Mark, numbers: dict[str, int], width: _Width
) -> bool:
    """A dash of a name, or a number of the sentence, that the line break brought to the front."""
    if ends_sentence(above) or not width.is_full(above, line, 0.75):
        return False
    above_key, key = tone_placement_folded(above), tone_placement_folded(line)
    if mark.is_bullet:
        years = above[-1].isdigit() and re.match(r"[-–—] ?\d", line) is not None
        return years or bool(_DASHED.search(above_key) and _DASHED_END.match(key))
    if _WANTS_NUMBER.search(above_key):
        return True
    follows = mark.number in {1, numbers.get(mark.style, 0) + 1}
    return width.broken and not follows and not line[len(mark.label) :].strip()[:1].isupper()


def _paragraph(lines: Sequence[PrintedLine]) -> Paragraph:
    text = as_printed("\n".join(line.words for line in lines))
    areas = joined_areas([area for line in lines for area in line.anchor.areas])
    anchor = replace(lines[0].anchor, areas=areas)
    found = take_mark(text)
    if found is None:
        return Paragraph(text, anchor)
    return Paragraph(found[1], anchor, found[0])
