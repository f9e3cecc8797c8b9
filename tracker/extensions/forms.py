"""Forms of asking for a later due day and of deciding."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.core.request_keys import new_request_key, sent_key
from tracker.core.requests import content_of
from tracker.evidence.rules import UploadedFile
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.revoking import Revocation
from tracker.extensions.service import Answer, Asked

LONGEST_WORDS = 2000
GRANT, REFUSE = "grant", "refuse"


class AskForm(VietnameseForm):
    """The unit's request."""

    wanted_due_on = VietnameseDateField(
        "Xin gia hạn đến ngày", [InputRequired("Hãy nhập ngày xin gia hạn đến.")]
    )
    reason = TextAreaField(
        "Lý do",
        [DataRequired("Hãy ghi lý do xin gia hạn."), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 3},
    )
    is_objective = BooleanField("Do nguyên nhân khách quan")
    document = StringField("Văn bản kèm theo (nếu có)", [Length(max=200)])
    file = FileField("Tệp văn bản (nếu có)")
    version = VersionField()
    request_key = HiddenField()

    def show(self, request: ExtensionRequest | None) -> None:
        """Fill in what an officer has prepared, or begin an empty form."""
        self.request_key.data = new_request_key()
        self.version.data = request.version if request else 0
        if request is not None:
            self.wanted_due_on.data = request.wanted_due_on
            self.reason.data, self.is_objective.data = request.reason, request.is_objective
            self.document.data = request.document

    def asked(self) -> Asked:
        """The request as the service takes it; call after validation."""
        upload = self.file.data
        named = upload is not None and bool(upload.filename)
        return Asked(
            wanted_due_on=cast(date, self.wanted_due_on.data),
            reason=self.reason.data or "",
            is_objective=bool(self.is_objective.data),
            document=_text(self.document.data),
            file=UploadedFile(upload.filename, content_of(upload)) if named else None,
            version=self.version.data or 0,
            request_key=sent_key(),
        )


class DecideForm(VietnameseForm):
    """The answer of the office or a leader."""

    decision = RadioField(
        "Quyết định",
        [InputRequired("Hãy chọn đồng ý hoặc không đồng ý.")],
        choices=[
            SelectChoice(GRANT, "Đồng ý gia hạn"),
            SelectChoice(REFUSE, "Không đồng ý"),
        ],
    )
    due_on = VietnameseDateField("Hạn mới", [Optional()])
    is_cause_confirmed = BooleanField("Xác nhận nguyên nhân khách quan")
    note = TextAreaField("Ý kiến", [Length(max=LONGEST_WORDS)], render_kw={"rows": 2})
    version = VersionField()
    request_key = HiddenField()

    def show(self, request: ExtensionRequest) -> None:
        """Offer what the unit asked for."""
        self.request_key.data = new_request_key()
        self.version.data = request.version
        self.due_on.data = request.wanted_due_on
        self.is_cause_confirmed.data = request.is_objective

    def tell_apart(self, request: ExtensionRequest) -> None:
        """Several forms may be open in one list: their fields must not share ids."""
        for field in self:
            field.id = field.label.field_id = f"{field.name}-{request.id}"

    def validate(self, extra_validators: Any = None) -> bool:
        """Granting needs a day, which a refusal leaves empty."""
        is_valid: bool = super().validate(extra_validators)
        if self.decision.data == GRANT and self.due_on.data is None and not self.due_on.errors:
            self.due_on.errors = ["Hãy nhập hạn mới."]
            return False
        return is_valid

    def validate_note(self, field: TextAreaField) -> None:
        """Refusing needs a reason."""
        if self.decision.data == REFUSE and not _text(field.data):
            raise ValidationError("Hãy ghi lý do không gia hạn để đơn vị biết.")

    def answer(self) -> Answer:
        """The answer as the service takes it; call after validation."""
        return Answer(
            due_on=self.due_on.data if self.decision.data == GRANT else None,
            note=_text(self.note.data),
            is_cause_confirmed=bool(self.is_cause_confirmed.data),
            version=self.version.data or 0,
            request_key=sent_key(),
        )


class RevokeForm(VietnameseForm):
    """Taking a grant back."""

    due_on = VietnameseDateField(
        "Hạn từ nay", [InputRequired("Hãy nhập hạn áp dụng sau khi thu hồi.")]
    )
    reason = TextAreaField(
        "Lý do thu hồi",
        [DataRequired("Hãy ghi lý do thu hồi để các đơn vị biết."), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 3},
    )
    version = VersionField()

    def show(self, request: ExtensionRequest, offered: date) -> None:
        """Offer the day that counted before."""
        self.version.data, self.due_on.data = request.version, offered

    def revocation(self) -> Revocation:
        """The revocation as the service takes it; call after validation."""
        return Revocation(
            due_on=cast(date, self.due_on.data),
            reason=self.reason.data or "",
            version=self.version.data or 0,
        )


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None
