"""Who leads and who cooperates, from a heading ("Giao Phòng A:") or from the task's own words."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from tracker.reading.directives.naming import Named, all_names, names_at
from tracker.reading.patterns import either

_BODY = either(
    "ubnd",
    "[uủ][ỷy] ban nhân dân",
    "chủ tịch",
    "đảng ủy",
    "ban chỉ đạo",
    "ban thường vụ",
    "thường trực",
)
_ISSUER = rf"(?:{_BODY}\b[^.;:,]{{0,60}}? )?"
_ASSIGNS = re.compile(
    _ISSUER
    + either(
        "giao(?: nhiệm vụ| trách nhiệm| việc)?(?: cho)?",
        "phân công(?: nhiệm vụ)?(?: cho)?",
        "(?:kính )?đề nghị",
        "yêu cầu",
        "đối với",
        "(?:trách nhiệm|nhiệm vụ) của",
    )
    + r"[ :]+",
    re.IGNORECASE,
)
_ADVERB = either(
    "chủ động",
    "tích cực",
    "tiếp tục",
    "thường xuyên",
    "kịp thời",
    "(?:có|chịu) trách nhiệm",
    "nghiêm túc",
    "khẩn trương",
)
_ADVERBS = rf"(?:{_ADVERB}(?:,| và)? )*"
_LEADS = re.compile(rf"{_ADVERBS}(?:là (?:đơn vị|cơ quan) )?chủ trì\b")
_JOINS = re.compile(rf"{_ADVERBS}phối hợp\b")
_WITH = re.compile(
    r"(?:chủ trì\s*,?\s*(?:và\s+)?|,\s*|\bvà\s+|^)(?:đồng thời )?(?:chủ động |tích cực )?phối hợp"
    r"(?:\s+(?:chặt chẽ|đồng bộ|hiệu quả))?\s+(?:với|cùng(?: với)?)\s+",
    re.IGNORECASE,
)
_PARTNER_ALONE = re.compile(
    rf"^{_ADVERBS}phối hợp(?:\s+chặt chẽ)?\s+(?:với|cùng(?: với)?)\s+", re.IGNORECASE
)
_TAKES_CHARGE = re.compile(
    either(
        "chủ trì",
        "phối hợp",
        "(?:có|chịu) trách nhiệm",
        "tham mưu",
        "có nhiệm vụ",
        "(?:là|làm) đầu mối",
        "thực hiện",
        "hướng dẫn",
        "tổng hợp",
        "theo dõi",
    )
    + r"\b"
)
_SAYS_NO_ACTION = re.compile(
    r"(?:đạt|giảm|theo|để|nhằm|khi|thì|trong việc|về việc|trên cơ sở|căn cứ|trước ngày|phấn đấu|\W)"
)
_CAPITAL = re.compile(r"[A-ZĐÀ-Ỹ]")


@dataclass(frozen=True, slots=True)
class Assignment:
    """The units of a heading or a task, and what is doubtful about them."""

    lead: Named | None = None
    partners: Named | None = None
    cooperates_only: bool = False
    end: int = 0

    @property
    def doubts(self) -> list[str]:
        found = (self.lead, self.partners)
        return [named.message for named in found if named and named.message]


def read_opening(words: str, known: Collection[str] = ()) -> Assignment | None:
    """ "Giao Phòng A chủ trì, phối hợp với Trạm Y tế …"; None when the words assign to nobody."""
    match = _ASSIGNS.match(words)
    if match is None:
        return None
    start = match.end()
    named = names_at(words[start:], known)
    if named is None:
        return None
    named = _listed_after_colon(words[start:], named, known)
    return _with_role(words, start + named.end, named, known)


def read_bare_names(words: str, known: Collection[str] = ()) -> Assignment | None:
    """A heading that is only a unit's name, or "Phòng A: …", "Công an phường có trách nhiệm …"."""
    alone = all_names(words, known)
    if alone is not None:
        return Assignment(alone, end=len(words))
    named = names_at(words, known) if _CAPITAL.match(words) else None
    if named is None:
        return None
    rest = words[named.end :].lstrip()
    if rest.startswith(":") and rest.strip(" :"):
        return _with_role(words, named.end, named, known)
    if not rest or _SAYS_NO_ACTION.match(rest):
        return None
    if not _TAKES_CHARGE.match(rest):
        doubt = f"Đơn vị “{named.text}” lấy từ đầu câu; hãy xem có đúng là đơn vị chủ trì không."
        named = replace(named, message=" ".join(filter(None, (named.message, doubt))))
    return _with_role(words, named.end, named, known)


def read_role(words: str, known: Collection[str] = ()) -> Assignment:
    """The part the assigned unit has in a task: leading unless the words say "Phối hợp …"."""
    if _JOINS.match(words.lower()):
        match = _PARTNER_ALONE.match(words)
        partners = names_at(words[match.end() :], known) if match else None
        return Assignment(partners=partners, cooperates_only=True)
    match = _WITH.search(words)
    return Assignment(partners=names_at(words[match.end() :], known) if match else None)


def says_it_leads(words: str) -> bool:
    return _LEADS.match(words.lower()) is not None


def _with_role(words: str, end: int, named: Named, known: Collection[str]) -> Assignment:
    role = read_role(words[end:].lstrip(" :,-"), known)
    return Assignment(named, role.partners, role.cooperates_only, end)


def _listed_after_colon(words: str, named: Named, known: Collection[str]) -> Named:
    """ "Giao các đơn vị: Phòng A, Trạm Y tế": the names themselves stand behind the colon."""
    rest = words[named.end :]
    if not (rest.lstrip().startswith(":") and named.text.lower().startswith(("các", "thủ trưởng"))):
        return named
    listed = all_names(rest.lstrip(" :"), known)
    if listed is None:
        return named
    return Named(listed.names, listed.text, len(words), listed.message)
