"""Forms of leaders' directives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import (
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.accounts.models import User
from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.core.request_keys import sent_key
from tracker.follow_up.directives import LONGEST_WORDS, Word


class DirectiveForm(VietnameseForm):
    """What the leader says to which units."""

    words = TextAreaField(
        "Ý kiến chỉ đạo",
        [DataRequired("Hãy ghi ý kiến chỉ đạo."), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 4},
    )
    units = SelectMultipleField(
        "Giao cho đơn vị",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    answer_by = VietnameseDateField("Trả lời chậm nhất (nếu cần)", [Optional()])
    request_key = HiddenField()

    def word(self) -> Word:
        """What was said, as the service takes it; call after validation."""
        return Word(self.words.data or "", self.answer_by.data, sent_key())


class EnteredDirectiveForm(DirectiveForm):
    """What a leader said elsewhere, written down by the Office."""

    said_by = SelectField(
        "Lãnh đạo cho ý kiến", [InputRequired("Hãy chọn lãnh đạo.")], coerce=int, choices=[]
    )
    said_on = VietnameseDateField(
        "Ngày cho ý kiến", [InputRequired("Hãy nhập ngày lãnh đạo cho ý kiến.")]
    )
    document = StringField(
        "Văn bản (nếu có)",
        [Length(max=200)],
        description="Ví dụ: Thông báo kết luận số 15/TB-UBND.",
    )

    def __init__(self, leaders: Sequence[User], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._leaders = {leader.id: leader for leader in leaders}
        self.said_by.choices = [
            SelectChoice(leader.id, ", ".join(filter(None, (leader.full_name, leader.job_title))))
            for leader in leaders
        ]

    def word(self) -> Word:
        """What was said, by whom, when; call after validation."""
        return Word(
            self.words.data or "",
            self.answer_by.data,
            sent_key(),
            said_by=self._leaders[self.said_by.data],
            said_on=self.said_on.data,
            document=(self.document.data or "").strip() or None,
        )


class DirectiveAnswerForm(VietnameseForm):
    """The unit's answer."""

    answer = TextAreaField(
        "Trả lời của đơn vị",
        [DataRequired("Hãy ghi nội dung trả lời."), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 3},
    )
    version = VersionField()
