"""Turns the entries of a directive into rows: units, roles, deadlines, targets and doubts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tracker.reading.columns import Column
from tracker.reading.deadlines import read_deadline
from tracker.reading.directives.assignment import Assignment, read_role, says_it_leads
from tracker.reading.directives.attributes import BETWEEN_VALUES, SECOND_VALUES
from tracker.reading.directives.closing import reporters, reporting_clauses
from tracker.reading.directives.naming import Named
from tracker.reading.directives.outline import Entry, Part
from tracker.reading.directives.targets import read_targets
from tracker.reading.directives.times import SaidTime, said_report_time, said_time
from tracker.reading.result import Finding, ReadRow, RowKind, UnreadRow, add_words
from tracker.reading.understanding import ReadingContext
from tracker.reading.unit_names import split_units

TARGETS = "targets"
_REASONS = {
    Part.INTRO: "Đoạn dẫn vào danh sách, không phải nhiệm vụ riêng.",
    Part.CLOSING: "Câu kết của văn bản, không phải nhiệm vụ riêng.",
    Part.LEFT_OVER: "Đoạn văn ngoài danh sách, chưa rõ có phải nhiệm vụ không.",
    Part.NO_WORK: "Mục nêu mục đích, tình hình hoặc điều kiện, không giao việc.",
    Part.EMPTY: "Đề mục không có nội dung nào bên dưới.",
    Part.ATTRIBUTES: "Không rõ dòng này thuộc nhiệm vụ nào.",
}
_OUTER_RANK = 2.5
_BY_ADDRESSEES = "lấy theo nơi nhận ở “Kính gửi”."
_NAMED_ABOVE = re.compile(r"\b(?:nêu|có tên|được giao|kể)? ?trên$")
_LEFT_OPEN = "Câu kết thúc bằng dấu hai chấm; hãy xem các dòng dưới có thuộc việc này không."
_SAID_AGAIN = "Văn bản còn ghi thêm ở mục này:"
_CLOSES_GROUP = "Ghi chung ở cuối nhóm cho các việc phía trên."


@dataclass(frozen=True, slots=True)
class RowMaker:
    """What the rows of one document are made with."""

    context: ReadingContext
    addressees: tuple[str, ...]

    @property
    def known(self) -> Collection[str]:
        return self.context.known_units

    def rows(self, entry: Entry) -> Iterator[ReadRow | UnreadRow]:
        """The rows of an entry, in printed order; labelled values that found a task give none."""
        match entry.part:
            case Part.HEADING:
                yield self._heading(entry)
                for words in entry.continued:
                    yield UnreadRow(words, entry.paragraph.anchor, _REASONS[Part.LEFT_OVER])
            case Part.TASK | Part.REPORT:
                yield from self._task_or_reports(entry)
            case Part.ATTRIBUTES if entry.is_served:
                return
            case part:
                words = " ".join([entry.paragraph.printed, *entry.continued])
                yield UnreadRow(words, entry.paragraph.anchor, _REASONS[part])

    def _heading(self, entry: Entry) -> ReadRow:
        is_outer = entry.paragraph.mark is not None and entry.rank <= _OUTER_RANK
        row = ReadRow(
            label=entry.paragraph.label,
            kind=RowKind.SECTION if is_outer else RowKind.GROUP,
            content=entry.paragraph.text.rstrip(" .:"),
            anchor=entry.paragraph.anchor,
        )
        self._add_targets(row)
        return row

    def _task_or_reports(self, entry: Entry) -> Iterator[ReadRow]:
        clauses = reporting_clauses(entry.paragraph.text)
        if clauses is None:
            yield self._task(entry, is_report=entry.part is Part.REPORT)
            return
        intro, duties = clauses
        yield ReadRow(entry.paragraph.label, RowKind.GROUP, intro, anchor=entry.paragraph.anchor)
        for duty in duties:
            row = ReadRow("", RowKind.TASK, duty, anchor=entry.paragraph.anchor)
            self._set_units(row, entry, intro)
            self._set_time(row, said_report_time(duty))
            yield row

    def _task(self, entry: Entry, *, is_report: bool) -> ReadRow:
        row = ReadRow(
            label=entry.paragraph.label,
            kind=RowKind.TASK,
            content=" ".join([entry.text, *entry.continued]),
            anchor=entry.paragraph.anchor,
        )
        self._set_units(row, entry, entry.paragraph.text)
        is_report = is_report or row.content.lower().startswith("báo cáo ")
        self._set_time(row, said_report_time(row.content) if is_report else said_time(row.content))
        self._add_targets(row)
        self._set_attributes(row, entry)
        if entry.is_bullet and row.content.endswith(":"):
            row.findings.append(Finding(Column.CONTENT, _LEFT_OPEN))
        if entry.continued:
            shown = entry.continued[0][:60]
            message = f"Đoạn “{shown}…” đứng ngay dưới, được coi là phần tiếp của việc này."
            row.findings.append(Finding(Column.CONTENT, message))
        _flag_missing(row)
        return row

    def _set_units(self, row: ReadRow, entry: Entry, words: str) -> None:
        """Own names first, then those of the heading, then who reports, then the addressees."""
        above = entry.assigned_by
        own = entry.assignment
        if own is not None and own.lead is not None:
            self._apply(row, own.lead, own)
        elif above is not None and above.assignment is not None and above.assignment.lead:
            self._apply(row, above.assignment.lead, self._role(row, above.assignment))
        else:
            self._set_addressed(row, reporters(words, self.known))

    def _set_addressed(self, row: ReadRow, reporting: Named | None) -> None:
        """ "Các đơn vị nêu trên" are the addressees too."""
        points_up = reporting is not None and _NAMED_ABOVE.search(reporting.text) is not None
        if reporting is not None and not (points_up and self.addressees):
            self._apply(row, reporting, Assignment(reporting))
        elif self.addressees:
            named = Named(self.addressees, "; ".join(self.addressees), 0)
            self._apply(row, named, read_role(row.content, self.known))
            shown = f"Mục ghi “{reporting.text}”" if reporting else "Mục này không ghi đơn vị"
            row.findings.append(Finding(Column.LEAD, f"{shown}; {_BY_ADDRESSEES}"))

    def _role(self, row: ReadRow, above: Assignment) -> Assignment:
        """A task's own "Phối hợp …" goes before the role its heading gives."""
        role = read_role(row.content, self.known)
        if role.cooperates_only or role.partners or says_it_leads(row.content):
            return role
        return Assignment(above.lead, above.partners, above.cooperates_only)

    def _apply(self, row: ReadRow, named: Named, role: Assignment) -> None:
        if role.cooperates_only:
            row.cooperating, row.cooperating_text = named.names, named.text
            row.findings.append(Finding(Column.LEAD, _who_leads(role.partners)))
        else:
            row.lead, row.lead_text = named.names, named.text
            if role.partners:
                row.cooperating, row.cooperating_text = role.partners.names, role.partners.text
        for found, column in ((named, Column.LEAD), (role.partners, Column.COOPERATING)):
            if found is not None and found.message:
                row.findings.append(Finding(column, found.message))

    def _set_time(self, row: ReadRow, time: SaidTime) -> None:
        if time.phrase is not None:
            self._read_time(row, time.phrase)
        if time.doubt is not None:
            row.findings.append(Finding(Column.DEADLINE, time.doubt))

    def _read_time(self, row: ReadRow, phrase: str) -> None:
        context = self.context
        row.deadline_text = phrase
        row.deadline = read_deadline(
            phrase,
            year=context.year,
            plan_date=context.plan_date,
            before_means_day_before=context.before_means_day_before,
        )
        if row.deadline.kind is None or not row.deadline.certain:
            message = row.deadline.explanation or "Chưa hiểu thời gian này."
            row.findings.append(Finding(Column.DEADLINE, message))

    def _add_targets(self, row: ReadRow) -> None:
        found = read_targets(row.content)
        row.targets = found.targets
        row.findings.extend(Finding(TARGETS, doubt) for doubt in found.doubts)

    def _set_attributes(self, row: ReadRow, entry: Entry) -> None:
        """Labelled values ("Đơn vị chủ trì: …") go before what was read from the sentence."""
        for attributes in (entry.inherited, entry.attributes):
            if attributes is None:
                continue
            if attributes is entry.attributes and entry.inherited:
                entry.inherited.keep_aside(set(attributes.values), row.extra)
            for column, text in attributes.values.items():
                row.findings = [found for found in row.findings if found.field != column]
                self._set_value(row, column, text)
                if attributes is entry.inherited and entry.shares_values:
                    row.findings.append(Finding(column, _CLOSES_GROUP))
            for name, words in attributes.extra.items():
                add_words(row.extra, name, words, between=BETWEEN_VALUES)
            for column, name in SECOND_VALUES.items():
                if name in attributes.extra:
                    row.findings.append(Finding(column, f"{_SAID_AGAIN} {attributes.extra[name]}."))

    def _set_value(self, row: ReadRow, column: Column, text: str) -> None:
        if column is Column.DEADLINE:
            self._read_time(row, text)
        elif column is Column.PRODUCT:
            row.product = text
        elif column in {Column.LEAD, Column.COOPERATING}:
            split = split_units(text, self.known)
            if column is Column.LEAD:
                row.lead, row.lead_text = split.names, text
            else:
                row.cooperating, row.cooperating_text = split.names, text
            if split.message:
                row.findings.append(Finding(column, split.message))


def _who_leads(partners: Named | None) -> str:
    if partners is None:
        return "Câu chỉ giao phối hợp, không ghi đơn vị chủ trì; hãy chọn đơn vị chủ trì."
    return (
        f"Câu giao phối hợp với “{partners.text}”, không ghi đơn vị chủ trì; "
        "hãy xem có phải đơn vị này chủ trì không."
    )


def _flag_missing(row: ReadRow) -> None:
    doubted = {finding.field for finding in row.findings}
    if not row.lead and Column.LEAD not in doubted:
        row.findings.append(Finding(Column.LEAD, "Không thấy đơn vị chủ trì ở dòng này."))
    if row.deadline_text is None and Column.DEADLINE not in doubted:
        row.findings.append(Finding(Column.DEADLINE, "Không thấy thời gian ở dòng này."))
