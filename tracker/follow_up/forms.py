"""Forms of urging: what the office orders, what the unit answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from tracker.core.forms import (
    WRONG_DATE,
    IntegerField,
    VersionField,
    VietnameseDateField,
    VietnameseForm,
)
from tracker.core.request_keys import sent_key
from tracker.follow_up.models import UrgingLetter
from tracker.follow_up.service import LONGEST_ANSWER, Order


class UrgingForm(VietnameseForm):
    """One numbered letter per unit."""

    first_number = IntegerField(
        "Số của công văn đầu tiên",
        [
            InputRequired("Hãy nhập số công văn."),
            NumberRange(1, 99_999, "Nhập số từ 1 đến 99999."),
        ],
        description="Theo sổ văn bản đi; các công văn sau lấy số tiếp theo.",
    )
    answer_by = VietnameseDateField(
        "Đơn vị trả lời chậm nhất", [InputRequired("Hãy nhập hạn trả lời.")]
    )
    note = TextAreaField(
        "Nội dung thêm vào công văn (nếu có)", [Length(max=2000)], render_kw={"rows": 2}
    )
    by_mail = BooleanField("Gửi thư điện tử cho trưởng đơn vị và công chức phụ trách", default=True)
    request_key = HiddenField()

    def order(self) -> Order:
        """The order as the service takes it; call after validation."""
        return Order(
            first_number=cast(int, self.first_number.data),
            answer_by=cast(date, self.answer_by.data),
            request_key=sent_key(),
            note=(self.note.data or "").strip() or None,
            by_mail=bool(self.by_mail.data),
        )


class WithdrawalForm(VietnameseForm):
    """Why a letter is taken back."""

    reason = TextAreaField(
        "Lý do thu hồi",
        [DataRequired("Hãy ghi lý do thu hồi."), Length(max=500)],
        render_kw={"rows": 2},
    )
    version = VersionField()


class AnswerForm(VietnameseForm):
    """The unit's words on the rows of a letter; the rows' fields bear their numbers."""

    version = VersionField()


class Answers:
    """What was typed for each row: shown again as it stands, taken when every day can be read."""

    def __init__(self, letter: UrgingLetter, values: Mapping[str, Any] | None) -> None:
        self.words: dict[int, str] = {}
        self.days: dict[int, str] = {}
        self.errors: dict[int, str] = {}
        self._dates: dict[int, date | None] = {}
        for item in letter.items:
            promised = f"{item.promised_on:%d/%m/%Y}" if item.promised_on else ""
            shown = values if values is not None else {}
            self.words[item.id] = shown.get(f"answer-{item.id}", item.answer or "").strip()
            self.days[item.id] = shown.get(f"promised-{item.id}", promised).strip()
            self._read(item.id)

    def taken(self) -> dict[int, tuple[str, date | None]]:
        """The rows' words and days as the service takes them."""
        return {number: (words, self._dates[number]) for number, words in self.words.items()}

    def _read(self, number: int) -> None:
        field = VietnameseDateField("").bind(form=VietnameseForm(), name="day")
        field.data = None
        try:
            field.process_formdata([self.days[number]] if self.days[number] else [])
        except ValueError as error:
            self.errors[number] = str(error) or WRONG_DATE
        self._dates[number] = field.data if self.days[number] else None
        if len(self.words[number]) > LONGEST_ANSWER:
            self.errors[number] = f"Tối đa {LONGEST_ANSWER} ký tự."
        elif self._dates[number] and not self.words[number]:
            self.errors[number] = "Hãy ghi tình hình thực hiện cùng với ngày sẽ xong."
