"""Recognises the day, weekday or hour on which a rhythm falls due."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace

from tracker.reading.deadlines.clues import Clues, Repeat, Setting
from tracker.reading.deadlines.phrase import Phrase
from tracker.reading.deadlines.rhythms import RHYTHM_OF_UNIT
from tracker.reading.deadlines.words import CLOCK, EACH, MONTH_OF, NEXT, clock_of
from tracker.reading.result import MONTHS_OF, Rhythm

_BEFORE = r"(?P<before>\btrước )?"
_DAY = rf"{_BEFORE}{CLOCK}(?:hết )?(?:từ )?(?:ngày|mùng|mồng) (?P<day>\d{{1,2}})(?!\d)"
_WHOSE = rf"(?:của |trong )?(?:{EACH} )?"
_PERIOD = r"(?:quý|kỳ|năm|tháng)(?: báo cáo)?"
_DAY_OF_PERIOD = re.compile(
    rf"{_DAY}(?P<more>(?: ?(?:,|và) ?(?:ngày )?\d{{1,2}})+)?"
    r"(?: ?(?:đến|tới|-) ?(?:hết )?(?:ngày )?(?P<last>\d{1,2}))? ?(?:của |vào )?(?:"
    rf"(?P<monthly>{EACH} tháng|các tháng(?! ?\d))|(?P<quarterly>{EACH} quý)"
    rf"|(?P<end>tháng cuối (?:cùng )?{_WHOSE}(?P<end_of>{_PERIOD}))"
    rf"|(?P<begin>tháng (?:đầu|thứ nhất)(?: tiên)? {_WHOSE}(?P<begin_of>{_PERIOD})(?: {NEXT})?)"
    rf"|(?P<next>tháng {NEXT}(?: (?:với |sau )?{_WHOSE}(?P<next_of>{_PERIOD}))?))"
)
_DAY_OF_YEAR = re.compile(
    rf"{_BEFORE}{CLOCK}(?:ngày )?(?<![\d/])(?P<day>\d{{1,2}}){MONTH_OF}(?P<month>\d{{1,2}}(?!\d))"
    rf" ?,? ?(?:(?P<yearly>{EACH} năm)|(?:của )?năm {NEXT}[^,;()\ue000]*)"
)
_DAYS_OF_YEAR = re.compile(
    rf"{_BEFORE}(?:ngày )?(?<![\d/])(?P<days>\d{{1,2}} ?/ ?\d{{1,2}}"
    rf"(?: ?(?:,|và|;) ?(?:ngày )?\d{{1,2}} ?/ ?\d{{1,2}})+),? {EACH} năm"
)
_MONTHS_OF_YEAR = re.compile(
    rf"(?:{_BEFORE}ngày (?P<day>\d{{1,2}}) (?:của )?)?(?:từ )?(?:các )?"
    r"tháng (?P<months>\d{1,2}(?: ?(?:,|và|-|đến) ?(?:tháng )?\d{1,2})*),? "
    rf"(?:của )?{EACH} năm"
)
_QUARTER_OF_YEAR = re.compile(rf"quý (?P<quarter>i{{1,3}}|iv|[1-4]),? (?:của )?{EACH} năm")
_LAST_DAY = re.compile(
    rf"\b(?:ngày (?P<working>làm việc )?cuối (?:cùng )?{_WHOSE}|cuối {EACH} )"
    rf"(?P<unit>tuần|tháng|quý|năm)\b(?! ?\d| [ivx]+\b)(?: {EACH} (?:tuần|tháng|quý|năm))?"
)
_WEEKDAY = re.compile(
    rf"{_BEFORE}{CLOCK}(?:ngày )?(?:(?:sáng|chiều) )?(?:"
    r"(?<!tháng )(?<!tuần )(?<!lần )thứ (?P<name>hai|ba|tư|bốn|năm|sáu|bảy|[2-7])"
    r"|\bt(?P<short>[2-7])|(?P<sunday>chủ nhật))\b"
)
_LONE_DAY = re.compile(rf"{_DAY}(?! ?[/\d])(?: (?:của )?tháng\b)?")
_DAY_APART = re.compile(
    rf"{_BEFORE}{CLOCK}(?:ngày )?(?<![\d/])(?P<day>\d{{1,2}}){MONTH_OF}(?P<month>\d{{1,2}}(?!\d))"
    r"(?! ?[/\d]|,? năm)"
)
_LONE_CLOCK = re.compile(
    r"\b(?:trước |lúc )?(?P<hour>\d{1,2}) ?(?:giờ|h|:) ?(?P<minute>\d{2})?(?: ?phút)?\b"
)
_NEXT = re.compile(NEXT)
_FIGURES = re.compile(r"\d+")
_LEAP_YEAR = 2028

_WEEKDAYS = {"hai": 1, "ba": 2, "tư": 3, "bốn": 3, "năm": 4, "sáu": 5, "bảy": 6}
# Months of the year that are the ends of equal periods.
_RHYTHM_OF_MONTHS = {
    (12,): Rhythm.YEARLY,
    (6, 12): Rhythm.HALF_YEARLY,
    (3, 6, 9, 12): Rhythm.QUARTERLY,
    tuple(range(1, 13)): Rhythm.MONTHLY,
}


def find_rhythm_days(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Take days printed together with their rhythm ("trước ngày 18 hàng tháng")."""
    if not phrase.mentions("tháng", "quý", "năm", "tuần"):
        return
    clues.repeats += phrase.take(_DAYS_OF_YEAR, lambda match: _days_of_year(match, setting))
    clues.repeats += phrase.take(_DAY_OF_YEAR, lambda match: _day_of_year(match, setting))
    clues.repeats += phrase.take(_DAY_OF_PERIOD, lambda match: _day_of_period(match, setting))
    clues.repeats += phrase.take(_MONTHS_OF_YEAR, lambda match: _months_of_year(match, setting))
    clues.repeats += phrase.take(_QUARTER_OF_YEAR, _quarter_of_year)
    clues.repeats += phrase.take(_LAST_DAY, _last_day)


def refine_yearly(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """ "Hằng năm (trước 15/12)": the day stands apart from its rhythm and has no year."""
    if clues.rhythms == (Rhythm.YEARLY,):
        clues.repeats += phrase.take(_DAY_APART, lambda match: _day_of_year(match, setting))


def refine_rhythms(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Give a rhythm its weekday, day or hour when these stand apart from it."""
    if not clues.rhythms:
        return
    if Rhythm.WEEKLY in clues.rhythms:
        clues.repeats += phrase.take(_WEEKDAY, lambda match: _weekday(match, setting))
    if not any(repeat.due_day for repeat in clues.repeats):
        clues.repeats += phrase.take(_LONE_DAY, lambda match: _lone_day(match, clues, setting))
    clues.repeats += phrase.take(_LONE_CLOCK, lambda match: Repeat(due_time=clock_of(match)))


def find_lone_days(phrase: Phrase, clues: Clues) -> None:
    """A day of the month without its month cannot be held to anything."""
    clues.doubts += [f"“{words}” không ghi tháng nào" for words in phrase.drop(_LONE_DAY)]


def _shift(match: re.Match[str], setting: Setting) -> tuple[int, str]:
    """How "trước" moves the day; before an hour of the day the day itself counts."""
    if not match["before"] or match.groupdict().get("hour"):
        return 0, ""
    return setting.before_shift, setting.before_note


def _on_day(
    match: re.Match[str], setting: Setting, rhythms: tuple[Rhythm, ...], doubt: str = ""
) -> Repeat:
    """A rhythm with its day; the day before the 1st is the last day of the month before."""
    day = int(match.groupdict().get("last") or match["day"])
    due_time = clock_of(match) if "hour" in match.groupdict() else None
    if not 1 <= day <= 31:
        return Repeat(rhythms, due_time=due_time, doubt=f"không có ngày {day}")
    shift, note = _shift(match, setting)
    return Repeat(rhythms, (day + shift) or 31, due_time=due_time, note=note, doubt=doubt)


def _day_of_period(match: re.Match[str], setting: Setting) -> Repeat:
    if match["more"]:
        monthly: tuple[Rhythm, ...] = (Rhythm.MONTHLY,) if match["monthly"] else ()
        return Repeat(monthly, doubt=f"mỗi kỳ có nhiều ngày hạn: “{match[0]}”")
    if match["monthly"]:
        return _on_day(match, setting, (Rhythm.MONTHLY,))
    if match["quarterly"]:
        return _on_day(match, setting, (Rhythm.QUARTERLY,), "chưa rõ tháng nào của quý")
    rhythms = _rhythm_of_period(match["end_of"] or match["begin_of"] or match["next_of"] or "")
    unclear = "" if rhythms else "chưa rõ kỳ báo cáo là tháng, quý hay năm"
    if match["end"]:
        return _on_day(match, setting, rhythms, unclear)
    found = _on_day(match, setting, rhythms, f"hạn rơi vào {match['next'] or match['begin']}")
    return replace(found, month_shift=_month_shift(match, rhythms))


def _month_shift(match: re.Match[str], rhythms: tuple[Rhythm, ...]) -> int:
    """Months from the period's last one to "tháng đầu quý sau", "tháng đầu quý"."""
    if match["next"] or _NEXT.search(match["begin"]):
        return 1
    return 1 - MONTHS_OF[rhythms[0]] if rhythms else 0


def _rhythm_of_period(words: str) -> tuple[Rhythm, ...]:
    rhythm = RHYTHM_OF_UNIT.get(words.removesuffix(" báo cáo"))
    return () if rhythm is None else (rhythm,)


def _day_of_year(match: re.Match[str], setting: Setting) -> Repeat:
    month, printed = int(match["month"]), f"{int(match['day']):02}/{int(match['month']):02}"
    same_year = "yearly" not in match.groupdict() or match["yearly"]
    doubt = ""
    if not same_year:
        doubt = f"hạn là ngày {printed} của năm sau kỳ báo cáo"
    elif month != 12:
        doubt = f"hạn là ngày {printed} mỗi năm, không phải tháng cuối kỳ"
    found = _on_day(match, setting, (Rhythm.YEARLY,), doubt)
    shown = printed if found.due_day == int(match["day"]) else ""
    return replace(found, month_shift=month - 12 if same_year else month, day_and_month=shown)


def _days_of_year(match: re.Match[str], setting: Setting) -> Repeat:
    figures = [int(found) for found in _FIGURES.findall(match["days"])]
    days, months = set(figures[::2]), tuple(figures[1::2])
    if not all(_exists(*found) for found in zip(figures[::2], months, strict=True)):
        return Repeat((Rhythm.YEARLY,), doubt=f"có ngày không có trong lịch: “{match['days']}”")
    rhythm = _RHYTHM_OF_MONTHS.get(months)
    if rhythm is None or len(days) > 1:
        return Repeat((Rhythm.YEARLY,), doubt=f"mỗi năm có nhiều mốc: “{match['days']}”")
    shift, note = _shift(match, setting)
    return Repeat((rhythm,), (days.pop() + shift) or 31, note=note)


def _exists(day: int, month: int) -> bool:
    """Whether some year has the day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(_LEAP_YEAR, month)[1]


def _months_of_year(match: re.Match[str], setting: Setting) -> Repeat:
    months = tuple(int(figures) for figures in _FIGURES.findall(match["months"]))
    rhythm = _RHYTHM_OF_MONTHS.get(months)
    doubt = "" if rhythm else f"hạn là tháng {match['months']} mỗi năm"
    rhythms = (rhythm or Rhythm.YEARLY,)
    return _on_day(match, setting, rhythms, doubt) if match["day"] else Repeat(rhythms, doubt=doubt)


def _quarter_of_year(match: re.Match[str]) -> Repeat:
    last = match["quarter"] in ("iv", "4")
    doubt = "" if last else f"hạn là quý {match['quarter'].upper()} mỗi năm"
    return Repeat((Rhythm.YEARLY,), doubt=doubt)


def _last_day(match: re.Match[str]) -> Repeat:
    rhythm = RHYTHM_OF_UNIT[match["unit"]]
    doubt = "hạn là ngày làm việc cuối kỳ" if match["working"] else ""
    return Repeat((rhythm,), None if rhythm is Rhythm.WEEKLY else 31, doubt=doubt)


def _weekday(match: re.Match[str], setting: Setting) -> Repeat:
    shift, note = _shift(match, setting)
    name = match["name"] or match["short"]
    day = 7 if match["sunday"] else _WEEKDAYS.get(name) or int(name) - 1
    return Repeat(weekday=(day + shift) or 7, due_time=clock_of(match), note=note)


def _lone_day(match: re.Match[str], clues: Clues, setting: Setting) -> Repeat:
    monthly = clues.rhythms == (Rhythm.MONTHLY,)
    doubt = "" if monthly else f"chưa rõ ngày {match['day']} thuộc tháng nào của kỳ"
    return _on_day(match, setting, (), doubt)
