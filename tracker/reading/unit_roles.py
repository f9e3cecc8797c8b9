"""Takes a cell apart that names who leads and who cooperates ("Chủ trì: A; phối hợp: B, C")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.core.text_vn import tone_placement_folded
from tracker.reading.raw import as_printed
from tracker.reading.unit_words import ASKING

_LEADS, _HELPS = "chủ trì", "phối hợp"
_BODY = r"(?:(?:các )?(?:cơ quan|đơn vị|phòng|bộ phận|cá nhân|người) )?"
# As in "Chủ trì: …" and "- Cơ quan phối hợp thực hiện: …".
_MARK = re.compile(
    rf"(?:^|(?<=[\s;,.(+-])){_BODY}(?P<role>{_LEADS}|{_HELPS})"
    r"(?: thực hiện| chính| tham mưu| giải quyết)?(?: với)?\s*[:–]\s*"
)
_MARK_WITH_DASH = re.compile(rf"(?:^|(?<=[\n;])|(?<=; )){_BODY}(?P<role>{_LEADS}|{_HELPS})\s+-\s+")
# As in "Phòng A (chủ trì)".
_IN_BRACKETS = re.compile(rf"\s*[(\[]\s*(?:đơn vị |cơ quan )?(?P<role>{_LEADS}|{_HELPS})\s*[)\]]")
# "Phòng A chủ trì, phối hợp với B" and "Phòng A chủ trì; các đơn vị phối hợp"
_LEADS_WITH = re.compile(
    rf"(?P<lead>[^:()]+?) {_LEADS}\s*[,;]?\s*(?:và )?{_HELPS}(?: thực hiện)?"
    r"(?: (?:với|cùng))?(?: (?:các )?đơn vị:)? (?P<help>[^:()]+)"
)
_LEADS_AND_HELPS = re.compile(
    rf"(?P<lead>[^:();,]+?) {_LEADS}\s*[,;.\n]\s*(?P<help>[^:()]+?) (?:cùng )?{_HELPS}"
    r"(?: thực hiện)?\.?"
)
_LISTS = re.compile(r"[;,\n]")
_EDGES = " \n,;.-–+•"


@dataclass(frozen=True, slots=True)
class Roles:
    """The words of the leading and of the cooperating units; uncertain when a role was guessed."""

    lead: str
    cooperating: str
    certain: bool = True


def split_roles(cell: str) -> Roles | None:
    """The two roles of a cell that names both, or None when it does not say who has which."""
    key = tone_placement_folded(cell)
    if len(key) != len(cell):
        return None
    if _LEADS not in key:
        return _named_helpers(cell, key)
    return _marked(cell, key) or _bracketed(cell, key) or _in_a_sentence(cell, key)


def _marked(cell: str, key: str) -> Roles | None:
    marks = list(_MARK.finditer(key)) or list(_MARK_WITH_DASH.finditer(key))
    if not marks or as_printed(cell[: marks[0].start()]).strip(_EDGES):
        return None
    parts = {_LEADS: "", _HELPS: ""}
    for mark, end in _with_ends(marks, len(cell)):
        words = cell[mark.end() : end].strip(_EDGES)
        parts[mark["role"]] = f"{parts[mark['role']]}\n{words}".strip("\n")
    if not parts[_LEADS]:
        return None
    return Roles(parts[_LEADS], parts[_HELPS])


def _named_helpers(cell: str, key: str) -> Roles | None:
    """ "Phòng A; phối hợp: Phòng B, C": whom nothing marks, before the mark, leads."""
    marks = [mark for mark in _MARK.finditer(key) if mark["role"] == _HELPS]
    lead = cell[: marks[0].start()].strip(_EDGES) if marks else ""
    if not lead or ASKING.fullmatch(tone_placement_folded(lead)):
        return None
    helping = [cell[mark.end() : end] for mark, end in _with_ends(marks, len(cell))]
    words = "\n".join(part.strip(_EDGES) for part in helping)
    return Roles(lead, words) if words.strip(_EDGES) else None


def _with_ends(marks: list[re.Match[str]], end: int) -> Iterator[tuple[re.Match[str], int]]:
    """Each mark with the place where its words end."""
    return zip(marks, [*(mark.start() for mark in marks[1:]), end], strict=True)


def _bracketed(cell: str, key: str) -> Roles | None:
    """Names are followed by their role; names without one cooperate, but that is a guess."""
    parts: dict[str, list[str]] = {_LEADS: [], _HELPS: []}
    certain, start = True, 0
    for role in _IN_BRACKETS.finditer(key):
        words = cell[start : role.start()].strip(_EDGES)
        # "Khoa A, Phòng B (chủ trì)": a comma may stand in a name or between two
        certain = certain and not (role["role"] == _LEADS and _LISTS.search(words))
        parts[role["role"]].append(words)
        start = role.end()
    if not parts[_LEADS]:
        return None
    rest = cell[start:].strip(_EDGES)
    if rest:
        parts[_HELPS].append(rest)
    return Roles("\n".join(parts[_LEADS]), "\n".join(parts[_HELPS]), certain and not rest)


def _in_a_sentence(cell: str, key: str) -> Roles | None:
    for pattern in (_LEADS_WITH, _LEADS_AND_HELPS):
        match = pattern.fullmatch(key.strip(_EDGES))
        if match is not None:
            offset = len(key) - len(key.lstrip(_EDGES))
            lead, helping = match.span("lead"), match.span("help")
            return Roles(
                cell[offset + lead[0] : offset + lead[1]].strip(_EDGES),
                cell[offset + helping[0] : offset + helping[1]].strip(_EDGES),
            )
    return None
