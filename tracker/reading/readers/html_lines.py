"""The words of a piece of a web page as the lines a browser would show."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from tracker.reading.raw import STRUCK
from tracker.reading.readers.marks import NOTE_LEFT_OUT, is_note_mark

_BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "td", "th", "tr", "ul",
}  # fmt: skip
_UNSHOWN = {
    "script", "style", "template", "noscript", "head", "title", "select", "option", "button",
    "svg", "object", "iframe", "textarea", "audio", "video", "colgroup", "col",
}  # fmt: skip
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE)
_STRUCK = {"s", "strike", "del"}
_BLANKS = re.compile(r"\s+")
_DEEPEST = 180

OnTable = Callable[[etree._Element], None]


class Lines:
    """Collects words into lines; blanks and line feeds of the source count as one blank."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._open: list[str] = []
        self._bold: list[bool] = []
        self.doubts: list[str] = []

    def add(self, text: str | None, *, bold: bool = False, as_written: bool = False) -> None:
        if not text:
            return
        if as_written and "\n" in text:
            first, *others = text.split("\n")
            self.add(first, bold=bold)
            for line in others:
                self.end()
                self.add(line, bold=bold)
            return
        self._open.append(text)
        if text.strip():
            self._bold.append(bold)

    def end(self) -> None:
        """A line break, or the border of a block."""
        line = _BLANKS.sub(" ", "".join(self._open)).strip()
        self._open.clear()
        if line:
            self._done.append(line)

    def take(self) -> list[str]:
        """The lines so far; the next words begin anew."""
        self.end()
        taken, self._done = self._done, []
        return taken

    @property
    def last_words(self) -> str:
        return next((words for words in reversed(self._open) if words.strip()), "")

    @property
    def all_bold(self) -> bool:
        return bool(self._bold) and all(self._bold)


def walk(
    element: etree._Element,
    lines: Lines,
    on_table: OnTable,
    *,
    inline: bool = False,
    bold: bool = False,
    depth: int = 0,
) -> None:
    """Adds what an element shows; `inline` ignores its blocks, `on_table` is given its tables."""
    bold = bold or _is_bold(element)
    if depth > _DEEPEST:
        lines.add(" ".join(element.itertext()), bold=bold)
        return
    as_written = element.tag == "pre"
    lines.add(element.text, bold=bold, as_written=as_written)
    for number, child in enumerate(element, start=1):
        if isinstance(child.tag, str) and not is_hidden(child):
            _walk_child(child, lines, on_table, number, inline=inline, bold=bold, depth=depth)
        lines.add(child.tail, bold=bold, as_written=as_written)


def is_hidden(element: etree._Element) -> bool:
    if element.tag in _UNSHOWN or element.get("hidden") is not None:
        return True
    return _HIDDEN_STYLE.search(element.get("style", "")) is not None


def _walk_child(
    child: etree._Element,
    lines: Lines,
    on_table: OnTable,
    number: int,
    *,
    inline: bool,
    bold: bool,
    depth: int,
) -> None:
    if child.tag == "table":
        on_table(child)
        return
    if _is_left_out(child, lines):
        return
    is_block = child.tag in _BLOCKS and not inline
    if child.tag == "br" or is_block:
        lines.end()
    if child.tag == "li":
        lines.add(_marker(child, number))
    walk(child, lines, on_table, inline=inline, bold=bold, depth=depth + 1)
    if is_block:
        lines.end()


def _is_left_out(element: etree._Element, lines: Lines) -> bool:
    """Struck out words and the marks of footnotes are no words of the cell: left out, and said."""
    if element.tag in _STRUCK or _STRUCK_STYLE.search(element.get("style", "")):
        if "".join(element.itertext()).strip():
            lines.doubts.append(STRUCK)
        return True
    if element.tag != "sup":
        return False
    text = "".join(element.itertext()).strip()
    if not is_note_mark(text, lines.last_words):
        return False
    lines.doubts.append(NOTE_LEFT_OUT.format(text))
    return True


def _marker(item: etree._Element, number: int) -> str:
    """What a browser prints before an item of a list, as Word's automatic numbers are read."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    start = parent.get("start", "1")
    return f"{int(start) - 1 + number if start.isdigit() and len(start) < 5 else number}. "


def _is_bold(element: etree._Element) -> bool:
    return element.tag in _BOLD or _BOLD_STYLE.search(element.get("style", "")) is not None
