"""Forms of leaders' directives."""

from __future__ import annotations

from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
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
        return Word(self.words.data or "", self.answer_by.data, self.request_key.data or "")


class DirectiveAnswerForm(VietnameseForm):
    """The unit's answer."""

    answer = TextAreaField(
        "Trả lời của đơn vị",
        [DataRequired("Hãy ghi nội dung trả lời."), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 3},
    )
    version = VersionField()
