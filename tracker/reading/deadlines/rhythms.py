"""Recognises rhythms: every month, each quarter and year, twice a year."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.reading.deadlines.clues import Clues, Repeat
from tracker.reading.deadlines.phrase import Phrase
from tracker.reading.deadlines.words import EACH, NUMBER, YEAR, number_of
from tracker.reading.patterns import either
from tracker.reading.result import Rhythm

RHYTHM_OF_UNIT = {
    "tuần": Rhythm.WEEKLY,
    "tháng": Rhythm.MONTHLY,
    "quý": Rhythm.QUARTERLY,
    "3 tháng": Rhythm.QUARTERLY,
    "ba tháng": Rhythm.QUARTERLY,
    "6 tháng": Rhythm.HALF_YEARLY,
    "sáu tháng": Rhythm.HALF_YEARLY,
    "nửa năm": Rhythm.HALF_YEARLY,
    "bán niên": Rhythm.HALF_YEARLY,
    "năm": Rhythm.YEARLY,
    "12 tháng": Rhythm.YEARLY,
}
# So many times within a unit, spread evenly, is a finer rhythm.
_SPREAD = {
    (2, Rhythm.YEARLY): Rhythm.HALF_YEARLY,
    (4, Rhythm.YEARLY): Rhythm.QUARTERLY,
    (12, Rhythm.YEARLY): Rhythm.MONTHLY,
    (2, Rhythm.HALF_YEARLY): Rhythm.QUARTERLY,
    (6, Rhythm.HALF_YEARLY): Rhythm.MONTHLY,
    (3, Rhythm.QUARTERLY): Rhythm.MONTHLY,
}

# Reports of three, six and nine months are those of every quarter, added up.
_CUMULATIVE = {"3 tháng", "6 tháng", "9 tháng"}
_UNIT = either(
    r"(?:0?[369]|12|ba|sáu|chín) tháng(?! (?:đầu|cuối))",
    r"nửa năm",
    r"bán niên",
    r"tuần",
    r"tháng",
    r"quý",
    r"(?:0?1 )?năm",
)
# A unit followed by a number, "đầu", "này" … names one period and is no rhythm.
_UNNAMED = rf"{_UNIT}\b(?! ?\d| [ivx]+\b| (?:thứ|đầu|cuối|này|tới|sau|kế|liền)\b)"
_REPORT = either("báo cáo", "định kỳ:?", "sơ kết", "tổng kết", "vào")
_LEAD = rf"(?:(?:{_REPORT} )*(?:{EACH}|theo) |(?:{_REPORT} )+)"
_JOIN = r" ?(?:,|;|và|/|hoặc|-|&)(?: và)? ?"
_LIST = re.compile(
    rf"(?<!trong )(?P<lead>{_LEAD})?\b(?P<units>{_UNNAMED}"
    rf"(?:{_JOIN}(?:{_REPORT} )?(?:(?:{EACH}|theo|cả) )?(?:{_UNNAMED}|năm (?P<year>{YEAR})))*)"
    rf"(?: ?\(?(?:(?:của|trong) )?năm (?P<limit>{YEAR})\)?)?"
)
_TIME = either("lần", "cuộc", "đợt", "kỳ", "buổi")
_UNIT_WORDS = re.compile(rf"{_UNIT}\b")
_TIMES_PER_UNIT = re.compile(
    rf"{NUMBER} {_TIME} ?(?:/|mỗi|một|trong|trên|hàng)? ?(?:mỗi |một |0?1 |trong )?"
    rf"(?P<unit>{_UNIT})\b"
)
_UNIT_TIMES = re.compile(rf"\b(?:{EACH}|một|trong|0?1) (?P<unit>{_UNIT}),? {NUMBER} {_TIME}\b")
_UNIT_PER_TIME = re.compile(
    rf"(?:{EACH} )?(?P<unit>(?:(?:\d{{1,2}}|nửa|hai|ba|bốn|sáu) )?(?:tháng|quý|năm|tuần))"
    r" ?(?:/|một|0?1) ?(?:(?:0?1|một) )?lần\b"
)
_DAILY = re.compile(rf"\b{EACH} ngày\b|\b\d+ lần ?/ ?ngày\b")


def find_rhythms(phrase: Phrase, clues: Clues) -> None:
    """Take counts per period, then lists of periods ("hàng tháng, quý, năm")."""
    clues.regular += phrase.drop(_DAILY)
    if not phrase.mentions("tháng", "quý", "năm", "tuần", "niên"):
        return
    clues.repeats += phrase.take(_TIMES_PER_UNIT, _times)
    clues.repeats += phrase.take(_UNIT_TIMES, _times)
    clues.repeats += phrase.take(_UNIT_PER_TIME, _unit_per_time)
    alone = phrase.whole.strip(" .")
    clues.repeats += phrase.take(_LIST, lambda match: _list(match, alone))


def rhythm_of(words: str) -> Rhythm | None:
    """The rhythm of a unit such as "quý" or "06 tháng"."""
    return RHYTHM_OF_UNIT.get(_plain(words))


def _plain(words: str) -> str:
    """ "06 tháng", "sáu tháng" as "6 tháng"; "01 năm" as "năm"."""
    figures = words.replace("ba ", "3 ").replace("sáu ", "6 ").replace("chín ", "9 ")
    return figures.lstrip("0").removeprefix("1 ")


def _list(match: re.Match[str], alone: str) -> Repeat | None:
    words = _UNIT_WORDS.findall(match["units"])
    bare = not match["lead"] and len(words) == 1
    if bare and match[0] != alone:
        return None
    rhythms = dict.fromkeys(rhythm for rhythm in map(rhythm_of, words) if rhythm)
    if not rhythms:
        return _unknown(match)
    year = match["limit"] or match["year"]
    note = f"trong năm {year}" if year else ""
    if bare:
        return Repeat(tuple(rhythms), note=note, doubt=f"ô chỉ ghi “{alone}”")
    if {_plain(word) for word in words} >= _CUMULATIVE:
        kept = [r for r in rhythms if r not in (Rhythm.HALF_YEARLY, Rhythm.YEARLY)]
        return Repeat(
            tuple(kept), note="3, 6, 9 tháng và năm là cuối mỗi quý", doubt=_choice(match)
        )
    return Repeat(tuple(rhythms), note=note, doubt=_choice(match) or _nine_months(words, rhythms))


def _nine_months(words: list[str], rhythms: Iterable[Rhythm]) -> str:
    """A report of nine months has no rhythm of its own; the quarters include it."""
    lost = [word for word in words if rhythm_of(word) is None]
    if not lost or {Rhythm.QUARTERLY, Rhythm.MONTHLY} & set(rhythms):
        return ""
    return f"kỳ “{lost[0]}” không có trong các kỳ theo dõi, cần thêm mốc này"


def _choice(match: re.Match[str]) -> str:
    return f"“{match['units']}” để ngỏ nhiều nhịp" if "hoặc" in match["units"] else ""


def _times(match: re.Match[str]) -> Repeat:
    times, unit = number_of(match), rhythm_of(match["unit"])
    if unit is None:
        return _unknown(match)
    if times == 1:
        return Repeat((unit,))
    finer = _SPREAD.get((times, unit))
    if finer:
        return Repeat((finer,), note=f"{times} lần mỗi {match['unit']}")
    return Repeat((unit,), doubt=f"{times} lần mỗi {match['unit']} chưa cho biết chia kỳ ra sao")


def _unit_per_time(match: re.Match[str]) -> Repeat:
    unit = rhythm_of(match["unit"])
    return _unknown(match) if unit is None else Repeat((unit,))


def _unknown(match: re.Match[str]) -> Repeat:
    return Repeat(doubt=f"nhịp “{match[0].strip()}” không có trong các kỳ theo dõi")
