"""Splits a printed cell into unit names: known names first, then where a new unit begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tracker.core.text_vn import normalise, one_line, tone_placement_folded
from tracker.reading.ditto import is_ditto
from tracker.reading.known_units import known_spans
from tracker.reading.unit_hints import is_collective, is_leadership, is_outside_ward
from tracker.reading.unit_keys import loose_unit_key, unit_key
from tracker.reading.unit_words import (
    ASKING,
    BULLET,
    CAPITAL_ONLY,
    COMMITTEE,
    COUNCIL_AT_END,
    ENDS_GENERIC,
    GENERIC_TAIL,
    LEAD_IN,
    NAMED_BY_FIELDS,
    UNIT_WORD,
)

__all__ = [
    "SplitUnits",
    "is_collective",
    "is_leadership",
    "is_outside_ward",
    "loose_unit_key",
    "split_units",
    "unit_key",
]

# Stands over the letters of a known name, so that nothing inside it is taken for a separator.
_KNOWN = "\ue000"
_TWO_KNOWN = re.compile(rf"{_KNOWN} {_KNOWN}")
# Stands over separators inside brackets.
_SHUT = "\ue001"

_UNIT = re.compile(rf"{UNIT_WORD}\b|{_KNOWN}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_SEPARATOR = re.compile(
    r"(?P<hard>;)|(?P<line>\n)|(?P<comma>,)|(?P<dash>(?<!\S)-(?=\s)| - |(?<=\bp\d)-(?=p\d))"
    r"|(?P<and>\s(?:và|&|\+)\s)"
    r"|(?P<slash> ?/ ?)|(?P<together>,?\s(?:chủ trì,? )?phối hợp (?:với|cùng)\s)"
)
_PIECE_END = re.compile(r"[,;\n]| - ")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NOTHING = re.compile(r"[\W_]*|không(?: có)?\.?", re.IGNORECASE)
# No name is looked at further than this.
_LONGEST_NAME = 200
_EDGES = " ,;:/.-–—"


@dataclass(frozen=True, slots=True)
class SplitUnits:
    """The names in a cell, as printed; `message` says in Vietnamese what is doubtful."""

    names: tuple[str, ...]
    certain: bool = True
    message: str | None = None


@dataclass(slots=True)
class _Cell:
    """The cell as printed, and letter by letter alongside the key its separators are sought in."""

    text: str
    key: str
    doubts: list[str] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        return self.key.startswith(("-", "+", "•", "*"))


def split_units(cell: str | None, known: Collection[str] = ()) -> SplitUnits:
    """The unit names printed in one cell, each with its first letter upper-cased.

    Names of `known` (names and aliases) are found before the cell is split, longest first, so
    that a comma, a dash or "và" inside them stays; the rest is split where a new unit begins.
    """
    text = normalise(cell or "").strip()
    if is_ditto(text):
        return SplitUnits((), False, f"Ô chỉ ghi “{text}”, cần ghi rõ tên đơn vị.")
    if _NOTHING.fullmatch(text):
        return SplitUnits(())
    opened = _open(text, known)
    if _TWO_KNOWN.search(opened.key):
        opened.doubts.append("Trong ô có hai tên đơn vị liền nhau, cần xem là một hay hai đơn vị.")
    names = tuple(dict.fromkeys(name for name in _names(opened) if name))
    if not names:
        return SplitUnits((), False, f"Không thấy tên đơn vị trong “{one_line(text)[:80]}”.")
    if "chủ trì" in opened.key and "phối hợp" in opened.key:
        opened.doubts.append("Trong ô có cả đơn vị chủ trì và đơn vị phối hợp, cần tách ra.")
    message = " ".join(dict.fromkeys(opened.doubts))
    return SplitUnits(names, not opened.doubts, message or None)


def _open(text: str, known: Collection[str]) -> _Cell:
    key = tone_placement_folded(text).translate(_DASHES)
    if len(key) != len(text):  # a letter such as İ grows when folded: go on with the folded text
        text = key
    key = key.replace(_KNOWN, " ").replace(_SHUT, " ")
    key = _IN_BRACKETS.sub(lambda match: re.sub(r"[,;/&+\n-]", _SHUT, match[0]), key)
    for start, end in known_spans(text, key, known):
        key = key[:start] + _KNOWN * (end - start) + key[end:]
    return _Cell(text, key)


def _names(cell: _Cell) -> Iterator[str]:
    start = 0
    for separator in _SEPARATOR.finditer(cell.key):
        left = _bare(cell.key[start : separator.start()])
        if _cuts(cell, separator, left):
            yield _name(cell, start, separator.start())
            start = separator.end()
    yield _name(cell, start, len(cell.key))


def _name(cell: _Cell, start: int, end: int) -> str:
    """The printed words of a piece without its bullet and lead-in."""
    start += _lead_length(cell.key[start:end])
    name = one_line(cell.text[start:end]).strip(_EDGES)
    return name[:1].upper() + name[1:]


def _bare(key: str) -> str:
    return key[_lead_length(key) :].strip()


def _lead_length(key: str) -> int:
    """How many letters of a piece come before its name."""
    place = len(key) - len(key.lstrip())
    for pattern in (BULLET, LEAD_IN):
        lead = pattern.match(key, place)
        place = lead.end() if lead else place
    return place


def _cuts(cell: _Cell, separator: re.Match[str], left: str) -> bool:
    """Whether this separator stands between two units; doubts are noted on the cell."""
    following = cell.key[separator.end() : separator.end() + _LONGEST_NAME]
    right = _bare(_PIECE_END.split(following, maxsplit=1)[0])
    match separator.lastgroup:
        case "hard":
            return True
        case "together":
            return _cuts_together(cell, left)
        case "line":
            return _cuts_line(cell, separator, right)
        case "comma":
            return _cuts_comma(cell, separator, left, right)
        case _:
            return _cuts_between(cell, separator, left, right)


def _cuts_together(cell: _Cell, left: str) -> bool:
    """ "A phối hợp với B" names two units; "Đề nghị phối hợp với B" only one."""
    if ASKING.fullmatch(left):
        return False
    cell.doubts.append("Trong ô có chữ “phối hợp” giữa hai đơn vị, cần xem đơn vị nào chủ trì.")
    return True


def _cuts_line(cell: _Cell, separator: re.Match[str], right: str) -> bool:
    """A new line begins a new unit unless its words go on with the name above."""
    if not right or BULLET.match(cell.key, separator.end()) or _begins_unit(cell, separator, right):
        return True
    following = cell.text[separator.end() :][:_LONGEST_NAME].lstrip()
    if following[:1].isupper():
        shown = following.splitlines()[0][:60]
        cell.doubts.append(f"Dòng “{shown}” được hiểu là phần tiếp của tên đơn vị ở dòng trên.")
    return False


def _cuts_comma(cell: _Cell, separator: re.Match[str], left: str, right: str) -> bool:
    if _inside_generic_list(left, right):
        return False
    if not left or not right or _begins_unit(cell, separator, right):
        return True
    rest = cell.key[separator.end() : separator.end() + _LONGEST_NAME]
    is_one_name = bool(NAMED_BY_FIELDS.match(left)) and _ends_an_enumeration(rest)
    if not is_one_name or "," in rest[: rest.find(" và ")]:
        shown = (
            one_line(cell.text[separator.end() :][:_LONGEST_NAME]).split(",")[0].strip(_EDGES)[:60]
        )
        cell.doubts.append(f"“{shown}” có thể là đơn vị riêng, có thể là phần tiếp của tên trước.")
    return not is_one_name


def _cuts_between(cell: _Cell, separator: re.Match[str], left: str, right: str) -> bool:
    """At a dash, a slash or "và" only a new unit cuts."""
    kind = separator.lastgroup
    if kind == "dash" and not left:
        return True
    if not left or not _begins_unit(cell, separator, right):
        return False
    if COUNCIL_AT_END.search(left) and COMMITTEE.match(right):
        return False
    if kind == "and" and _inside_generic_list(left, right):
        return False
    two_known = left.endswith(_KNOWN) and right.startswith(_KNOWN)
    in_prose = kind == "dash" and not cell.is_list
    if not two_known and (in_prose or not _UNIT.match(left)):
        cell.doubts.append(f"Chưa chắc “{one_line(cell.text)[:80]}” gồm mấy đơn vị.")
    return True


def _begins_unit(cell: _Cell, separator: re.Match[str], right: str) -> bool:
    if not _UNIT.match(right):
        return False
    if not CAPITAL_ONLY.match(right):
        return True
    start = separator.end()
    start += _lead_length(cell.key[start : start + _LONGEST_NAME])
    return cell.text[start : start + 1].isupper()


def _inside_generic_list(left: str, right: str) -> bool:
    """ "Các sở, ban, ngành và đơn vị liên quan" is one addressee, however many nouns it lists."""
    return bool(ENDS_GENERIC.match(left) and GENERIC_TAIL.match(right))


def _ends_an_enumeration(key: str) -> bool:
    """ "… Hạ tầng và Đô thị": the fields of one office, closed by a "và" that begins no unit."""
    for part in re.split(r"[,;\n]", key):
        if _UNIT.match(part.strip()):
            return False
        closing = re.search(r"\s(?:và|&)\s+(.*)", part)
        if closing:
            return not _UNIT.match(closing[1])
    return False
