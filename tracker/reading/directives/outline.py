"""Builds the tree of a directive's operative part: headings, tasks, what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.reading.directives.assignment import Assignment, read_bare_names, read_opening
from tracker.reading.directives.attributes import Attributes, joined, read_attributes
from tracker.reading.directives.closing import (
    is_exhortation,
    is_legal_clause,
    is_reporting_duty,
    join_reporting_list,
    reporters,
)
from tracker.reading.directives.marks import ARTICLE, BULLET, LEAD_IN, OPENING, Mark
from tracker.reading.directives.naming import names_at
from tracker.reading.directives.paragraphs import Paragraph, ends_sentence
from tracker.reading.directives.targets import read_targets
from tracker.reading.patterns import either
from tracker.reading.unit_names import is_collective

_ASSIGNS_AGAIN = re.compile(r"(?<=[.;])\s+(?=(?:Giao|Yêu cầu|Đề nghị|Phân công) )")
_NO_WORK = re.compile(
    either(
        "mục đích(?:,? (?:và )?yêu cầu)?",
        "yêu cầu",
        "mục tiêu (?:chung|tổng quát)",
        "quan điểm[^.:]{0,60}",
        "(?:phạm vi|đối tượng)[^.:]{0,60}",
        "(?:đặc điểm )?tình hình[^.:]{0,60}",
        "đánh giá (?:chung|tình hình)[^.:]{0,60}",
        "kết quả đạt được[^.:]{0,40}",
        "(?:những )?(?:tồn tại|hạn chế|khó khăn|nguyên nhân)[^.:]{0,60}",
        "sự cần thiết[^.:]{0,60}",
        "cơ sở pháp lý|căn cứ pháp lý",
        "(?:nguồn )?kinh phí(?: thực hiện)?",
    )
)
_LONG_HEADING = 80


class Part(StrEnum):
    """What a paragraph of the operative part is."""

    HEADING = "heading"
    TASK = "task"
    REPORT = "report"
    INTRO = "intro"
    ATTRIBUTES = "attributes"
    CLOSING = "closing"
    LEFT_OVER = "left_over"
    NO_WORK = "no_work"
    EMPTY = "empty"


@dataclass(slots=True, eq=False)
class Entry:
    """A paragraph at its place in the tree."""

    paragraph: Paragraph
    part: Part
    rank: float
    parent: Entry | None = None
    assignment: Assignment | None = None
    attributes: Attributes | None = None
    inherited: Attributes | None = None
    is_served: bool = False
    shares_values: bool = False
    children: list[Entry] = field(default_factory=list)
    continued: list[str] = field(default_factory=list)

    @property
    def ancestors(self) -> Iterator[Entry]:
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def assigned_by(self) -> Entry | None:
        """The nearest entry above that names units."""
        return next((above for above in self.ancestors if above.assignment), None)

    @property
    def text(self) -> str:
        """The words of the task, without the labelled values that close them."""
        if self.attributes and self.attributes.before:
            return self.attributes.before
        return self.paragraph.text

    @property
    def is_bullet(self) -> bool:
        return self.rank == BULLET


@dataclass(slots=True)
class _Builder:
    known: Collection[str]
    entries: list[Entry] = field(default_factory=list)
    stack: list[Entry] = field(default_factory=list)

    @property
    def top(self) -> Entry | None:
        return self.stack[-1] if self.stack else None

    def add(self, paragraph: Paragraph, part: Part, rank: float, *, opens: bool) -> Entry:
        """Puts an entry under the innermost open one; `opens` lets others stand under it."""
        entry = Entry(paragraph, part, rank, self.top)
        if self.top is not None:
            self.top.children.append(entry)
        self.entries.append(entry)
        if opens:
            self.stack.append(entry)
        return entry


def build_outline(paragraphs: Sequence[Paragraph], known: Collection[str] = ()) -> list[Entry]:
    """Every paragraph in its order as an entry of the tree."""
    builder = _Builder(known)
    pieces = [
        piece for paragraph in join_reporting_list(paragraphs) for piece in _apart(paragraph, known)
    ]
    marked_below = _marked_below(pieces)
    for at, paragraph in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if paragraph.mark is not None:
            _add_marked(builder, paragraph, paragraph.mark)
        else:
            _add_plain(builder, paragraph, following, marked_below[at])
    for entry in builder.entries:
        _settle(entry)
    _pass_attributes_on(builder.entries)
    return builder.entries


def _apart(paragraph: Paragraph, known: Collection[str]) -> Iterator[Paragraph]:
    """ "Yêu cầu … thực hiện. Giao Văn phòng theo dõi." holds two assignments."""
    start = 0
    if paragraph.mark is None:
        for match in _ASSIGNS_AGAIN.finditer(paragraph.text):
            if read_opening(paragraph.text[match.end() :], known):
                yield paragraph.with_text(paragraph.text[start : match.start()])
                start = match.end()
    yield paragraph.with_text(paragraph.text[start:]) if start else paragraph


def _marked_below(paragraphs: Sequence[Paragraph]) -> list[bool]:
    """For each paragraph whether one with a mark still follows."""
    below: list[bool] = []
    found = False
    for paragraph in reversed(paragraphs):
        below.append(found)
        found = found or paragraph.mark is not None
    return below[::-1]


def _add_marked(builder: _Builder, paragraph: Paragraph, mark: Mark) -> None:
    _close_for(builder, mark)
    part = Part.CLOSING if is_legal_clause(paragraph) else Part.TASK
    attributes = read_attributes(paragraph.text)
    if attributes and not attributes.before:
        part = Part.ATTRIBUTES
    entry = builder.add(paragraph, part, mark.rank, opens=part is Part.TASK)
    entry.attributes = attributes
    if part is Part.TASK:
        entry.assignment = _assignment(builder, entry)


def _close_for(builder: _Builder, mark: Mark) -> None:
    """Closes what cannot hold this mark: its own list's last entry, and what stands deeper."""
    stack = builder.stack
    styles = [entry.paragraph.mark.style if entry.paragraph.mark else "" for entry in stack]
    if mark.style in styles:
        del stack[len(styles) - 1 - styles[::-1].index(mark.style) :]
        return
    while stack and (
        stack[-1].rank > mark.rank or (stack[-1].rank == mark.rank and mark.rank < LEAD_IN - 0.5)
    ):
        stack.pop()


def _assignment(builder: _Builder, entry: Entry) -> Assignment | None:
    """The units an entry names for itself; below a named unit a bullet is that unit's work."""
    above = entry.assigned_by
    if above is not None and above.assignment and above.assignment.lead:
        is_general = all(is_collective(name) for name in above.assignment.lead.names)
        if entry.is_bullet and not is_general:
            return None
    words = entry.text
    return read_opening(words, builder.known) or read_bare_names(words, builder.known)


def _add_plain(
    builder: _Builder, paragraph: Paragraph, following: Paragraph | None, marked_below: bool
) -> None:
    attributes = read_attributes(paragraph.text)
    if attributes and not attributes.before:
        entry = builder.add(paragraph, Part.ATTRIBUTES, BULLET, opens=False)
        entry.attributes = attributes
        return
    holds_list = following is not None and following.mark is not None
    if not paragraph.text.endswith(":") and is_reporting_duty(paragraph) and not marked_below:
        builder.stack.clear()
        builder.add(paragraph, Part.REPORT, BULLET, opens=False)
    elif is_exhortation(paragraph):
        builder.add(paragraph, Part.CLOSING, BULLET, opens=False)
    elif (opening := read_opening(paragraph.text, builder.known)) is not None:
        _add_opening(builder, paragraph, opening)
    elif paragraph.text.endswith(":") and holds_list:
        _add_lead_in(builder, paragraph)
    else:
        _add_text(builder, paragraph, attributes, marked_below)


def _add_opening(builder: _Builder, paragraph: Paragraph, opening: Assignment) -> None:
    """ "Giao Phòng A: …" without a mark; under a heading that names units it starts anew."""
    stack = builder.stack
    while stack and (stack[-1].rank >= LEAD_IN - 0.5 or stack[-1].rank == OPENING):
        stack.pop()
    named = [at for at, entry in enumerate(stack) if entry.assignment]
    if named:
        del stack[named[0] :]
    entry = builder.add(paragraph, Part.TASK, OPENING, opens=True)
    entry.assignment = opening
    entry.attributes = read_attributes(paragraph.text)


def _add_lead_in(builder: _Builder, paragraph: Paragraph) -> None:
    top = builder.top
    if top is not None and not top.is_bullet and not top.children:
        builder.add(paragraph, Part.INTRO, BULLET, opens=False)
        return
    while builder.stack and builder.stack[-1].rank >= LEAD_IN:
        builder.stack.pop()
    entry = builder.add(paragraph, Part.TASK, LEAD_IN, opens=True)
    named = reporters(paragraph.text, builder.known)
    entry.assignment = Assignment(named) if named else None


def _add_text(
    builder: _Builder, paragraph: Paragraph, attributes: Attributes | None, marked_below: bool
) -> None:
    """Words without a mark: a heading's only task, the end of a task, or what is left over."""
    top = builder.top
    if top is not None and not _is_sentence(top) and not _has_listed(top):
        entry = builder.add(paragraph, Part.TASK, BULLET, opens=False)
        entry.attributes = attributes
        named = names_at(paragraph.text, builder.known)
        entry.assignment = read_bare_names(paragraph.text, builder.known) if named else None
    elif top is not None and marked_below and top.part is Part.TASK:
        top.continued.append(paragraph.text)
    else:
        builder.add(paragraph, Part.LEFT_OVER, BULLET, opens=False)


def _has_listed(entry: Entry) -> bool:
    return any(child.paragraph.mark is not None for child in entry.children)


def _is_sentence(entry: Entry) -> bool:
    """Whether an entry says a task of its own and is not only the title of others."""
    text = entry.paragraph.text
    if text.endswith(":"):
        return False
    if entry.is_bullet or read_targets(text).targets:
        return True
    if entry.assignment and text[entry.assignment.end :].strip(" .:;"):
        return True
    return ends_sentence(text) and len(text) > _LONG_HEADING


_WORK = {Part.TASK, Part.HEADING, Part.REPORT}


def _settle(entry: Entry) -> None:
    """Decides, once its children are known, whether an entry is a heading or a task."""
    if entry.part is not Part.TASK:
        return
    if _is_no_work(entry) or any(above.part is Part.NO_WORK for above in entry.ancestors):
        entry.part = Part.NO_WORK
        return
    listed = [child for child in entry.children if child.part in _WORK]
    is_title = not _is_sentence(entry) or (entry.rank < BULLET and not _is_long(entry))
    if listed and is_title:
        entry.part = Part.HEADING
    elif not listed and _is_empty_heading(entry):
        entry.part = Part.EMPTY


def _is_long(entry: Entry) -> bool:
    text = entry.paragraph.text
    return ends_sentence(text) and not text.endswith(":") and len(text) > _LONG_HEADING


def _is_no_work(entry: Entry) -> bool:
    bare = entry.paragraph.key.strip(" .:;")
    return entry.assignment is None and _NO_WORK.fullmatch(bare) is not None


def _is_empty_heading(entry: Entry) -> bool:
    """ "III. TỔ CHỨC THỰC HIỆN" with nothing below it."""
    if any(child.part is Part.ATTRIBUTES for child in entry.children):
        return False
    text = entry.paragraph.text
    if text.isupper() or (text.endswith(":") and not entry.is_bullet):
        return True
    named_only = entry.assignment is not None and entry.assignment.end >= len(text.rstrip(" .:;"))
    return named_only or (entry.rank <= ARTICLE and len(text) < 60 and not ends_sentence(text))


def _pass_attributes_on(entries: Sequence[Entry]) -> None:
    """Labelled values that close a group hold for its tasks since the last such values."""
    waiting: list[Entry] = []
    for at, entry in enumerate(entries):
        if entry.part is Part.TASK:
            waiting.append(entry)
        if entry.part is not Part.ATTRIBUTES or entry.attributes is None:
            continue
        owners = _owners(entry, waiting)
        for owner in owners:
            owner.inherited = joined(owner.inherited, entry.attributes)
            owner.shares_values = owner.shares_values or len(owners) > 1
        entry.is_served = bool(owners)
        following = entries[at + 1] if at + 1 < len(entries) else None
        if following is None or following.part is not Part.ATTRIBUTES:
            waiting = [task for task in waiting if task not in owners]


def _owners(entry: Entry, waiting: Sequence[Entry]) -> list[Entry]:
    parent = entry.parent
    if parent is not None and parent.part is Part.TASK:
        holds_tasks = any(child.part in _WORK for child in parent.children)
        if not holds_tasks and (entry.paragraph.mark is not None or parent.parent is None):
            return [parent]
        parent = parent if holds_tasks else parent.parent
    return [task for task in waiting if parent is None or parent in task.ancestors]
