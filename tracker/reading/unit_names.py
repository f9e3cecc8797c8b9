"""Splits a printed cell into unit names: known names first, then where a new unit begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tracker.core.text_vn import normalise, one_line, tone_placement_folded
from tracker.reading.unit_hints import is_collective, is_leadership, is_outside_ward
from tracker.reading.unit_keys import base_letters, loose_unit_key, unit_key

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
# Stands over separators inside brackets.
_SHUT = "\ue001"

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_BULLET = re.compile(r"\s*(?:[-+•*·]\s*|\d{1,2}[.)]\s+|[a-dđ]\)\s+)")
_LEAD_IN = re.compile(
    r"(?:(?:đề nghị|giao|yêu cầu|mời)\s+)?"
    r"(?:(?:(?:cơ quan|đơn vị) )?(?:chủ trì|phối hợp|tham mưu)(?:\s*,\s*|\s+và\s+|\s+|(?=:)|$))*"
    r"(?:(?:cùng )?với\s+|cùng\s+)?:?\s*"
)
_UNIT = re.compile(
    r"(?:văn phòng|phòng|trung tâm|tt ?pv|bộ phận|công an|ca phường|trạm|sở|ubnd|ủy ban|hđnd|hội đồng nhân dân"
    r"|đảng ủy|đoàn(?! thể)|hội(?! nghị| đồng| trường| thảo| họp| nhập)|mttq|ubmttq|mặt trận|liên đoàn|công đoàn"
    r"|đài|trường|ban(?! hành)|tổ(?! chức)|tdp|thôn|khu phố|kho bạc|chi cục|cục|bảo hiểm xã hội|bhxh|tòa án"
    r"|viện kiểm sát|thanh tra|các|lãnh đạo|chủ tịch|phó chủ tịch|công chức|cbcc|bch|bộ chỉ huy|thuế|bưu điện"
    rf"|ngân hàng|hợp tác xã|đơn vị|cơ quan)\b|{_KNOWN}"
)
_GENERIC = (
    r"(?:phòng|ban|sở|ngành|đơn vị|cơ quan|xã|phường|đặc khu|thị trấn|huyện|thôn|tổ dân phố|tdp|khu phố|ấp|đoàn thể"
    r"|tổ chức|hội|cán bộ|công chức|viên chức|người lao động|địa phương|cá nhân|trường|trạm|trung tâm|bộ phận|bộ)"
)
_ENDS_GENERIC = re.compile(rf"(?:^|.*[,&] ?|.*\bvà |.*\b(?:các|những) ){_GENERIC}$")
_GENERIC_TAIL = re.compile(
    rf"{_GENERIC}(?:$| (?:chuyên môn|có liên quan|liên quan|trực thuộc|thuộc|của|trên|trong|tỉnh|thành phố|tp"
    r"|phường|xã|huyện|cấp|ngoài|khác|và)\b)"
)
_NAMED_BY_FIELDS = re.compile(r"(?:phòng|sở|bộ(?! phận)|ban|trung tâm|bộ phận|chi cục)\b")
_SEPARATOR = re.compile(
    r"(?P<hard>;)|(?P<line>\n)|(?P<comma>,)|(?P<dash>(?<!\S)-(?=\s)| - )|(?P<and>\s(?:và|&|\+)\s)"
    r"|(?P<slash> ?/ ?)|(?P<together>,?\s(?:chủ trì,? )?phối hợp (?:với|cùng)\s)"
)
_NOTHING = re.compile(r"[\W_]*")
_AS_ABOVE = re.compile(r"(?:nt|n/t|như trên)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SplitUnits:
    """The names in a cell, as printed; `message` says in Vietnamese what is doubtful."""

    names: tuple[str, ...]
    certain: bool = True
    message: str | None = None


@dataclass
class _Cell:
    """The cell as printed, and letter by letter alongside the key its separators are sought in."""

    text: str
    key: str
    doubts: list[str] = field(default_factory=list)

    @property
    def bulleted(self) -> bool:
        return self.key.startswith(("-", "+", "•", "*"))


def split_units(cell: str | None, known: Collection[str] = ()) -> SplitUnits:
    """The unit names printed in one cell, each with its first letter upper-cased.

    Names of `known` (names and aliases) are found before the cell is split, longest first, so
    that a comma, a dash or "và" inside them stays; the rest is split where a new unit begins.
    """
    text = normalise(cell or "").strip()
    if _AS_ABOVE.fullmatch(text):
        return SplitUnits((), False, f"Ô chỉ ghi “{text}”, cần ghi rõ tên đơn vị.")
    if _NOTHING.fullmatch(text):
        return SplitUnits(())
    opened = _open(text, known)
    names = tuple(dict.fromkeys(name for name in _names(opened) if name))
    if not names:
        return SplitUnits((), False, f"Không thấy tên đơn vị nào trong “{one_line(text)[:80]}”.")
    if "chủ trì" in opened.key and "phối hợp" in opened.key:
        opened.doubts.append("Trong ô có cả đơn vị chủ trì và đơn vị phối hợp, cần tách ra.")
    message = " ".join(dict.fromkeys(opened.doubts))
    return SplitUnits(names, not opened.doubts, message or None)


def _open(text: str, known: Collection[str]) -> _Cell:
    key = tone_placement_folded(text).translate(_DASHES)
    if len(key) != len(text):  # a letter such as İ grows when folded: go on with the folded text
        text = key
    key = key.replace(_KNOWN, " ").replace(_SHUT, " ")
    key = re.sub(r"\([^()]*\)", lambda m: re.sub(r"[,;/&+\n-]", _SHUT, m[0]), key)
    for start, end in _known_spans(text, key, known):
        key = key[:start] + _KNOWN * (end - start) + key[end:]
    return _Cell(text, key)


def _known_spans(text: str, key: str, known: Collection[str]) -> list[tuple[int, int]]:
    letters = base_letters(text)
    taken: list[tuple[int, int]] = []
    patterns = [(unit_key(name), name) for name in known if unit_key(name)]
    for name_key, _ in sorted(patterns, key=lambda pair: len(pair[0]), reverse=True):
        for match in _known_pattern(name_key).finditer(letters):
            start, end = match.span()
            overlaps = any(start < other_end and other < end for other, other_end in taken)
            if not overlaps and _begins_alone(key, start) and _ends_alone(key, end, taken):
                taken.append((start, end))
    return taken


def _known_pattern(name_key: str) -> re.Pattern[str]:
    """The words of a key with any blanks and signs between them."""
    gap = r"[^\w]+"
    words = name_key.replace("hdnd ubnd", "hdndubnd").split()
    council, committee = (
        rf"(?:hdnd|hoi{gap}dong{gap}nhan{gap}dan)",
        rf"(?:ubnd|uy{gap}ban{gap}nhan{gap}dan)",
    )
    forms = {
        "hdndubnd": rf"{council}[^\w]*(?:\bva\b)?[^\w]*{committee}",
        "hdnd": rf"{council}(?![^\w]*(?:va\b)?[^\w]*{committee})",
        "ubnd": committee,
    }
    return re.compile(r"\b" + gap.join(forms.get(word, re.escape(word)) for word in words) + r"\b")


def _begins_alone(key: str, start: int) -> bool:
    before = key[:start]
    if re.search(r"(?:^|[,;\n/&+:(]|(?:^|\s)-|[•*·]|\d[.)]|\bvà|\bvới|\bcùng)\s*$", before):
        return True
    return bool(_LEAD_IN.fullmatch(_BULLET.sub("", before, count=1)))


def _ends_alone(key: str, end: int, taken: list[tuple[int, int]]) -> bool:
    after = key[end:]
    if re.match(r"\s*(?:$|[,;\n/.()])", after):
        return True
    joint = re.match(r"\s*(?:-|&|\+|và)\s+", after)
    if joint is None:
        return False
    following = end + joint.end()
    return any(start == following for start, _ in taken) or bool(_UNIT.match(key, following))


def _names(cell: _Cell) -> Iterator[str]:
    cuts = [0]
    for match in _SEPARATOR.finditer(cell.key):
        left = _stripped(cell.key[cuts[-1] : match.start()])
        if _cuts(cell, match, left):
            cuts += [match.start(), match.end()]
    cuts.append(len(cell.key))
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        yield _name(cell, start, end)


def _name(cell: _Cell, start: int, end: int) -> str:
    """The printed words of a piece without its bullet and lead-in."""
    key = cell.key[start:end]
    for pattern in (_BULLET, _LEAD_IN):
        lead = pattern.match(key.lstrip())
        if lead is not None:
            start += len(key) - len(key.lstrip()) + lead.end()
            key = cell.key[start:end]
    name = one_line(cell.text[start:end]).strip(" ,;:/.-–—")
    return name[:1].upper() + name[1:]


def _stripped(key: str) -> str:
    key = key.strip()
    for pattern in (_BULLET, _LEAD_IN):
        lead = pattern.match(key)
        key = key[lead.end() :] if lead else key
    return key.strip()


def _cuts(cell: _Cell, match: re.Match[str], left: str) -> bool:
    """Whether this separator stands between two units; doubts are noted on the cell."""
    right = _stripped(re.split(r"[,;\n]| - ", cell.key[match.end() :], maxsplit=1)[0])
    kind = match.lastgroup
    if kind == "hard":
        return True
    if kind == "together":
        if left in ("", "đề nghị", "giao", "yêu cầu", "mời", "chủ trì"):
            return False
        cell.doubts.append("Trong ô có chữ “phối hợp” giữa hai đơn vị, cần xem đơn vị nào chủ trì.")
        return True
    if not left or not right:
        return kind in ("line", "comma", "dash")
    if kind == "line":
        return _cuts_line(cell, match, right)
    if _inside_council_and_committee(left, right):
        return False
    if kind in ("comma", "and") and _inside_generic_list(left, right):
        return False
    if kind == "comma":
        return _cuts_comma(cell, match, left, right)
    return _cuts_between_units(cell, kind or "", left, right)


def _cuts_line(cell: _Cell, match: re.Match[str], right: str) -> bool:
    bulleted = _BULLET.match(cell.key, match.end()) is not None
    if bulleted or _UNIT.match(right):
        return True
    following = cell.text[match.end() :].lstrip()
    if following[:1].isupper():
        cell.doubts.append(
            f"“{following.splitlines()[0][:60]}” ở dòng sau được hiểu là phần tiếp của tên."
        )
    return False


def _inside_council_and_committee(left: str, right: str) -> bool:
    council = re.search(r"(?:hđnd|hội đồng nhân dân)$", left)
    return bool(council and re.match(r"(?:ubnd|ủy ban nhân dân)\b", right))


def _inside_generic_list(left: str, right: str) -> bool:
    """ "Các sở, ban, ngành và đơn vị liên quan" is one addressee, however many nouns it lists."""
    return bool(_ENDS_GENERIC.match(left) and _GENERIC_TAIL.match(right))


def _cuts_comma(cell: _Cell, match: re.Match[str], left: str, right: str) -> bool:
    if _UNIT.match(right):
        return True
    if _NAMED_BY_FIELDS.match(left) and _ends_an_enumeration(cell.key[match.end() :]):
        return False
    shown = one_line(cell.text[match.end() :]).split(",")[0].strip()
    cell.doubts.append(
        f"“{shown[:60]}” không bắt đầu như tên một đơn vị, có thể là phần của tên trước."
    )
    return True


def _ends_an_enumeration(key: str) -> bool:
    """ "… Hạ tầng và Đô thị": the fields of one office, closed by a "và" that begins no unit."""
    for part in re.split(r"[,;\n]", key):
        if _UNIT.match(part.strip()):
            return False
        closing = re.search(r"\s(?:và|&)\s+(.*)", part)
        if closing:
            return not _UNIT.match(closing[1])
    return False


def _cuts_between_units(cell: _Cell, kind: str, left: str, right: str) -> bool:
    if not _UNIT.match(right):
        return False
    sure = bool(_UNIT.match(left)) and not (kind == "dash" and not cell.bulleted)
    both_known = left.endswith(_KNOWN) and right.startswith(_KNOWN)
    if not (sure or both_known):
        cell.doubts.append(f"Chưa chắc “{one_line(cell.text)[:80]}” là mấy đơn vị.")
    return True
