"""The form of a remark."""

from __future__ import annotations

from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.conversations.rules import LONGEST_WORDS
from tracker.core.forms import VietnameseForm


class RemarkForm(VietnameseForm):
    """What one has to say."""

    words = TextAreaField(
        "Nội dung trao đổi",
        [
            DataRequired("Hãy ghi nội dung trao đổi."),
            Length(max=LONGEST_WORDS, message=f"Tối đa {LONGEST_WORDS} ký tự."),
        ],
        render_kw={"rows": 2},
    )
    request_key = HiddenField()
