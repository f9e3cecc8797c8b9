"""A printable sheet: a titled table as plain values, the same for every file format."""

from __future__ import annotations

import re
from base64 import b32encode
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from tracker.core.clock import in_vietnam
from tracker.core.text_vn import normalise
from tracker.reading.result import RowKind

# Nghị định 30/2020/NĐ-CP, Phụ lục I: top and bottom 20–25, left 30–35, right 15–20.
MARGIN_TOP_MM = 20
MARGIN_BOTTOM_MM = 20
MARGIN_LEFT_MM = 30
MARGIN_RIGHT_MM = 15

# A page may not carry widths of its own; its style sheet knows these (static/css/sheet.css).
_WIDTH_STEPS = (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 24, 28, 34, 40, 50, 60, 100)
# Rows higher than this share of a page may break: a page is never left more than so far empty.
SHARE_KEPT_TOGETHER = 0.4
# The height of a header row whose headings read from the bottom up.
TURNED_HEADING_MM = 42
# The side of a square that a telephone still reads from paper.
CODE_MM = 15
# What columns need at least may take so much of the width; on narrow pages it is less.
_MOST_FOR_LEAST = 0.6
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

# What a page cannot show or an XML file cannot hold: controls, halves of letters, noncharacters,
# and the marks that turn the direction of writing (they can make a line read as another one).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class ColumnKind(StrEnum):
    """What a column's cells are: words, days written 05/08/2026, or short codes of tasks."""

    TEXT = "text"
    DATE = "date"
    CODE = "code"


class Align(StrEnum):
    """Where the words stand between the two sides of their cell."""

    LEFT = "left"
    CENTER = "center"


class Style(StrEnum):
    """How a line above the table is set."""

    BOLD = "bold"
    TITLE = "title"
    ITALIC = "italic"


class Orientation(StrEnum):
    """How the page is turned."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


class Paper(StrEnum):
    """The sizes offices print on."""

    A4 = "a4"
    A3 = "a3"


_SIDES_MM = {Paper.A4: (210, 297), Paper.A3: (297, 420)}


def page_size_mm(paper: Paper, orientation: Orientation) -> tuple[int, int]:
    """Width and height of a page."""
    short, long = _SIDES_MM[paper]
    return (long, short) if orientation is Orientation.LANDSCAPE else (short, long)


def usable_width_mm(paper: Paper, orientation: Orientation) -> int:
    """The width between the margins."""
    return page_size_mm(paper, orientation)[0] - MARGIN_LEFT_MM - MARGIN_RIGHT_MM


def moment_words(moment: datetime) -> str:
    """ "08:00 ngày 05/08/2026"; a day's last moment is its end."""
    local = in_vietnam(moment)
    hour = "hết" if local.time() == time.max else f"{local:%H:%M}"
    return f"{hour} ngày {local:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `width_share` counts against the sum of all shares.

    `least_mm` is the width below which its words would break: a label, a day. The heading of a
    narrow column `is_turned`: it reads from the bottom up.
    """

    heading: str
    width_share: float
    align: Align = Align.LEFT
    kind: ColumnKind = ColumnKind.TEXT
    is_turned: bool = False
    least_mm: float = 0


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A printed row, one text for each column; `level` counts headings from 1 downwards.

    `code` opens the row's task; it is printed where the sheet has a column for it. `joined` are the
    places of cells that are one with the cell above, as on the printed original. A `wide` heading
    has one cell for its label and its name.
    """

    kind: RowKind
    level: int
    cells: tuple[str, ...]
    code: str = ""
    joined: frozenset[int] = frozenset()
    # How it looks is no part of what it says: prints that differ in it alone share a check code.
    is_wide: bool = field(default=False, repr=False)
    is_bold: bool = field(default=False, repr=False)

    @property
    def is_heading(self) -> bool:
        """Whether the row names what the rows below it have in common."""
        return self.kind is not RowKind.TASK

    @property
    def is_strong(self) -> bool:
        """Whether it is printed bold: every heading is, a task where its original is."""
        return self.is_heading or self.is_bold


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What surrounds a plan that is a document of its own (Nghị định 30/2020/NĐ-CP, Phụ lục I).

    `agency` is printed line by line; `signature` too: authority, office, room, name.
    """

    agency: tuple[str, ...]
    number: str
    place_and_day: str
    kind: str
    signature: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what stands above and below it; `as_of` is the moment its figures are of.

    With a letterhead it is a document attached to a decision, without one an appendix. A code is
    drawn as a square to scan where `code_address` says what stands before it in the address.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]
    as_of: datetime
    kicker: str | None = "Phụ lục"
    attached_to: str | None = None
    footer_note: str | None = None
    legend: str | None = None
    letterhead: Letterhead | None = None
    code_address: str = ""
    orientation: Orientation = Orientation.LANDSCAPE
    paper: Paper = Paper.A4

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns, and a moment without its time zone."""
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a sheet needs one cell for each column")
        if self.as_of.tzinfo is None:
            raise ValueError("the moment of a sheet needs its time zone")

    @property
    def title_in_capitals(self) -> str:
        """The title as an appendix prints it."""
        return self.title.upper()

    @property
    def subject(self) -> str:
        """The title below the kind of document, which is not said twice."""
        kind = self.letterhead.kind if self.letterhead else ""
        if not kind or not self.title_in_capitals.startswith(f"{kind} "):
            return self.title
        rest = self.title[len(kind) :].strip()
        return rest[:1].upper() + rest[1:]

    @property
    def opening_lines(self) -> tuple[tuple[str, Style], ...]:
        """What stands centred between the letterhead and the table, line by line."""
        if self.letterhead:
            lines = [(self.letterhead.kind, Style.BOLD), (self.subject, Style.TITLE)]
        else:
            lines = [(self.kicker or "", Style.BOLD), (self.title_in_capitals, Style.TITLE)]
        lines.append((self.attached_to or "", Style.ITALIC))
        return tuple((text, style) for text, style in lines if text)

    @property
    def foot(self) -> str:
        """The line at the foot of each page."""
        words = [
            f"Số liệu đến {moment_words(self.as_of)}",
            f"Mã kiểm tra {self.check_code}",
            self.footer_note,
        ]
        return " · ".join(word for word in words if word)

    @property
    def check_code(self) -> str:
        """Tells two prints apart that look alike: any other word or moment gives another code."""
        content = repr((self.title, self.attached_to, self.as_of, self.columns, self.rows))
        digest = b32encode(sha256(content.encode()).digest()).decode()
        return f"{digest[:4]}-{digest[4:8]}"

    @property
    def size_mm(self) -> tuple[int, int]:
        """Width and height of the page."""
        return page_size_mm(self.paper, self.orientation)

    @property
    def widths_mm(self) -> tuple[float, ...]:
        """The width of each column, together all that lies between the margins."""
        usable = usable_width_mm(self.paper, self.orientation)
        shares = sum(column.width_share for column in self.columns)
        fair = [usable * column.width_share / shares for column in self.columns]
        wanted = sum(column.least_mm for column in self.columns)
        scale = min(1.0, _MOST_FOR_LEAST * usable / wanted) if wanted else 1.0
        least = [column.least_mm * scale for column in self.columns]
        missing = sum(max(low - width, 0) for low, width in zip(least, fair, strict=True))
        spare = sum(max(width - low, 0) for low, width in zip(least, fair, strict=True))
        return tuple(
            max(low, width - missing * max(width - low, 0) / spare) if spare else width
            for low, width in zip(least, fair, strict=True)
        )

    @property
    def width_steps(self) -> tuple[int, ...]:
        """The width of each column in hundredths of the table, in the steps that the page knows."""
        whole = sum(self.widths_mm)
        shares = (100 * width / whole for width in self.widths_mm)
        return tuple(min(_WIDTH_STEPS, key=lambda step: abs(step - share)) for share in shares)


def day_of(text: str) -> date | None:
    """The day a cell names, when it names one day and nothing else."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """The text with composed letters and without what no page can show; line breaks stay."""
    return _UNPRINTABLE.sub("", normalise(text)).strip("\n")


def cleaned(sheet: Sheet) -> Sheet:
    """The same sheet with every text in it made printable."""
    return replace(
        sheet,
        title=printable(sheet.title),
        kicker=_printable_or_none(sheet.kicker),
        attached_to=_printable_or_none(sheet.attached_to),
        footer_note=_printable_or_none(sheet.footer_note),
        legend=_printable_or_none(sheet.legend),
        letterhead=_cleaned_letterhead(sheet.letterhead) if sheet.letterhead else None,
        columns=tuple(replace(c, heading=printable(c.heading)) for c in sheet.columns),
        rows=tuple(replace(r, cells=tuple(map(printable, r.cells))) for r in sheet.rows),
    )


def _cleaned_letterhead(letterhead: Letterhead) -> Letterhead:
    return Letterhead(
        agency=tuple(map(printable, letterhead.agency)),
        number=printable(letterhead.number),
        place_and_day=printable(letterhead.place_and_day),
        kind=printable(letterhead.kind),
        signature=tuple(map(printable, letterhead.signature)),
        signer=printable(letterhead.signer),
        recipients=tuple(map(printable, letterhead.recipients)),
    )


def _printable_or_none(text: str | None) -> str | None:
    return (printable(text) or None) if text else None
