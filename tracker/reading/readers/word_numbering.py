"""The automatic numbers of a Word document: printed on the page, absent from the text.

WordprocessingML keeps them as counters (ISO/IEC 29500-1, 17.9): a paragraph names a list and a
level, the list names its abstract definition, the definition says how each level is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    number_format: str
    text: str
    legal: bool


@dataclass(slots=True)
class Numbering:
    """Counts the lists of one document; `label` must be called once per numbered paragraph."""

    levels: dict[str, dict[int, _Level]]
    list_to_definition: dict[str, str]
    start_overrides: dict[tuple[str, int], int]
    style_lists: dict[str, tuple[str, int]]
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _overridden: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str | None:
        """The number printed before this paragraph, or None when it has none."""
        found = self._list_of(paragraph)
        if found is None or found[0] not in self.list_to_definition:
            return None
        list_id, level = found
        definition = self.list_to_definition[list_id]
        if level not in self.levels.get(definition, {}):
            return None
        self._advance(list_id, definition, level)
        return self._written(definition, level)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        own = list_reference(properties)
        style = properties.find(f"{W}pStyle")
        inherited = self.style_lists.get(style.get(f"{W}val", "")) if style is not None else None
        if own is None:
            return inherited
        list_id, level = own
        if list_id is None:
            return (inherited[0], level) if inherited else None
        return None if list_id == "0" else (list_id, level)

    def _advance(self, list_id: str, definition: str, level: int) -> None:
        counters = self._counters.setdefault(definition, {})
        override = self.start_overrides.get((list_id, level))
        if override is not None and (list_id, level) not in self._overridden:
            self._overridden.add((list_id, level))
            counters[level] = override
        else:
            start = self.levels[definition][level].start
            counters[level] = counters[level] + 1 if level in counters else start
        for deeper in [known for known in counters if known > level]:
            del counters[deeper]

    def _written(self, definition: str, level: int) -> str | None:
        levels, counters = self.levels[definition], self._counters[definition]
        own = levels[level]
        if own.number_format == "bullet":
            return "-"
        if own.number_format == "none":
            return None

        def number(match: re.Match[str]) -> str:
            shown = int(match[1]) - 1
            definition_of_shown = levels.get(shown, own)
            value = counters.get(shown, definition_of_shown.start)
            written = "decimal" if own.legal else definition_of_shown.number_format
            return write_number(value, written)

        return re.sub(r"%(\d)", number, own.text).strip() or None


def list_reference(properties: etree._Element) -> tuple[str | None, int] | None:
    """(list, level) named by paragraph properties; the list is None when only a level is named."""
    reference = properties.find(f"{W}numPr")
    if reference is None:
        return None
    list_id = _value(reference, "numId")
    return list_id, _integer(_value(reference, "ilvl"), 0)


def write_number(value: int, number_format: str) -> str:
    """A counter as Word writes it in this format; unknown formats are written as decimals."""
    match number_format:
        case "upperRoman":
            return _roman(value)
        case "lowerRoman":
            return _roman(value).lower()
        case "upperLetter":
            return _letters(value).upper()
        case "lowerLetter":
            return _letters(value)
        case "decimalZero":
            return f"{value:02d}"
        case _:
            return str(value)


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The counters of a document from its numbering and style parts (either may be missing)."""
    result = Numbering({}, {}, {}, {} if styles is None else _style_lists(styles))
    if numbering is None:
        return result
    links = _read_definitions(numbering, result)
    for entry in numbering.iterfind(f"{W}num"):
        _read_list(entry, result)
    for definition, style in links.items():
        target = result.style_lists.get(style)
        if target and target[0] in result.list_to_definition:
            linked = result.list_to_definition[target[0]]
            result.levels[definition] = result.levels.get(linked, {})
    return result


def _read_definitions(numbering: etree._Element, result: Numbering) -> dict[str, str]:
    links = {}
    for definition in numbering.iterfind(f"{W}abstractNum"):
        key = definition.get(f"{W}abstractNumId", "")
        result.levels[key] = {
            _integer(level.get(f"{W}ilvl"), 0): _read_level(level)
            for level in definition.iterfind(f"{W}lvl")
        }
        if linked := _value(definition, "numStyleLink"):
            links[key] = linked
    return links


def _read_list(entry: etree._Element, result: Numbering) -> None:
    list_id, definition = entry.get(f"{W}numId", ""), _value(entry, "abstractNumId") or ""
    result.list_to_definition[list_id] = definition
    for override in entry.iterfind(f"{W}lvlOverride"):
        level = _integer(override.get(f"{W}ilvl"), 0)
        start = _value(override, "startOverride")
        if start is not None:
            result.start_overrides[list_id, level] = _integer(start, 1)


def _read_level(level: etree._Element) -> _Level:
    legal = level.find(f"{W}isLgl")
    return _Level(
        start=_integer(_value(level, "start"), 1),
        number_format=_value(level, "numFmt") or "decimal",
        text=_value(level, "lvlText") or "",
        legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false", "off"},
    )


def _style_lists(styles: etree._Element) -> dict[str, tuple[str, int]]:
    direct: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in styles.iterfind(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        parents[name] = _value(style, "basedOn") or ""
        properties = style.find(f"{W}pPr")
        reference = list_reference(properties) if properties is not None else None
        if reference and reference[0] and reference[0] != "0":
            direct[name] = (reference[0], reference[1])
    return {name: found for name in parents if (found := _inherited(name, direct, parents))}


def _inherited(
    name: str, direct: dict[str, tuple[str, int]], parents: dict[str, str]
) -> tuple[str, int] | None:
    for _ in range(20):  # a damaged file may hold a ring of styles
        if name in direct:
            return direct[name]
        name = parents.get(name, "")
    return None


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _integer(text: str | None, fallback: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else fallback


def _roman(value: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        while value >= size:
            written, value = written + letters, value - size
    return written


def _letters(value: int) -> str:
    # Word doubles the letter after z: aa, bb, cc.
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
