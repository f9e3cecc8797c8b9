"""Finds the units a sentence names: "Giao Phòng A và Trạm Y tế chủ trì rà soát …"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from tracker.core.text_vn import one_line, tone_placement_folded
from tracker.reading.directives.verbs import find_verb
from tracker.reading.known_units import known_spans
from tracker.reading.patterns import either
from tracker.reading.unit_names import split_units
from tracker.reading.unit_words import GENERIC, UNIT_WORD

_LONGEST = 600
_LONGEST_WITHOUT_END = 160
_PERSON = either(
    r"(?:các )?(?:đồng chí|đ/c|ông|bà)\b(?= \S)",
    "thủ trưởng",
    "người đứng đầu",
    r"(?:chánh|phó|trưởng|(?:chỉ huy|đội|tổ|hiệu) trưởng|bí thư|giám đốc)\b(?! thành)",
    "(?:toàn thể |tập thể )?(?:cán bộ|công chức|viên chức)",
    "đội(?! ngũ)",
    "tiểu ban",
    "hội đồng",
    "câu lạc bộ",
    "nhà (?:trường|văn hóa)",
    "thường trực",
    "(?:ban )?ngành,? đoàn thể",
)
_BEGINS = re.compile(rf"(?:{UNIT_WORD}|{_PERSON})(?![^\W_])")
# "các chỉ tiêu", "tổ chức", "phòng, chống", "thanh tra, kiểm tra", "trường hợp" name nobody.
_NO_UNIT = re.compile(
    either(
        rf"các (?!{GENERIC}\b|bộ phận|tổ\b|ban\b|đoàn\b|câu lạc bộ|hộ\b|khu\b|ông\b|đồng chí)",
        r"phòng,? (?:chống|ngừa|cháy|bệnh|dịch)",
        r"(?:cơ quan|tổ|trường|ban) (?:hợp|chức|hành)\b|(?:thanh tra|lãnh đạo),? (?:kiểm|chỉ)\b",
        r"(?:thanh tra|lãnh đạo)[,;]",
        r"(?:đoàn|hội) (?:thể|nghị|họp|thảo|đàm|thi|thao|diễn|chợ|trại)\b",
        r"thôn tin|thuế (?:suất|giá|thu|đất)|trường (?:hợp|kỳ)|đơn vị tính|công an ninh",
        r"các (?:tổ chức|hội) (?:hội nghị|hội thảo|lớp|cuộc)",
    )
)
_TRAILING = re.compile(
    r"[\s,;:.–-]+$|\s+(?:cần|phải|sẽ|và|cùng|các|đã|được|chủ|làm|có)$", re.IGNORECASE
)
# A name written in full has a capital in it ("phòng Kinh tế"); "các phòng chuyên môn" has none.
_COLLECTIVE = re.compile(
    either(
        "các",
        "(?:thủ )?trưởng các",
        "thủ trưởng",
        "toàn thể",
        "cán bộ",
        "công chức",
        "viên chức",
        "tổ",
        "tdp",
        "văn phòng$",
        "ủy ban nhân dân",
        "ubnd",
        "đơn vị",
        "cơ quan",
        "bộ phận",
        "trung tâm",
        "đoàn",
        "đội",
        "lãnh đạo",
        "chủ tịch",
        "người đứng đầu",
        "công an",
        "trạm y tế",
        "ban",
        "ngành",
        "trường",
        "hiệu trưởng",
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """Units named at the beginning of some words, which end at `end`."""

    names: tuple[str, ...]
    text: str
    end: int
    message: str | None = None


def names_at(words: str, known: Collection[str] = ()) -> Named | None:
    """The units that open these words, up to a colon, a verb or the end of a short heading."""
    words = words[:_LONGEST]
    key = tone_placement_folded(words)
    if not (_opens_with_unit(key) or _known_end(words, known)):
        return None
    end = _end(words, known)
    if end is None:
        return None
    end, doubt = _before_open_bracket(words, end)
    text = _trimmed(words[:end])
    if not text or not _may_be_name(text, known):
        return None
    split = split_units(text, known)
    if not split.names:
        return None
    message = None if split.certain else split.message
    return Named(split.names, text, end, message or doubt)


def _before_open_bracket(words: str, end: int) -> tuple[int, str | None]:
    """ "Phòng Đào tạo (chủ trì), các khoa …": the name ends before a bracket that a verb opens."""
    opened = words.rfind("(", 0, end)
    if opened < 1 or ")" in words[opened:end]:
        return end, None
    return opened, "Sau tên đơn vị có phần trong ngoặc; hãy xem còn đơn vị nào khác không."


def all_names(words: str, known: Collection[str] = ()) -> Named | None:
    """The same when the words, a heading for instance, are nothing but names."""
    bare = words.rstrip(" .:;")
    named = names_at(bare, known)
    if named is None or bare[named.end :].strip(" .:;,"):
        return None
    return named if not re.search(r"\d%|\d{3}", bare) else None


def _opens_with_unit(key: str) -> bool:
    return bool(_BEGINS.match(key)) and not _NO_UNIT.match(key)


def _known_end(words: str, known: Collection[str]) -> int | None:
    """Where a known name that opens the words ends; a verb may follow it."""
    verb = find_verb(words, 1)
    head = words[:verb].rstrip(" ,") if verb else words
    spans = known_spans(head, tone_placement_folded(head), known) if known else []
    starting = [end for start, end in spans if start == 0]
    return max(starting, default=None)


def _end(words: str, known: Collection[str]) -> int | None:
    colon = words.find(":")
    verb = find_verb(words, _known_end(words, known) or 1)
    stop = re.search(r"\.(?:\s|$)|\.?/\.", words)
    ends = [at for at in (colon, verb, stop.start() if stop else None) if at is not None and at > 0]
    if ends:
        return min(ends)
    return len(words) if len(words) <= _LONGEST_WITHOUT_END else None


def _trimmed(text: str) -> str:
    text = one_line(text)
    while (shorter := _TRAILING.sub("", text)) != text:
        text = shorter
    return text


def _may_be_name(text: str, known: Collection[str]) -> bool:
    key = tone_placement_folded(text)
    has_capital = any(letter.isupper() for letter in text[1:])
    return bool(has_capital or _COLLECTIVE.match(key) or _known_end(text, known))
