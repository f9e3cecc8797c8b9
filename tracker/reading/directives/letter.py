"""The parts of a directive: letterhead, addressees, basis, the operative part, recipients."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.core.text_vn import tone_placement_folded
from tracker.reading.directives.assignment import read_opening
from tracker.reading.directives.attributes import read_attributes
from tracker.reading.directives.naming import names_at
from tracker.reading.directives.paragraphs import Paragraph
from tracker.reading.patterns import either
from tracker.reading.result import BasisDocument
from tracker.reading.unit_names import split_units

_KINDS = either(
    "luật",
    "bộ luật",
    "nghị định",
    "nghị quyết",
    "quyết định",
    "thông tư",
    "chỉ thị",
    "công văn",
    "công điện",
    "kế hoạch",
    "chương trình",
    "hướng dẫn",
    "thông báo",
    "kết luận",
    "tờ trình",
    "báo cáo",
    "đề án",
    "văn bản",
)
_ADDRESSED = re.compile(r"kính gửi\s*:?\s*", re.IGNORECASE)
_BASED = re.compile(
    either(
        r"(?:căn cứ|xét|theo đề nghị|thi hành)\b",
        rf"(?:thực hiện |tiếp theo |triển khai )?(?:các )?{_KINDS} [^;]{{0,80}}\bsố\b",
        rf"{_KINDS} số \d",
    )
)
_ENDS = re.compile(
    r"nơi nhận\b|(?:tm|kt|tl|tuq|q)\. ?(?:ủy ban|ubnd|chủ tịch|giám đốc|trưởng|hội đồng|chánh)"
)
_SIGNS = re.compile(
    r"(?:phó )?(?:chủ tịch|giám đốc|chánh văn phòng|trưởng phòng|bí thư|hiệu trưởng)"
)
_APPENDIX = re.compile(r"phụ lục\b")
# These kinds of document tell, ask or invite; they give nobody work.
_GIVES_NO_WORK = re.compile(
    r"(?:báo cáo|tờ trình|giấy mời|thư mời|biên bản|hợp đồng"
    r"|giấy (?:giới thiệu|xác nhận|chứng nhận)|đơn (?:xin|đề nghị)"
    r"|phiếu (?:trình|gửi)|danh sách|mục lục)\b"
)
_SUBJECT = re.compile(r"(?:v/v|về việc)\b(?! này)", re.IGNORECASE)
_SUBJECT_ENDS = re.compile(
    r"kính gửi|cộng hòa xã hội|độc lập ?-|số\s*:|căn cứ|[^,\d]{2,40}, ?ngày\b|ủy ban nhân dân$"
)
_CITED = re.compile(
    rf"(?P<kind>{_KINDS})\s+(?:số\s*:?\s*)?(?P<number>\d[\w.]*\s*/\s*[\w/&.-]*\w)"
    r"(?:,?\s+ngày\s+(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)"
    r"(?P<month>\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(?P<year>\d{4}))?"
    r"(?:\s+của\s+(?P<issuer>[^;,.()]+?)"
    r"(?=\s+(?:về|ban hành|phê duyệt|quy định|hướng dẫn|v/v|sửa đổi)\b|[;,.()]|$))?",
    re.IGNORECASE,
)
_AMENDED = re.compile(
    r"(?:một số điều|nội dung|khoản \d+|điều \d+)(?: của)?(?: các)?\s*$", re.IGNORECASE
)
_LONGEST_SUBJECT = 8


@dataclass(slots=True)
class Letter:
    """A document cut into its parts; `addressees_text` is what stands behind "Kính gửi"."""

    head: list[Paragraph] = field(default_factory=list)
    addressees: tuple[str, ...] = ()
    preamble: list[Paragraph] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    tail: list[Paragraph] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def appendix(self) -> list[Paragraph]:
        """What follows the signature under the title of an appendix."""
        for at, paragraph in enumerate(self.tail):
            if _APPENDIX.match(paragraph.key) and len(paragraph.text) < 120:
                return self.tail[at:]
        return []


def cut_letter(paragraphs: Sequence[Paragraph], known: Collection[str] = ()) -> Letter | None:
    """The parts; None for a kind of document that assigns nothing or has no operative part."""
    letter = Letter()
    after = _take_addressees(letter, paragraphs, known)
    start = next(
        (at for at in range(after, len(paragraphs)) if _opens_work(paragraphs[at], known)), None
    )
    if start is None or _gives_no_work([*letter.head, *paragraphs[after:start]]):
        return None
    letter.preamble = list(paragraphs[after:start])
    end = _end(paragraphs, start)
    letter.body, letter.tail = list(paragraphs[start:end]), list(paragraphs[end:])
    if not letter.addressees:
        _take_addressees_of_intro(letter, known)
    return letter


def read_subject(lines: Sequence[str]) -> str | None:
    """The "V/v …" line of a letter, over as many printed lines as it runs."""
    for at, line in enumerate(lines):
        if _ADDRESSED.match(line):
            return None
        if not _SUBJECT.match(line):
            continue
        taken = [line]
        for following in lines[at + 1 : at + _LONGEST_SUBJECT]:
            if _SUBJECT_ENDS.match(tone_placement_folded(following)):
                break
            taken.append(following)
        return " ".join(taken).rstrip(" .")
    return None


def read_basis(preamble: Sequence[Paragraph]) -> tuple[BasisDocument, ...]:
    """The documents the opening cites, without those it names only as amended by another."""
    found: dict[str, BasisDocument] = {}
    for paragraph in preamble:
        for match in _CITED.finditer(paragraph.text):
            if _AMENDED.search(paragraph.text[: match.start()]):
                continue
            number = re.sub(r"\s+", "", match["number"])
            found.setdefault(number, BasisDocument(number, _date(match), match["issuer"]))
    return tuple(found.values())


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except (TypeError, ValueError):
        return None


def _take_addressees(
    letter: Letter, paragraphs: Sequence[Paragraph], known: Collection[str]
) -> int:
    """Fills head and addressees; gives the place behind them (0 when nobody is addressed)."""
    at = next((at for at, p in enumerate(paragraphs) if _ADDRESSED.match(p.text)), None)
    if at is None:
        return 0
    letter.head = list(paragraphs[:at])
    inline = _ADDRESSED.sub("", paragraphs[at].text, count=1).strip()
    texts = [inline] if inline else []
    at += 1
    while at < len(paragraphs) and _is_addressee(paragraphs[at], texts, known):
        texts.append(paragraphs[at].text)
        at += 1
    for text in texts:
        split = split_units(text.rstrip(" .;,"), known)
        letter.addressees += split.names
        if split.message:
            letter.doubts.append(f"Nơi nhận “{text[:80]}”: {split.message}")
    letter.addressees = tuple(dict.fromkeys(letter.addressees))
    return at


def _is_addressee(paragraph: Paragraph, above: Sequence[str], known: Collection[str]) -> bool:
    if paragraph.mark is not None:
        return paragraph.mark.is_bullet and len(paragraph.text) < 300
    named = names_at(paragraph.text, known)
    is_name = named is not None and not paragraph.text[named.end :].strip(" .;,")
    return is_name and (not above or above[-1].endswith((";", ",")))


def _take_addressees_of_intro(letter: Letter, known: Collection[str]) -> None:
    """ "Để …, UBND phường yêu cầu các phòng, đơn vị thực hiện các nội dung sau:"."""
    intro = letter.preamble[-1].text if letter.preamble else ""
    for match in re.finditer(r"\b(?:giao|yêu cầu|đề nghị)\s+", intro):
        named = names_at(intro[match.end() :], known)
        if named is not None:
            letter.addressees = named.names
            letter.doubts.append(f"Nơi nhận lấy theo câu mở đầu: “{named.text}”.")
            return


def _opens_work(paragraph: Paragraph, known: Collection[str]) -> bool:
    if _BASED.match(paragraph.key):
        return False
    if paragraph.mark is not None:
        return True
    if read_opening(paragraph.text, known) is not None:
        return True
    attributes = read_attributes(paragraph.text)
    return attributes is not None and bool(attributes.values)


def _gives_no_work(head: Sequence[Paragraph]) -> bool:
    return any(
        paragraph.text[:6].isupper() and _GIVES_NO_WORK.match(paragraph.key) for paragraph in head
    )


def _end(paragraphs: Sequence[Paragraph], start: int) -> int:
    for at in range(start, len(paragraphs)):
        paragraph = paragraphs[at]
        signs = paragraph.text.isupper() and _SIGNS.match(paragraph.key)
        if paragraph.mark is None and (_ENDS.match(paragraph.key) or signs):
            return at
    for at in range(start, len(paragraphs)):
        if paragraphs[at].text.endswith("./."):
            return at + 1
    return len(paragraphs)
