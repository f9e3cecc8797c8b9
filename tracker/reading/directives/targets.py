"""Numbers a sentence asks for: "đạt từ 90% trở lên", "tối thiểu 85%", "giảm 50% so với 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.core.text_vn import tone_placement_folded
from tracker.reading.directives.target_words import (
    BASELINE,
    CHANGE,
    CONNECTS,
    COUNTED,
    EXCEPTION,
    FIELD,
    LEAD_WORD,
    NO_TARGET,
    NUMBER,
    PART_OF,
    PERCENT,
    REACHED,
    REACHES,
    ROUGHLY,
    STRIVING,
    TERRITORY,
    comparator_after,
    comparator_before,
    governing_comparator,
    without_direction,
)
from tracker.reading.result import Comparator, ReadTarget

_VALUE = re.compile(
    rf"(?<![\w/.,-])(?:(?P<low>{NUMBER})(?:[-–]|\s*%\s*(?:[-–]|đến)\s*))?(?P<value>{NUMBER})\s*"
    rf"(?:(?P<percent>{PERCENT})|(?P<counted>{COUNTED}(?:\s*/\s*(?:\d+\s*)?\w+)*)(?!\w))"
)
_CLAUSE_END = re.compile(r";|\.(?=\s|$)|\.?/\.")
_BRACKETS = re.compile(r"\([^()]*\)")
_CITED = re.compile(r"(?:điều|khoản|điểm|mục|số|phụ lục)\s*$")
_LEADING_VERB = re.compile(r"^(?:đảm bảo|bảo đảm|đạt|phấn đấu)\s+(?=\S)", re.IGNORECASE)
_SUM = re.compile(
    r"^(?:tổng số |số (?=hồ sơ|lượt|hộ|người|tthc|thủ tục|văn bản|dịch vụ|phản ánh)|và )+",
    re.IGNORECASE,
)
# "đặc biệt trong lĩnh vực đất đai" stresses a field and does not narrow the target to it.
_STRESSED = re.compile(r"\b(?:đặc biệt|nhất) (?:là )?(?:trong |đối với |ở )?$")
_EDGES = " ,;:.–-"
# No word says more about a number than this many letters before it.
_FARTHEST = 400


@dataclass(frozen=True, slots=True)
class ReadTargets:
    """The targets of one paragraph and, in Vietnamese, what is doubtful about its numbers."""

    targets: tuple[ReadTarget, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Value:
    """One number in a clause; `start` and `end` span its comparator too."""

    number: re.Match[str]
    comparator: Comparator
    start: int
    end: int
    is_target: bool = True
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Clause:
    """The printed words, letter by letter alongside the key that is searched."""

    text: str
    key: str
    free_from: int = 0

    def baseline_from(self, start: int) -> str | None:
        """ "…, 50% chi phí so với năm 2024": what stands behind the last number holds for all."""
        match = BASELINE.search(self.key, start)
        return self.text[match.start() : match.end()].strip(_EDGES) if match else None


@dataclass(slots=True)
class _Reader:
    targets: list[ReadTarget] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    governing: Comparator | None = None


def read_targets(text: str) -> ReadTargets:
    """Every percentage that is asked for, and counted things only behind a comparator."""
    key = tone_placement_folded(text)
    if len(key) != len(text):
        text = key
    reader = _Reader()
    for start, end in _clauses(key):
        _read_clause(reader, text[start:end], key[start:end])
        if key[end : end + 1] != ";":
            reader.governing = None
    return ReadTargets(tuple(reader.targets), tuple(dict.fromkeys(reader.doubts)))


def _clauses(key: str) -> Iterator[tuple[int, int]]:
    """The spans between semicolons and full stops that stand outside brackets."""
    covered = _BRACKETS.sub(lambda match: "(" + "_" * (len(match[0]) - 2) + ")", key)
    start = 0
    for match in _CLAUSE_END.finditer(covered):
        yield start, match.start()
        start = match.end()
    yield start, len(key)


def _read_clause(reader: _Reader, text: str, key: str) -> None:
    clause = _Clause(text, key)
    values = list(_values(reader, clause))
    baseline = clause.baseline_from(values[-1].end) if values else None
    for at, value in enumerate(values):
        following = values[at + 1] if at + 1 < len(values) else None
        _own_words(clause, value, following)
        if not value.is_target:
            continue
        indicator = _indicator(clause, value)
        scope = _scope(clause, value) or baseline
        _add(reader, value, indicator, scope, key)


def _own_words(clause: _Clause, value: _Value, following: _Value | None) -> None:
    """Gives each number the words around it that no other number is about."""
    value.before = (clause.free_from, value.start)
    end = following.start if following else len(clause.text)
    between = clause.key[value.end : end]
    cut = _cut_between(between) if following else None
    value.after = (value.end, value.end + cut if cut is not None else end)
    clause.free_from = value.after[1]


def _cut_between(between: str) -> int | None:
    """Where the words about the next number begin, when they stand before that number."""
    if part := PART_OF.search(between):
        return part.start()
    if not REACHES.search(between):
        return None
    return max(between.rfind(","), between.rfind(" và "), 0)


def _values(reader: _Reader, clause: _Clause) -> Iterator[_Value]:
    key = clause.key
    for number in _VALUE.finditer(key):
        before = key[max(0, number.start() - _FARTHEST) : number.start()]
        found, after = comparator_before(before), comparator_after(key[number.end() :])
        if number["counted"] and not (found or after):
            continue
        if _CITED.search(before) or NO_TARGET.search(before):
            continue
        reader.governing = governing_comparator(before) or reader.governing
        comparator = after[0] if after else found[0] if found else reader.governing
        start = found[1] if found else _without_from(before, cut=after is not None)
        value = _Value(
            number,
            comparator or Comparator.EXACTLY,
            number.start() - len(before) + start,
            number.end() + (after[1] if after else 0),
        )
        shown = clause.text[number.start() : number.end()]
        if REACHED.search(before[:start]) or _is_left_behind(before, key[number.end() :][:20]):
            reader.doubts.append(f"“{shown}” có vẻ là mức đã có, không lấy làm chỉ tiêu.")
            value.is_target = False
        elif ROUGHLY.search(before):
            reader.doubts.append(f"“{shown}” là con số ước chừng.")
        yield value


def _is_left_behind(before: str, after: str) -> bool:
    """ "từ 75% lên 90%", "so với năm 2025 (75%)": the level the work starts from."""
    starts_from = before.rstrip().endswith("từ") and re.match(r"\s*(?:lên|xuống|còn)\b", after)
    return bool(starts_from) or re.search(r"\bso với [^;.]{0,60}\($", before) is not None


def _without_from(before: str, *, cut: bool) -> int:
    """Where "từ" of "từ 90% trở lên" begins."""
    match = re.search(r"\btừ\s*$", before) if cut else None
    return match.start() if match else len(before)


def _add(reader: _Reader, value: _Value, indicator: str, scope: str | None, key: str) -> None:
    unit = "%" if value.number["percent"] else value.number["counted"]
    indicator = without_direction(indicator)
    words_before = key[max(0, value.start - _FARTHEST) : value.start]
    parent = reader.targets[-1].indicator if reader.targets else None
    part_of = parent if PART_OF.search(words_before) else None
    if not indicator:
        reader.doubts.append(f"Chưa rõ “{value.number[0]}” đo việc gì.")
    striving = STRIVING.search(words_before) is not None
    number = value.number
    limits = [(value.comparator, number["value"])]
    if number["low"] and _decimal(number["low"]) < _decimal(number["value"]):
        limits = [(Comparator.AT_LEAST, number["low"]), (Comparator.AT_MOST, number["value"])]
        reader.doubts.append(f"“{number[0]}” là một khoảng, được tách thành hai mức.")
    for comparator, digits in limits:
        reader.targets.append(
            ReadTarget(indicator, comparator, _decimal(digits), unit, scope, striving, part_of)
        )


def _decimal(digits: str) -> Decimal:
    """ "1.500" counts thousands, "98,5" and "98.5" are decimals."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def _indicator(clause: _Clause, value: _Value) -> str:
    """What is measured: the words after the number, or those before it when they name it."""
    after = clause.text[slice(*value.after)].strip(_EDGES)
    key_after = clause.key[slice(*value.after)].strip(_EDGES)
    before = _named_before(clause.text[slice(*value.before)], clause.key[slice(*value.before)])
    opens_with_noun = bool(after) and not CONNECTS.match(key_after)
    changes = list(CHANGE.finditer(clause.key, max(0, value.start - _FARTHEST), value.start))
    change = clause.text[changes[-1].start() : changes[-1].end()] if changes else ""
    if opens_with_noun and change and (not before or CHANGE.fullmatch(before.lower())):
        return _tidy(f"{change} {_without_scope(after)}")
    if opens_with_noun and not (before and _is_named(clause, value)):
        counted = f"{value.number['counted']} " if value.number["counted"] else ""
        return _tidy(counted + _without_scope(after))
    if before and after and not opens_with_noun and clause.text[value.after[0]] == " ":
        return _tidy(f"{before} {_without_scope(after)}")
    return _tidy(before or _without_scope(after))


def _is_named(clause: _Clause, value: _Value) -> bool:
    """ "Tỷ lệ … đạt 90%": a noun before the number and a verb that leads up to it."""
    return REACHES.search(clause.key[slice(*value.before)]) is not None


def _named_before(text: str, key: str) -> str:
    """The words before a number, if more than "Đảm bảo đạt tỷ lệ" is left of them."""
    if part := PART_OF.search(key):
        text, key = text[part.end() :], key[part.end() :]
    text, key = text.strip(_EDGES), key.strip(_EDGES)
    if all(LEAD_WORD.fullmatch(word) for word in re.findall(r"\w+", key)):
        return ""
    ending = REACHES.search(key)
    text = text[: ending.start()] if ending else text
    return _LEADING_VERB.sub("", text)


def _without_scope(words: str) -> str:
    return BASELINE.sub("", EXCEPTION.sub("", words))


def _tidy(words: str) -> str:
    words = _SUM.sub("", words.strip(_EDGES))
    words = re.sub(r"\s+(?:và|hoặc)$", "", words)
    return " ".join(words.split()).strip(_EDGES)


def _scope(clause: _Clause, value: _Value) -> str | None:
    """An exception, a baseline, a territory or a field, as printed beside the number."""
    for pattern, spans in (
        (EXCEPTION, (value.after,)),
        (BASELINE, (value.after,)),
        (FIELD, (value.after, value.before)),
        (TERRITORY, (value.after,)),
    ):
        for start, end in spans:
            match = pattern.search(clause.key, start, end)
            if match and not _STRESSED.search(clause.key[: match.start()][-30:]):
                group = "words" if "words" in pattern.groupindex else 0
                return clause.text[match.start(group) : match.end(group)].strip(_EDGES)
    return None
