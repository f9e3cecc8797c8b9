"""Turns a title printed in capitals into the sentence case that lists of plans need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
# Names follow these words: "PHƯỜNG AN BÌNH" is "phường An Bình".
_BEFORE_NAMES = frozenset({"phường", "xã", "tỉnh", "quận", "huyện"})
_BEFORE_NAMES_TWO = frozenset({("thành", "phố"), ("thị", "xã"), ("thị", "trấn"), ("đặc", "khu")})
_NAME_ENDS = frozenset({"năm", "về", "và", "trên", "thực", "giai", "tháng", "quý", "đến", "theo"})
_ACRONYMS = frozenset(
    {"UBND", "HĐND", "TTHC", "CCHC", "CNTT", "MTTQ", "BCH", "TDP", "CSDL", "QĐ", "KH", "NQ", "TW"}
    | {"ISO", "CBCC", "CCVC", "ATTP", "PCCC", "ANTT", "QPPL", "KTXH", "NTM", "BHXH", "BHYT"}
)
_LONGEST_PHRASE = 6
# Bodies keep their capital inside a sentence (Nghị định 30/2020, Phụ lục II).
_BODIES = (
    "của Ủy ban nhân dân",
    "của Hội đồng nhân dân",
    "của Mặt trận Tổ quốc Việt Nam",
    "của Đảng ủy",
    "của Chính phủ",
)


def sentence_case(title: str, running_text: Iterable[str] = ()) -> str:
    """Capitals to sentence case, words spelled as the running text of the document spells them."""
    if not _is_capitals(title):
        return title[:1].upper() + title[1:]
    words = _WORD.findall(title)
    wanted = {word.lower() for word in words}
    spelled = _spell(words, _phrases(_BODIES, wanted) | _phrases(running_text, wanted))
    pieces = iter(spelled)
    cased = _WORD.sub(lambda _: next(pieces), title)
    return cased[:1].upper() + cased[1:]


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def _phrases(lines: Iterable[str], wanted: set[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Runs of two to six wanted words in the mixed-case lines, by their lower-case form."""
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in lines:
        if _is_capitals(line):
            continue
        words = _WORD.findall(line)
        for start in range(1, len(words)):  # a first word is capital for another reason
            for run in _runs(words, start, wanted):
                phrases.setdefault(tuple(word.lower() for word in run), run)
    return phrases


def _runs(words: list[str], start: int, wanted: set[str]) -> Iterator[tuple[str, ...]]:
    end = start
    while end < min(len(words), start + _LONGEST_PHRASE) and words[end].lower() in wanted:
        end += 1
        if end - start > 1:
            yield tuple(words[start:end])


def _spell(words: list[str], phrases: dict[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    lower = [word.lower() for word in words]
    spelled = [word if word in _ACRONYMS else word.lower() for word in words]
    _capitalise_names(lower, spelled)
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 1, -1):
            known = phrases.get(tuple(lower[at : at + length]))
            if known:
                spelled[at : at + length] = known
                at += length - 1
                break
        at += 1
    return spelled


def _capitalise_names(lower: list[str], spelled: list[str]) -> None:
    for at, word in enumerate(lower):
        pair = (lower[at - 1], word) if at else ("", word)
        if word not in _BEFORE_NAMES and pair not in _BEFORE_NAMES_TWO:
            continue
        for following in range(at + 1, min(at + 5, len(lower))):
            if lower[following] in _NAME_ENDS or not lower[following].isalpha():
                break
            spelled[following] = spelled[following][:1].upper() + spelled[following][1:]
