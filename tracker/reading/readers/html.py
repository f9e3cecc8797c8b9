"""Web pages, saved or pasted: their tables with every span, and the lines of text between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from tracker.reading.columns import find_header
from tracker.reading.grid import lay_out
from tracker.reading.raw import RawCell, RawDocument, RawRow, RawTable
from tracker.reading.readers.html_lines import Lines, is_hidden, walk
from tracker.reading.result import Anchor, UnreadableDocumentError

MAX_CHARACTERS = 6_000_000
MAX_PLACES = 150_000
_MAX_SPAN = 200

_TOO_LARGE = (
    "Trang web quá lớn so với một bản kế hoạch nên không được đọc. "
    "Hãy chép riêng bảng nhiệm vụ rồi dán vào ô nhập văn bản."
)
_EMPTY = "Trang web không có nội dung đọc được. Hãy mở trang, chép bảng nhiệm vụ rồi dán vào."
_OPENING = re.compile(r"<(!doctype html|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_BEFORE_MARKUP = (("<?", "?>"), ("<!--", "-->"))
_TELLING = re.compile(r"<(html|body|table|tr|td|p|div|span|meta|br)\b[^>]*>", re.IGNORECASE)
_UNREAD = re.compile(r"<(script|style|svg)\b", re.IGNORECASE)
_PICTURE = re.compile(r"data:[\w/+.-]{1,60};base64,[\w+/=%\r\n]+", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Whether the text is markup: a whole page, or a part of one as the clipboard holds it."""
    head = _from_markup(text[:4096].lstrip("\ufeff"))
    return _OPENING.match(head) is not None and _TELLING.search(head) is not None


def read_html(text: str) -> RawDocument:
    """Lines and tables of a page in reading order; raises UnreadableDocumentError."""
    text = _without_ballast(text)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableDocumentError(_TOO_LARGE)
    root = _parsed(text)
    reader = _Reader()
    reader.read(root)
    if not reader.parts:
        raise UnreadableDocumentError(_EMPTY)
    return RawDocument(reader.parts, tuple(reader.doubts))


def _from_markup(head: str) -> str:
    """The text without the declaration and the comments it opens with."""
    head = head.lstrip()
    while skipped := next((end for begin, end in _BEFORE_MARKUP if head.startswith(begin)), None):
        _, found, head = head.partition(skipped)
        head = head.lstrip() if found else ""
    return head


def _without_ballast(text: str) -> str:
    """Scripts, styles and pictures written into a page are most of it and never words."""
    lower = text.lower() if len(text) == len(text.lower()) else text
    kept: list[str] = []
    at = 0
    while match := _UNREAD.search(text, at):
        end = lower.find(f"</{match[1].lower()}", match.end())
        kept.append(text[at : match.start()])
        at = len(text) if end < 0 else end
    kept.append(text[at:])
    return _PICTURE.sub("", "".join(kept))


def _parsed(text: str) -> etree._Element:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocumentError(_EMPTY) from error
    body = root.find("body")
    return root if body is None else body


class _Reader:
    def __init__(self) -> None:
        self.parts: list[str | RawTable] = []
        self.doubts: dict[str, None] = {}
        self._places = 0
        self._tables = 0

    def read(self, block: etree._Element) -> None:
        """The block's lines and tables are added to the parts."""
        lines = Lines()

        def on_table(table: etree._Element) -> None:
            self.parts.extend(lines.take())
            self._read_table(table)

        walk(block, lines, on_table)
        self.parts.extend(lines.take())
        self.doubts.update(dict.fromkeys(lines.doubts))

    def _read_table(self, element: etree._Element) -> None:
        """A table that only lays the page out is read as what its cells hold."""
        self._tables += 1
        rows = list(_rows(element))
        has_tables = any(cell.find(".//table") is not None for row in rows for cell in row)
        table = self._table(rows, self._tables)
        if has_tables and find_header(lay_out(table)) is None:
            for row in rows:
                for cell in _cells(row):
                    self.read(cell)
            return
        for caption in element.iterfind("caption"):
            self.read(caption)
        self.parts.append(table)

    def _table(self, rows: list[etree._Element], number: int) -> RawTable:
        written: list[RawRow] = []
        for at, row in enumerate(rows):
            cells = [self._cell(cell, len(rows) - at) for cell in _cells(row)]
            written.append(RawRow(cells, Anchor(table=number, row=at + 1)))
        return RawTable(written)

    def _cell(self, element: etree._Element, rows_left: int) -> RawCell:
        lines = Lines()
        walk(element, lines, lambda table: _flatten(table, lines))
        cell = RawCell(
            text="\n".join(lines.take()),
            column_span=_span(element.get("colspan"), _MAX_SPAN),
            row_span=_span(element.get("rowspan"), rows_left),
            bold=lines.all_bold,
            doubts=tuple(dict.fromkeys(lines.doubts)),
        )
        self._places += cell.column_span * cell.row_span
        if self._places > MAX_PLACES:
            raise UnreadableDocumentError(_TOO_LARGE)
        return cell


def _flatten(table: etree._Element, lines: Lines) -> None:
    """A table inside a cell: its rows as lines of the cell."""
    for row in _rows(table):
        lines.end()
        for cell in _cells(row):
            walk(cell, lines, lambda inner: _flatten(inner, lines), inline=True)
            lines.add(" ")
        lines.end()


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The table's own rows as shown: head, bodies, foot."""
    for wanted in ("thead", None, "tfoot"):
        for child in table:
            if child.tag == wanted or (wanted is None and child.tag == "tbody"):
                yield from (row for row in child if row.tag == "tr" and not is_hidden(row))
            elif wanted is None and child.tag == "tr" and not is_hidden(child):
                yield child


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in {"td", "th"} and not is_hidden(cell)]


def _span(value: str | None, most: int) -> int:
    """A span as browsers take it: nonsense is 1, a rowspan of 0 reaches to the end."""
    match = re.match(r"\s*(\d{1,6})", value or "1")
    number = int(match[1]) if match else 1
    return max(1, min(number or most, most))
