"""Title, number, date, issuer and signer from the running lines around the task table.

Places and wording as Nghị định 30/2020/NĐ-CP, Phụ lục I, lays an administrative document out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.text_vn import normalise
from tracker.core.text_vn import tone_placement_folded as folded
from tracker.reading.letter_case import sentence_case
from tracker.reading.raw import as_printed

# Sought in lower case with accents: without them "PHƯỜNG AN …" would be a "phương án".
_KINDS = re.compile(
    r"(kế hoạch|quyết định|chương trình|thông báo|chỉ thị|phương án|đề án|nghị quyết|công văn)\b"
)
_ATTACHED = re.compile(
    r"\(?\s*(ban hành |đính )?kèm theo (quyết định|kế hoạch|công văn|nghị quyết)"
)
_NUMBER = re.compile(
    r"^\W*số(?:\s*:\s*(?P<number>\d+[\w-]*\s*/\s*[\w/&-]+)"
    r"|\s+(?P<bare>\d+\w?/[^\W\d]+-[^\W\d][\w&-]*)(?=\s*$|\s*,?\s*ngày))",
    re.IGNORECASE,
)
# "(Kèm theo Kế hoạch số 12/KH-UBND ngày 15/01/2026 của UBND phường)": the paper it belongs to.
_ATTACHED_TO = re.compile(
    r"\(\s*(?:ban hành |đính )?kèm theo (?:quyết định|kế hoạch|công văn|nghị quyết|chương trình)"
    r"\s+số\s*:?\s*(?P<number>(?:\d+\w?\s*[/-]\s*[^\W\d]+\s*[-/]\s*[^\W\d][\w&-]*)?)(?P<rest>[^)]*)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"ngày\s+(?P<day>\d{1,2})(?:\s+tháng\s+|\s*[/.-]\s*)(?P<month>\d{1,2})"
    r"(?:\s+năm\s+|\s*[/.-]\s*)(?P<year>\d{4})",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(r"^[^,\d]{2,40},\s*ngày\b", re.IGNORECASE)
_YEAR = re.compile(r"năm\s+(20\d{2})\b", re.IGNORECASE)
_MOTTO = re.compile(r"cộng hòa xã hội chủ nghĩa|độc lập ?- ?tự do|đảng cộng sản việt nam")
_BODY = re.compile(
    r"(căn cứ|thực hiện (kế hoạch|quyết định|chỉ thị|nghị quyết|chương trình|công văn)|xét đề nghị"
    r"|theo đề nghị|nhằm |để thực hiện|quyết định\s*:|i\.|phần |điều \d|kính gửi|ủy ban nhân dân"
    r"|ubnd (phường|xã|thị trấn|đặc khu)[^.]* (ban hành|xây dựng|yêu cầu|đề nghị|giao)\b"
    r"|chủ tịch [^.]*\b(yêu cầu|chỉ thị|đề nghị|giao)\b|(trong )?thời gian (qua|gần đây)\b"
    r"|(trong )?những (năm|tháng) (qua|gần đây)\b|hiện nay,)"
)
_ISSUING_OFFICER = re.compile(r"(chủ tịch|giám đốc|bí thư|trưởng ban|chánh văn phòng|thủ trưởng)\b")
_OFFICE = re.compile(
    r"(ủy ban nhân dân|hội đồng nhân dân|ubnd|sở|phòng|trung tâm|đảng ủy|trường|bộ|văn phòng)\b"
)
_SIGNING_ROLE = re.compile(
    r"((tm|kt|tl|tuq|q)\. ?)?(phó )?(chủ tịch|giám đốc|chánh văn phòng|trưởng phòng|bí thư"
    r"|hiệu trưởng|trưởng ban)( ubnd.*| phường.*| xã.*)?$"
)
_PLACE = re.compile(r"(phường|xã|thành phố|tỉnh|quận|huyện|thị xã|đặc khu)\b")
_APPENDIX = re.compile(r"phụ lục( số)?( [ivx\d]+)?\.?")
_APPENDIX_AND_TITLE = re.compile(
    r"^(phụ lục(?: số)?(?: [ivx\d]+)?)\s*[:.–-]\s*(?=[^\W\d]{2})", re.IGNORECASE
)
_RULE_OR_NUMBER = re.compile(r"số\s*[:/]|[-_*]{3}")
_PERSON = re.compile(r"[A-ZĐÀ-Ỹ]\w+(?: [A-ZĐÀ-Ỹ]\w+){1,4}")
_LETTERHEAD_LINES = 40
_TITLE_LINES = 6


@dataclass(slots=True)
class Metadata:
    """What the letterhead and the signature say; None where the document leaves a blank."""

    title: str | None = None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    signer: str | None = None
    year: int | None = None


def read_metadata(before: Sequence[str], after: Sequence[str] = ()) -> Metadata:
    """The facts about a document from the lines before and after its task table, in order."""
    lines = _lines(before)
    head = lines[:_LETTERHEAD_LINES]
    title_at = _title_start(head)
    attached = _ATTACHED_TO.search(" ".join(head))
    result = Metadata(
        title=_title(lines, head, title_at),
        number=_number(head) or _number_of_attached(attached),
        issued_on=_issued_on(head) or _date_of_attached(attached),
        issuer=_issuer(lines, head, title_at),
        signer=_signer([*lines, *_lines(after)]),
    )
    result.year = _year(result, head)
    return result


def _lines(texts: Sequence[str]) -> list[str]:
    """Line by line; a title behind its "Phụ lục 1:" begins a line of its own."""
    lines = [line for text in texts for line in normalise(text).splitlines() if line]
    return [part for line in lines for part in _APPENDIX_AND_TITLE.split(line, maxsplit=1) if part]


def _title_start(head: Sequence[str]) -> int | None:
    for at, line in enumerate(head):
        if _KINDS.match(folded(line)) and line[:6].isupper() and not line.endswith(":"):
            return at
    for at, line in enumerate(head):
        if _APPENDIX.fullmatch(folded(line)):
            return at + 1 if at + 1 < len(head) else None
    return None


def _title(lines: Sequence[str], head: Sequence[str], start: int | None) -> str | None:
    if start is None:
        return None
    taken = [head[start]]
    for line in head[start + 1 : start + _TITLE_LINES]:
        if _ends_title(line, taken):
            break
        taken.append(line)
    kind, words = taken[0], " ".join(taken[1:])
    if folded(kind) == "quyết định":
        words = re.sub(r"^((V/v|Về việc)\s+)?(Ban hành\s+)?", "", words, flags=re.IGNORECASE)
        return sentence_case(as_printed(words), lines) or None
    if words and not words.isupper() and kind.isupper():
        title = f"{kind.capitalize()} {words[0].lower()}{words[1:]}"
        return sentence_case(as_printed(title), lines)
    return sentence_case(as_printed(" ".join(taken)), lines)


def _ends_title(line: str, taken: Sequence[str]) -> bool:
    key = folded(line)
    if _ATTACHED.match(key) or line.startswith("(") or _NUMBER.match(line):
        return True
    if _ISSUING_OFFICER.match(key) and line.isupper():
        return True
    if len(taken) > 1 and (line.endswith(":") or taken[-1].endswith(".")):
        return True  # a sentence: "Để khắc phục, Chủ tịch UBND phường yêu cầu:"
    if len(taken) == 1 and taken[0].isupper() and _KINDS.fullmatch(folded(taken[0])):
        return False
    return bool(_BODY.match(key)) or _RULE_OR_NUMBER.match(key) is not None


def _number(head: Sequence[str]) -> str | None:
    for line in head:
        if match := _NUMBER.match(line):
            return re.sub(r"\s+", "", match["number"] or match["bare"])
    return None


def _issued_on(head: Sequence[str]) -> date | None:
    for line in head:
        if not (_PLACE_AND_DATE.match(line) or _NUMBER.match(line)):
            continue
        if match := _DATE.search(line):
            return _valid_date(match)
    return None


def _number_of_attached(attached: re.Match[str] | None) -> str | None:
    return re.sub(r"\s+", "", attached["number"]) or None if attached else None


def _date_of_attached(attached: re.Match[str] | None) -> date | None:
    match = _DATE.match(attached["rest"].strip()) if attached else None
    return _valid_date(match) if match else None


def _valid_date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _issuer(lines: Sequence[str], head: Sequence[str], title_at: int | None) -> str | None:
    below_title = head[title_at + 1 : title_at + 8] if title_at is not None else []
    for line in below_title:
        if line.isupper() and _ISSUING_OFFICER.match(folded(line)):
            return sentence_case(line, lines)
    return _issuer_of_attached(head) or _letterhead_office(lines, head[: title_at or 8])


def _issuer_of_attached(head: Sequence[str]) -> str | None:
    text = " ".join(head)
    match = re.search(
        r"\((?:ban hành )?kèm theo quyết định[^)]*?\bcủa (?P<who>(?:chủ tịch|giám đốc)[^)]*)\)",
        text,
        re.IGNORECASE,
    )
    return as_printed(match["who"]) if match else None


def _letterhead_office(lines: Sequence[str], head: Sequence[str]) -> str | None:
    own = [line for line in head if not _MOTTO.search(folded(line)) and line.isupper()]
    for at, line in enumerate(own):
        if not _OFFICE.match(folded(line)):
            continue
        following = own[at + 1] if at + 1 < len(own) else ""
        goes_on = _PLACE.match(folded(following))
        return sentence_case(f"{line} {following}" if goes_on else line, lines)
    return None


def _signer(lines: Sequence[str]) -> str | None:
    """The name under the signing role; other cells of the signature block may come between."""
    for at, line in enumerate(lines):
        if not (line.isupper() and _SIGNING_ROLE.fullmatch(folded(line))):
            continue
        for candidate in lines[at + 1 : at + 12]:
            if _PERSON.fullmatch(candidate) and not candidate.isupper():
                return candidate
    return None


def _year(found: Metadata, head: Sequence[str]) -> int | None:
    if found.title and (match := _YEAR.search(found.title)):
        return int(match[1])
    if found.issued_on:
        return found.issued_on.year
    match = _YEAR.search(" ".join(line for line in head if _PLACE_AND_DATE.match(line)))
    return int(match[1]) if match else None
