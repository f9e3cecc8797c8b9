"""Forms of the unit's report, the office's answer and an opened event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    AnyOf,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import IntegerField, VersionField, VietnameseDateField, VietnameseForm
from tracker.core.request_keys import sent_key
from tracker.evidence.forms import EvidenceForm
from tracker.progress.causes import Ruling
from tracker.progress.closing import SAY_WHY, silent_field
from tracker.progress.models import Contribution, Difficulty
from tracker.progress.rules import ContributionStatus, unit_choices
from tracker.progress.sent_before import SentBefore
from tracker.progress.service import Report
from tracker.progress.unit_parts import UnitPart
from tracker.tasks.service import Event

LONGEST_NOTE = 4000
OBJECTIVE, SUBJECTIVE = "objective", "subjective"
# None leaves the cause to somebody else.
RULINGS: dict[str, bool | None] = {"confirm": True, "refuse": False, "later": None}

# What a unit sees on its form; "submitted" is what it does, "in progress" what it says.
CHOICE_WORDS = {
    ContributionStatus.IN_PROGRESS: "Đang thực hiện",
    ContributionStatus.SUBMITTED: "Đã xong, gửi xác nhận",
}

UNIT_STATUSES = [status.value for status in CHOICE_WORDS]


class SharedReportForm(EvidenceForm):
    """What a unit may say of one piece of work, or of several at once."""

    # Which steps are open the service says: the row may have changed since the form was made.
    status = RadioField(
        "Trạng thái",
        [InputRequired("Hãy chọn trạng thái."), AnyOf(UNIT_STATUSES, "Hãy chọn trạng thái.")],
        validate_choice=False,
    )
    note = TextAreaField(
        "Kết quả, tiến độ",
        [Length(max=LONGEST_NOTE, message=f"Tối đa {LONGEST_NOTE} ký tự.")],
        render_kw={"rows": 3},
    )
    late_reason = TextAreaField(
        "Vì sao chậm",
        [Length(max=LONGEST_NOTE, message=f"Tối đa {LONGEST_NOTE} ký tự.")],
        render_kw={"rows": 2},
    )
    late_cause = RadioField(
        "Nguyên nhân",
        [Optional(), AnyOf((OBJECTIVE, SUBJECTIVE), "Hãy chọn nguyên nhân.")],
        choices=[
            SelectChoice(OBJECTIVE, "Khách quan (chờ cấp trên, thiên tai…)"),
            SelectChoice(SUBJECTIVE, "Do đơn vị"),
        ],
        validate_choice=False,
    )
    request_key = HiddenField()

    def report(self) -> Report:
        """The report as the service takes it; call after validation."""
        return Report(
            status=ContributionStatus(self.status.data),
            version=0,
            request_key=sent_key(),
            note=_text(self.note.data),
            late_reason=_text(self.late_reason.data),
            late_is_objective=self.late_cause.data == OBJECTIVE if self.late_cause.data else None,
            files=self.uploaded_files(),
            document=self.official_document(),
        )


class ManyReportsForm(SharedReportForm):
    """One report for several pieces of work."""

    def offer(self) -> None:
        """Offer every step; which of them a row may take is asked row by row."""
        self.status.choices = [
            SelectChoice(status.value, words) for status, words in CHOICE_WORDS.items()
        ]


class ReportForm(SharedReportForm):
    """A unit's report on what it owes."""

    reused_evidence = SelectMultipleField(
        "Tệp đơn vị đã gửi ở việc khác",
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    difficulty = TextAreaField(
        "Khó khăn, vướng mắc (nếu có)",
        [Length(max=LONGEST_NOTE, message=f"Tối đa {LONGEST_NOTE} ký tự.")],
        render_kw={"rows": 2},
    )
    version = VersionField()

    # The fields about units that stayed silent, by the unit; a lead's form has them.
    about_silent: dict[int, str] = {}

    @classmethod
    def of_lead(cls, silent: Sequence[UnitPart]) -> type[ReportForm]:
        """The same form with one more field for each cooperating unit that has not answered."""
        if not silent:
            return cls
        fields: dict[str, Any] = {
            silent_field(part.unit_id): TextAreaField(
                f"{part.unit}: vì sao chưa gửi",
                [
                    Length(max=LONGEST_NOTE, message=f"Tối đa {LONGEST_NOTE} ký tự."),
                    _said_with_a_result,
                ],
                render_kw={"rows": 2},
            )
            for part in silent
        }
        names = {part.unit_id: silent_field(part.unit_id) for part in silent}
        return type("LeadReportForm", (cls,), {**fields, "about_silent": names})

    @property
    def silent_fields(self) -> list[Field]:
        """The fields about units that stayed silent, in the order of the plan's units."""
        return [self[name] for name in self.about_silent.values()]

    def show(self, contribution: Contribution) -> None:
        """Fill in what the unit probably says next, and what it said of its trouble before."""
        started = contribution.status is not ContributionStatus.NOT_STARTED
        likely = ContributionStatus.SUBMITTED if started else ContributionStatus.IN_PROGRESS
        self.status.data = likely.value
        self.difficulty.data = contribution.difficulty
        told = contribution.lateness
        if told is not None:
            self.late_reason.data = told.late_reason
            self.late_cause.data = OBJECTIVE if told.late_is_objective else SUBJECTIVE
        before = contribution.silence
        for item in (before.silent_units or ()) if before else ():
            if item["unit_id"] in self.about_silent:
                self[self.about_silent[item["unit_id"]]].data = item["reason"]

    def offer_again(self, sent_before: Sequence[SentBefore]) -> None:
        """Offer the files that were sent before."""
        self.reused_evidence.choices = [
            SelectChoice(item.id, f"{item.file_name} ({item.added_at:%d/%m/%Y})")
            for item in sent_before
        ]

    def offer(self, contribution: Contribution) -> None:
        """Offer the statuses that may follow; ids differ from row to row."""
        for field in self:
            field.id = field.label.field_id = f"{field.name}-{contribution.id}"
        self.status.choices = [
            SelectChoice(status.value, CHOICE_WORDS[status])
            for status in unit_choices(contribution.status)
        ]

    def report(self) -> Report:
        """The same with what concerns the one row."""
        return replace(
            super().report(),
            version=self.version.data or 0,
            difficulty=_text(self.difficulty.data),
            reused_evidence=tuple(self.reused_evidence.data or ()),
            silence={
                unit_id: _text(self[name].data) or "" for unit_id, name in self.about_silent.items()
            },
        )


class AnswerForm(VietnameseForm):
    """The office answers a difficulty."""

    answer = TextAreaField(
        "Trả lời",
        [DataRequired("Hãy ghi câu trả lời cho đơn vị."), Length(max=LONGEST_NOTE)],
        render_kw={"rows": 3},
    )
    version = VersionField()

    def tell_apart(self, difficulty: Difficulty) -> None:
        """Several forms may be open in one list: their fields must not share ids."""
        for field in self:
            field.id = field.label.field_id = f"{field.name}-{difficulty.id}"


class AcceptForm(VietnameseForm):
    """The office confirms; of a late result also what becomes of the cause the unit names."""

    ruling = RadioField(
        "Nguyên nhân khách quan đơn vị nêu",
        choices=[
            SelectChoice("confirm", "Xác nhận là khách quan"),
            SelectChoice("refuse", "Không xác nhận"),
            SelectChoice("later", "Để người có thẩm quyền xem xét sau"),
        ],
        validate_choice=False,
    )
    ruling_note = TextAreaField(
        "Căn cứ, ý kiến (nếu có)", [Length(max=LONGEST_NOTE)], render_kw={"rows": 2}
    )
    version = VersionField()

    @classmethod
    def about(cls, contribution: Contribution) -> AcceptForm:
        """The form as it stands in the row."""
        form = cls(formdata=None, data={"version": contribution.version})
        form.tell_apart(contribution)
        return form

    def tell_apart(self, contribution: Contribution) -> None:
        """Several forms stand in one list: their fields must not share ids."""
        for field in self:
            field.id = field.label.field_id = f"{field.name}-{contribution.id}"

    def taken(self) -> Ruling | None:
        """What was said of the cause; None where nothing was."""
        key = f"accepted-{self.version.data}"
        chosen = self.ruling.data
        if chosen not in RULINGS:
            return None
        return Ruling(RULINGS[chosen], key, note=_text(self.ruling_note.data))


class JudgeForm(VietnameseForm):
    """Whether the objective cause of work accepted before is one."""

    ruling = RadioField(
        "Trả lời",
        [InputRequired("Hãy chọn xác nhận hoặc không xác nhận.")],
        choices=[
            SelectChoice("confirm", "Xác nhận nguyên nhân khách quan"),
            SelectChoice("refuse", "Không xác nhận"),
        ],
    )
    note = TextAreaField("Căn cứ, ý kiến", [Length(max=LONGEST_NOTE)], render_kw={"rows": 3})
    seen = VersionField()
    request_key = HiddenField()

    def taken(self) -> Ruling:
        """The verdict as the service takes it; call after validation."""
        return Ruling(
            RULINGS[self.ruling.data],
            sent_key(),
            note=_text(self.note.data),
            # Of none that can be read nobody knows what was seen: as good as an outdated form.
            seen=-1 if self.seen.data is None else self.seen.data,
        )


class ReturnForm(VietnameseForm):
    """The office returns, with its reason: phrases of the ward's, own words, or both."""

    phrases = SelectMultipleField(
        "Lý do thường gặp",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reason = TextAreaField("Lý do trả lại", [Length(max=LONGEST_NOTE)], render_kw={"rows": 2})
    version = VersionField()

    def offer(self, contribution: Contribution, phrases: Sequence[str]) -> None:
        """Offer the phrases; ids differ from row to row, as several forms may stand open."""
        self.phrases.choices = [SelectChoice(phrase, phrase) for phrase in phrases]
        if phrases:
            self.reason.label.text = "Nói rõ thêm"
        for field in self:
            field.id = field.label.field_id = f"{field.name}-{contribution.id}"

    def validate_reason(self, field: TextAreaField) -> None:
        """A return without any reason helps nobody."""
        if not self.phrases.data and not (field.data or "").strip():
            raise ValidationError("Hãy ghi lý do trả lại để đơn vị biết cần sửa gì.")

    def whole_reason(self) -> str:
        """The chosen phrases and the own words as one text."""
        return " ".join(filter(None, [*(self.phrases.data or ()), _text(self.reason.data)]))


class EventForm(VietnameseForm):
    """What happened, and when the work for it is due."""

    title = StringField(
        "Việc phát sinh", [DataRequired("Hãy ghi việc gì phát sinh."), Length(max=300)]
    )
    document = StringField("Văn bản giao việc (nếu có)", [Length(max=200)])
    happened_on = VietnameseDateField("Ngày phát sinh", [InputRequired("Hãy nhập ngày phát sinh.")])
    term_days = IntegerField(
        "Số ngày sau khi phát sinh",
        [
            Optional(),
            NumberRange(-365, 730, "Nhập số ngày từ -365 đến 730; số âm là trước ngày đó."),
        ],
    )
    term_counts_working_days = BooleanField("Tính ngày làm việc")
    due_on = VietnameseDateField("Hoặc hạn vào ngày", [Optional()])
    may_be_overdue = BooleanField("Vẫn mở với hạn đã qua")
    request_key = HiddenField()

    def event(self) -> Event:
        """The event as the service takes it; call after validation."""
        return Event(
            title=self.title.data or "",
            happened_on=cast(date, self.happened_on.data),
            document=_text(self.document.data),
            due_on=self.due_on.data,
            term_days=self.term_days.data,
            term_counts_working_days=bool(self.term_counts_working_days.data),
            may_be_overdue=bool(self.may_be_overdue.data),
        )


def _said_with_a_result(form: ReportForm, field: Field) -> None:
    """Empty is right on the way; a result names every unit that stayed silent."""
    if form.status.data == ContributionStatus.SUBMITTED.value and not _text(field.data):
        raise ValidationError(SAY_WHY)


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None
