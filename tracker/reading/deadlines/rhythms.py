"""Recognises what repeats: every month, twice a year, before the 18th of each month, Thursdays."""

from __future__ import annotations

import re

from tracker.reading.deadlines.clues import Clues, Repeat, Setting
from tracker.reading.deadlines.dates import CLOCK, clock_of, shift_before
from tracker.reading.deadlines.numbers import NUMBER, number_of
from tracker.reading.deadlines.phrase import Phrase
from tracker.reading.result import Rhythm

_UNIT = (
    r"(?:(?:0?[369]|ba|sáu|chín) tháng(?! (?:đầu|cuối))|nửa năm(?! (?:đầu|cuối))|bán niên"
    r"|tuần|tháng|quý|năm)\b(?!/)"
)
# What may not follow a unit for it to be a rhythm: a number, a Roman numeral, "đầu", "này" …
_NOT_NAMED = r"(?! ?\d| [ivx]+\b| (?:thứ|đầu|cuối|này|tới|sau|kế|liền))"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_EVERY = r"(?:hàng|mỗi|từng|theo)"
_RHYTHM_LIST = re.compile(
    rf"(?P<lead>(?:báo cáo |định kỳ:? |vào )*{_EVERY} |(?:báo cáo |định kỳ:? )+)?"
    rf"\b(?P<units>{_UNIT}{_NOT_NAMED}"
    rf"(?: ?(?:,|;|và|/|hoặc|-|&)(?: và)? ?(?:báo cáo |định kỳ )?(?:{_EVERY} |cả )?"
    rf"(?:{_UNIT}{_NOT_NAMED}|năm (?P<year>{_YEAR})))*)"
    rf"(?: ?\(?(?:(?:của|trong) )?(?:năm )(?P<limit>{_YEAR})\)?)?"
)
_UNIT_IN_LIST = re.compile(rf"{_UNIT}")
_DAILY = re.compile(r"\b(?:hàng|mỗi|từng) ngày\b|\d+ lần ?/ ?ngày\b")

_TIMES_PER_UNIT = re.compile(
    rf"{NUMBER} lần ?(?:/|mỗi|một|trong|trên|hàng)? ?(?:mỗi |một |0?1 |trong )?(?P<unit>{_UNIT})"
)
_UNIT_PER_TIME = re.compile(
    rf"(?:mỗi |hàng )?(?P<multiple>\d{{1,2}} )?(?P<unit>{_UNIT[:-5]}) ?(?:/|một|0?1) ?(?:(?:0?1|một) )?lần\b"
)
_UNIT_TIMES = re.compile(rf"(?:mỗi|một|trong|hàng|0?1) (?P<unit>{_UNIT}),? {NUMBER} lần\b")

_NEXT = r"(?:kế tiếp|tiếp theo|sau|liền kề|liền sau)"
_DAY_OF_MONTH = re.compile(
    rf"(?P<before>trước )?{CLOCK}(?:hết )?(?:từ )?(?:ngày|mùng|mồng) (?P<day>\d{{1,2}})"
    r"(?: ?(?:đến|tới|-) ?(?:hết )?(?:ngày )?(?P<last>\d{1,2}))? ?(?:của |vào )?(?:"
    r"(?P<monthly>(?:hàng|mỗi|từng) tháng|các tháng(?! ?\d))"
    rf"|(?P<next>tháng {_NEXT}(?: (?:của |sau |với )?(?P<next_of>tháng(?: báo cáo)?|(?:mỗi )?quý(?: báo cáo)?|kỳ(?: báo cáo)?))?)"
    rf"|(?P<first>tháng (?:đầu|thứ nhất)(?: tiên)? (?:của )?(?:mỗi |từng |hàng )?(?P<first_of>quý|kỳ|năm)(?: {_NEXT})?)"
    r"|(?P<end>tháng cuối (?:cùng )?(?:của )?(?:mỗi |từng |hàng )?(?P<end_of>quý|kỳ(?: báo cáo)?|năm))"
    r"|(?P<quarterly>(?:hàng|mỗi) quý))"
)
_DAY_OF_YEAR = re.compile(
    rf"(?P<before>trước )?{CLOCK}(?:ngày )?(?<![\d/])(?P<day>\d{{1,2}})(?: ?/ ?| tháng )"
    rf"(?P<month>\d{{1,2}}) ?,? ?(?:(?P<yearly>(?:hàng|mỗi) năm)|(?:của )?năm {_NEXT}"
    r"(?P<after>[^,;()\ue000]*))"
)
_DAYS_OF_YEAR = re.compile(
    r"(?:trước )?(?:ngày )?(?:(?<![\d/])\d{1,2} ?/ ?\d{1,2}(?: ?(?:,|và|;) ?(?:ngày )?))+"
    r"\d{1,2} ?/ ?\d{1,2} (?:hàng|mỗi) năm"
)
_MONTHS_OF_YEAR = re.compile(
    r"(?:các )?tháng (?P<months>\d{1,2}(?: ?(?:,|và|-) ?(?:tháng )?\d{1,2})*),? (?:của )?(?:hàng|mỗi) năm"
)
_QUARTER_OF_YEAR = re.compile(r"quý (?P<quarter>i{1,3}|iv|[1-4]),? (?:của )?(?:hàng|mỗi) năm")
_LAST_DAY = re.compile(
    r"(?:ngày (?P<working>làm việc )?cuối (?:cùng )?(?:của )?(?:hàng |mỗi )?|cuối (?:hàng|mỗi) )"
    r"(?P<unit>tuần|tháng|quý|năm)\b(?! ?\d| [ivx]+\b)(?: hàng (?:tuần|tháng|quý|năm))?"
)
_WEEKDAY = re.compile(
    rf"(?P<before>trước )?{CLOCK}(?:ngày )?(?:(?:sáng|chiều) )?(?:(?<!tháng )(?<!tuần )(?<!lần )thứ (?P<name>hai|ba|tư|bốn|năm|sáu|bảy|[2-7])"
    r"|\bt(?P<short>[2-7])|(?P<sunday>chủ nhật))\b"
)
_LONE_DAY = re.compile(
    rf"(?P<before>trước )?{CLOCK}(?:hết )?(?:ngày|mùng|mồng) (?P<day>\d{{1,2}})(?![\d/])(?: (?:của )?tháng)?"
)
_LONE_CLOCK = re.compile(
    r"\b(?:trước |lúc )?(?P<hour>\d{1,2}) ?(?:giờ|h|:) ?(?P<minute>\d{2})?(?: ?phút)?\b"
)
_FIGURES = re.compile(r"\d+")

_WEEKDAYS = {"hai": 1, "ba": 2, "tư": 3, "bốn": 3, "năm": 4, "sáu": 5, "bảy": 6}
_UNITS = {
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
}
_TIMES = {
    (2, Rhythm.YEARLY): Rhythm.HALF_YEARLY,
    (4, Rhythm.YEARLY): Rhythm.QUARTERLY,
    (12, Rhythm.YEARLY): Rhythm.MONTHLY,
    (2, Rhythm.HALF_YEARLY): Rhythm.QUARTERLY,
    (6, Rhythm.HALF_YEARLY): Rhythm.MONTHLY,
    (3, Rhythm.QUARTERLY): Rhythm.MONTHLY,
}
_YEARLY_MONTHS = {
    (6, 12): Rhythm.HALF_YEARLY,
    (3, 6, 9, 12): Rhythm.QUARTERLY,
    tuple(range(1, 13)): Rhythm.MONTHLY,
}


def find_rhythms(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Take every rhythm with the day, weekday or hour printed beside it."""
    places = (
        (_DAYS_OF_YEAR, _days_of_year),
        (_DAY_OF_YEAR, lambda m: _day_of_year(m, setting)),
        (_DAY_OF_MONTH, lambda m: _day_of_month(m, setting)),
        (_MONTHS_OF_YEAR, _months_of_year),
        (_QUARTER_OF_YEAR, _quarter_of_year),
        (_TIMES_PER_UNIT, lambda m: _times(m, number_of(m))),
        (_UNIT_TIMES, lambda m: _times(m, number_of(m))),
        (_UNIT_PER_TIME, _unit_per_time),
        (_LAST_DAY, _last_day),
    )
    for pattern, understand in places:
        clues.repeats += phrase.take(pattern, understand)
    alone = phrase.whole.strip(" .")
    clues.repeats += phrase.take(_RHYTHM_LIST, lambda m: _rhythm_list(m, alone))
    if phrase.drop(_DAILY):
        clues.regular.append("hằng ngày")


def refine_rhythms(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Give a rhythm its weekday, day or hour when these stand apart from it."""
    rhythms = {rhythm for repeat in clues.repeats for rhythm in repeat.rhythms}
    if Rhythm.WEEKLY in rhythms:
        clues.repeats += phrase.take(_WEEKDAY, lambda m: _weekday(m, setting))
    if not rhythms:
        return
    if not any(repeat.due_day for repeat in clues.repeats):
        clues.repeats += phrase.take(_LONE_DAY, lambda m: _lone_day(m, rhythms, setting))
    clues.repeats += phrase.take(_LONE_CLOCK, lambda m: Repeat(due_time=clock_of(m)))


def find_lone_days(phrase: Phrase, clues: Clues) -> None:
    """A day of the month without its month cannot be held to anything."""
    for words in phrase.take(_LONE_DAY, phrase.printed):
        clues.doubts.append(f"“{words}” không ghi tháng nào")


def _unit(words: str) -> Rhythm | None:
    return _UNITS.get(words.lstrip("0"))


def _rhythm_list(match: re.Match[str], alone: str) -> Repeat | None:
    words = _UNIT_IN_LIST.findall(match["units"])
    if not match["lead"] and len(words) == 1 and match[0] != alone:
        return None
    rhythms = tuple(dict.fromkeys(rhythm for rhythm in map(_unit, words) if rhythm))
    if not rhythms:
        return Repeat(doubt=f"nhịp “{match['units']}” chưa có trong các kỳ theo dõi")
    bare = not match["lead"] and len(words) == 1
    doubt = f"ô chỉ ghi “{match[0].strip()}”" if bare else ""
    year = match["limit"] or match["year"]
    return Repeat(rhythms, note=f"trong năm {year}" if year else "", doubt=doubt)


def _times(match: re.Match[str], times: int) -> Repeat:
    unit = _unit(match["unit"])
    if unit is None:
        return Repeat(doubt=f"nhịp “{match[0]}” chưa có trong các kỳ theo dõi")
    if times == 1:
        return Repeat((unit,))
    finer = _TIMES.get((times, unit))
    if finer:
        return Repeat((finer,), note=f"{times} lần mỗi {match['unit']}")
    return Repeat((unit,), doubt=f"{times} lần mỗi {match['unit']} chưa cho biết chia kỳ ra sao")


def _unit_per_time(match: re.Match[str]) -> Repeat | None:
    if match["multiple"] and int(match["multiple"]) != 1:
        return Repeat(doubt=f"nhịp “{match[0]}” chưa có trong các kỳ theo dõi")
    unit = _unit(match["unit"])
    if unit is None:
        return Repeat(doubt=f"nhịp “{match[0]}” chưa có trong các kỳ theo dõi")
    return Repeat((unit,))


def _day(match: re.Match[str], setting: Setting, figures: str) -> tuple[int | None, str]:
    """The due day, one earlier where "trước" means so; the first minus one is the month's end."""
    day = int(figures)
    if not 1 <= day <= 31:
        return None, f"không có ngày {day}"
    shift, _ = shift_before(match, setting)
    return (day + shift) or 31, ""


def _day_of_month(match: re.Match[str], setting: Setting) -> Repeat:
    day, doubt = _day(match, setting, match["last"] or match["day"])
    due_time = clock_of(match)
    if match["monthly"]:
        return Repeat((Rhythm.MONTHLY,), day, due_time=due_time, doubt=doubt)
    if match["quarterly"]:
        return Repeat(
            (Rhythm.QUARTERLY,), day, due_time=due_time, doubt="chưa rõ tháng nào của quý"
        )
    of = match["next_of"] or match["first_of"] or match["end_of"] or ""
    rhythms = _rhythm_of_period(of)
    if match["end"]:
        doubt = doubt or ("" if rhythms else "chưa rõ kỳ báo cáo là tháng, quý hay năm")
        return Repeat(rhythms, day, due_time=due_time, note="tính ở tháng cuối kỳ", doubt=doubt)
    where = match["next"] or match["first"]
    return Repeat(rhythms, day, due_time=due_time, doubt=doubt or f"hạn rơi vào {where}")


def _rhythm_of_period(words: str) -> tuple[Rhythm, ...]:
    if "quý" in words:
        return (Rhythm.QUARTERLY,)
    if words.startswith("tháng"):
        return (Rhythm.MONTHLY,)
    return (Rhythm.YEARLY,) if words == "năm" else ()


def _day_of_year(match: re.Match[str], setting: Setting) -> Repeat:
    day, doubt = _day(match, setting, match["day"])
    month = int(match["month"])
    printed = f"{int(match['day']):02}/{month:02}"
    if not match["yearly"]:
        doubt = doubt or f"hạn là ngày {printed} của năm sau kỳ báo cáo"
    elif month != 12:
        doubt = doubt or f"hạn là ngày {printed} mỗi năm, không phải tháng cuối kỳ"
    return Repeat(
        (Rhythm.YEARLY,), day, due_time=clock_of(match), day_and_month=printed, doubt=doubt
    )


def _days_of_year(match: re.Match[str]) -> Repeat:
    return Repeat((Rhythm.YEARLY,), doubt=f"mỗi năm có nhiều mốc: “{match[0]}”")


def _months_of_year(match: re.Match[str]) -> Repeat:
    months = tuple(int(figures) for figures in _FIGURES.findall(match["months"]))
    rhythm = _YEARLY_MONTHS.get(months)
    if rhythm:
        return Repeat((rhythm,))
    doubt = "" if months == (12,) else f"hạn là tháng {match['months']} mỗi năm"
    return Repeat((Rhythm.YEARLY,), note=f"tháng {match['months']}", doubt=doubt)


def _quarter_of_year(match: re.Match[str]) -> Repeat:
    last = match["quarter"] in ("iv", "4")
    doubt = "" if last else f"hạn là quý {match['quarter'].upper()} mỗi năm"
    return Repeat((Rhythm.YEARLY,), note=f"quý {match['quarter'].upper()}", doubt=doubt)


def _last_day(match: re.Match[str]) -> Repeat:
    rhythm = _UNITS[match["unit"]]
    doubt = "hạn là ngày làm việc cuối kỳ" if match["working"] else ""
    return Repeat((rhythm,), None if rhythm is Rhythm.WEEKLY else 31, doubt=doubt)


def _weekday(match: re.Match[str], setting: Setting) -> Repeat:
    shift, _ = shift_before(match, setting)
    name = match["name"] or match["short"]
    day = 7 if match["sunday"] else _WEEKDAYS.get(name) or int(name) - 1
    return Repeat(weekday=(day + shift) or 7, due_time=clock_of(match))


def _lone_day(match: re.Match[str], rhythms: set[Rhythm], setting: Setting) -> Repeat:
    day, doubt = _day(match, setting, match["day"])
    if rhythms != {Rhythm.MONTHLY}:
        doubt = doubt or f"chưa rõ ngày {match['day']} thuộc tháng nào của kỳ"
    return Repeat(due_day=day, due_time=clock_of(match), doubt=doubt)
