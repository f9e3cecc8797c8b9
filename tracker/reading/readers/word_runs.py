"""The words of a Word paragraph as they stand on the page, and what was left out of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.raw import STRUCK
from tracker.reading.readers.marks import NOTE_LEFT_OUT, is_note_mark
from tracker.reading.readers.package import damaged
from tracker.reading.readers.word_numbering import W

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX = f"{W}txbxContent"
MAX_DEPTH = 60

# Deleted and moved-away words are not on the page; field codes and ruby notes never are.
UNPRINTED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{W}pPr",
    f"{W}rPr",
    f"{W}rt",
    FALLBACK,
}
# The mark of a note, and what its own part of the package calls it.
NOTES = {
    f"{W}footnoteReference": ("word/footnotes.xml", f"{W}footnote"),
    f"{W}endnoteReference": ("word/endnotes.xml", f"{W}endnote"),
}
_BREAKS = {f"{W}br", f"{W}cr"}
_BLANKS = {f"{W}tab", f"{W}ptab"}
_TICKS = {"F0FC", "F0FE", "F052", "F0FB", "F0FD", "F054", "F050", "F051"}


@dataclass(slots=True)
class Words:
    """A paragraph's words, line breaks as line feeds, and sentences about what was left out.

    `notes` are the foot- and endnotes it points to, each by the name of its mark and its number.
    """

    pieces: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return "".join(self.pieces).split("\n")

    @property
    def last_piece(self) -> str:
        return next((piece for piece in reversed(self.pieces) if piece.strip()), "")


def read_words_of(paragraph: etree._Element) -> Words:
    """What a paragraph prints, without its automatic number and its text boxes."""
    words = Words()
    _read(paragraph, words, 0)
    return words


def is_on(switch: etree._Element | None) -> bool:
    """Whether a property such as bold or hidden is set."""
    return switch is not None and switch.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes drawn at a paragraph, each once (Word keeps a copy for older programs)."""
    for box in element.iter(TEXT_BOX):
        if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
            yield box


def _read(element: etree._Element, words: Words, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise damaged()
    for child in element:
        tag = child.tag
        if tag in UNPRINTED or tag == TEXT_BOX or _is_prompt(child):
            continue
        if tag == f"{W}r" and _is_left_out(child, words):
            continue
        if tag == f"{W}t":
            words.pieces.append((child.text or "").replace("\n", " "))
        elif tag in _BREAKS:
            words.pieces.append("\n")
        elif tag in _BLANKS:
            words.pieces.append(" ")
        elif tag == f"{W}noBreakHyphen":
            words.pieces.append("-")
        elif tag in NOTES:
            words.notes.append((tag, child.get(f"{W}id", "")))
        elif tag == f"{W}sym":
            words.pieces.append("✓" if child.get(f"{W}char", "").upper() in _TICKS else "")
        else:
            _read(child, words, depth + 1)


def _is_left_out(run: etree._Element, words: Words) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    if is_on(properties.find(f"{W}vanish")):
        return True
    text = "".join(run.itertext(f"{W}t")).strip()
    if text and any(is_on(properties.find(f"{W}{name}")) for name in ("strike", "dstrike")):
        words.doubts.append(STRUCK)
        return True
    raised = properties.find(f"{W}vertAlign")
    if raised is None or raised.get(f"{W}val") != "superscript":
        return False
    if not is_note_mark(text, words.last_piece):
        return False
    words.doubts.append(NOTE_LEFT_OUT.format(text))
    return True


def _is_prompt(control: etree._Element) -> bool:
    """A content control nobody has filled in shows only what to do ("Click to enter a date")."""
    return control.tag == f"{W}sdt" and is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))
