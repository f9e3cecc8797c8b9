"""Forms of the unit's report, the office's answer and an opened event."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, ValidationError

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, unit_choices
from tracker.progress.service import OfficialDocument, Report, UploadedFile
from tracker.tasks.service import Event

LONGEST_NOTE = 4000

# What a unit sees on its form; "submitted" is what it does, "in progress" what it says.
CHOICE_WORDS = {
    ContributionStatus.IN_PROGRESS: "Đang thực hiện",
    ContributionStatus.SUBMITTED: "Đã xong, gửi xác nhận",
}

UNIT_STATUSES = [status.value for status in CHOICE_WORDS]


class ReportForm(VietnameseForm):
    """A unit's report on what it owes."""

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
    difficulty = TextAreaField(
        "Khó khăn, vướng mắc (nếu có)",
        [Length(max=LONGEST_NOTE, message=f"Tối đa {LONGEST_NOTE} ký tự.")],
        render_kw={"rows": 2},
    )
    files = MultipleFileField("Tệp minh chứng")
    document_number = StringField("Số, ký hiệu văn bản", [Length(max=60)])
    document_date = VietnameseDateField("Ngày văn bản", [Optional()])
    document_issuer = StringField("Cơ quan ban hành", [Length(max=160)])
    document_summary = StringField("Trích yếu", [Length(max=400)])
    version = VersionField()
    request_key = HiddenField()

    def offer(self, contribution: Contribution) -> None:
        """Offer the statuses that may follow the present one; ids differ from row to row."""
        for field in self:
            field.id = field.label.field_id = f"{field.name}-{contribution.id}"
        self.status.choices = [
            SelectChoice(status.value, CHOICE_WORDS[status])
            for status in unit_choices(contribution.status)
        ]

    def validate_document_number(self, field: StringField) -> None:
        """A document is known by its number: the other parts alone say too little."""
        others = (self.document_date, self.document_issuer, self.document_summary)
        if not (field.data or "").strip() and any(other.data for other in others):
            raise ValidationError("Hãy nhập số, ký hiệu của văn bản.")

    def report(self) -> Report:
        """The report as the service takes it; call after validation."""
        return Report(
            status=ContributionStatus(self.status.data),
            version=self.version.data or 0,
            request_key=_text(self.request_key.data),
            note=_text(self.note.data),
            difficulty=_text(self.difficulty.data),
            files=tuple(
                UploadedFile(upload.filename or "", upload.read())
                for upload in self.files.data or ()
                if upload and upload.filename
            ),
            document=self._document(),
        )

    def _document(self) -> OfficialDocument | None:
        number = _text(self.document_number.data)
        if number is None:
            return None
        return OfficialDocument(
            number=number,
            issued_on=self.document_date.data,
            issuer=_text(self.document_issuer.data),
            summary=_text(self.document_summary.data),
        )


class AcceptForm(VietnameseForm):
    """The office confirms."""

    version = VersionField()


class ReturnForm(VietnameseForm):
    """The office returns, with its reason."""

    reason = TextAreaField(
        "Lý do trả lại",
        [
            DataRequired("Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."),
            Length(max=LONGEST_NOTE),
        ],
        render_kw={"rows": 2},
    )
    version = VersionField()


class EventForm(VietnameseForm):
    """What happened, and when the work for it is due."""

    title = StringField(
        "Việc phát sinh", [DataRequired("Hãy ghi việc gì phát sinh."), Length(max=300)]
    )
    document = StringField("Văn bản giao việc (nếu có)", [Length(max=200)])
    happened_on = VietnameseDateField("Ngày phát sinh", [InputRequired("Hãy nhập ngày phát sinh.")])
    due_on = VietnameseDateField("Hạn hoàn thành", [Optional()])
    request_key = HiddenField()

    def event(self) -> Event:
        """The event as the service takes it; call after validation."""
        return Event(
            title=self.title.data or "",
            happened_on=cast(date, self.happened_on.data),
            document=_text(self.document.data),
            due_on=self.due_on.data,
        )


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None
